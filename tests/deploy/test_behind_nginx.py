"""Two processes behind Debian's nginx with the configuration of `deploy/`: as a deployment runs it, on loopback."""

import asyncio
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from uuid import uuid4

import httpx
import pytest

from bench.resilient import Party
from permanence.api.v1.polling import LONGEST_WAIT_S
from tests.casework.evidence import files
from tests.environment import nginx, postgresql
from tests.environment.api import Api, Desk, Visitor
from tests.environment.live import Live
from tests.environment.nginx import Nginx
from tests.environment.patience import PATIENCE_S, comes_true, until
from tests.environment.server import Server
from tests.environment.servers import CAPACITY, PASSWORD, Prepared

pytestmark = [pytest.mark.server, pytest.mark.postgresql]


@dataclass
class Site:
    """Everything of a deployment, and somebody on each side who came in by its front door."""

    proxy: Nginx
    servers: list[Server]
    api: Api

    def arrive(self) -> Visitor:
        return self.api.arrive("35000")

    def officer(self) -> Desk:
        return self.api.sign_in("policiere", PASSWORD).available(CAPACITY)


@pytest.fixture(scope="module")
def site(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    url = postgresql.new_database(prepared.database_url, prepared.database_url)
    data_dir = tmp_path_factory.mktemp("site") / "data"
    shutil.copytree(prepared.data_dir, data_dir)
    with ExitStack() as held:
        held.callback(postgresql.drop_database, url)
        servers = [Server(data_dir, database_url=url) for _ in range(2)]
        for server in servers:
            held.callback(server.kill)
            server.start()
        proxy = held.enter_context(nginx.proxy([server.port for server in servers]))
        patch = held.enter_context(pytest.MonkeyPatch.context())
        patch.setenv("SSL_CERT_FILE", str(proxy.certificate))
        api = Api(proxy.url)
        held.callback(api.close)
        yield Site(proxy, servers, api)


def test_both_sides_talk_over_the_live_channel(site: Site) -> None:
    visitor, officer = site.arrive(), site.officer()
    officer.take(visitor.id)
    with Live(site.proxy.live_url) as hers, Live(site.proxy.live_url) as theirs:
        hers.open_visitor(visitor.id, visitor.secret)
        theirs.open_officer(officer.token)
        theirs.expect("opened", conversation=visitor.id)
        theirs.expect("message", id=hers.send(visitor.id, "Il est dans la cuisine."))
        hers.expect("message", id=theirs.send(visitor.id, "Je vous lis."))


def test_a_long_poll_is_answered_the_moment_something_is_said(site: Site) -> None:
    visitor, officer = site.arrive(), site.officer()
    officer.take(visitor.id)
    last = visitor.view()["last"]
    with ThreadPoolExecutor(1) as beside:
        answer = beside.submit(visitor.get, f"{visitor.path}/messages", after=last, wait=LONGEST_WAIT_S)
        began = time.monotonic()
        time.sleep(1)
        officer.say(visitor.id, "Je vous lis.")
        assert [one["text"] for one in answer.result(PATIENCE_S).json()["messages"]] == ["Je vous lis."]
    assert time.monotonic() - began < LONGEST_WAIT_S, "before its time was over"


def test_the_proxy_writes_neither_address_nor_path(site: Site) -> None:
    visitor = site.arrive()
    site.api.get(f"conversations/{visitor.id}/messages")
    site.api.get("no/such/path")
    assert site.api.request("POST", "conversations", content=b"x" * 300_000).status_code == 413
    until(lambda: len(site.proxy.logs().splitlines()) >= 3, "the log")
    logs = site.proxy.logs()
    for told in (
        "127.0.0.1",
        visitor.id,
        "conversations",
        "api/v1",
        "/live",
        "no/such",
        visitor.secret,
        "python-httpx",
    ):
        assert told not in logs


def test_a_file_of_many_megabytes_and_its_pieces_pass_through(site: Site) -> None:
    visitor, sound = site.arrive(), files.wave(600)
    kept = visitor.post(
        f"{visitor.path}/uploads", {"id": str(uuid4()), "name": "a.wav", "type": "", "size": len(sound)}
    )
    assert kept.json()["offset"] == 0
    headers = {"Authorization": f"Bearer {visitor.secret}"}
    with httpx.Client(base_url=f"{site.proxy.url}/api/v1/{visitor.path}", verify=False, headers=headers) as client:
        whole = client.post("attachments", files={"file": ("a.wav", sound, "audio/wav")}, timeout=60)
        assert whole.status_code == 201, whole.text
        piece = client.patch(f"uploads/{kept.json()['id']}", content=sound[:1_000_000], headers={"Upload-Offset": "0"})
        assert piece.status_code == 204, piece.text
        assert client.get(f"attachments/{whole.json()['attachment']}").content == sound


def test_what_is_for_the_operators_is_not_seen_from_outside(site: Site) -> None:
    for path in ("/metrics", "/readyz"):
        assert httpx.get(f"{site.proxy.url}{path}", verify=False, trust_env=False).status_code == 404
    assert httpx.get(f"{site.servers[0].url}/metrics", trust_env=False).status_code == 200
    assert httpx.get(f"{site.proxy.url}/healthz", verify=False, trust_env=False).status_code == 200


def test_a_plain_connection_is_sent_to_the_sealed_one(site: Site) -> None:
    answer = httpx.get(f"http://127.0.0.1:{site.proxy.plain_port}/numeros", trust_env=False)
    assert answer.status_code == 308
    assert answer.headers["Location"].startswith("https://")


def test_pages_know_that_they_were_asked_for_over_tls(site: Site) -> None:
    answer = httpx.get(f"{site.proxy.url}/", verify=False, trust_env=False)
    assert answer.status_code == 200
    assert answer.http_version == "HTTP/1.1"
    assert "no-store" in answer.headers["Cache-Control"]


def test_one_process_after_the_other_restarts_and_nothing_is_lost(site: Site) -> None:
    visitor, officer = site.arrive(), site.officer()
    officer.take(visitor.id)
    hers = Party(
        lambda: site.proxy.live_url,
        {"type": "open", "conversation": visitor.id, "secret": visitor.secret},
        visitor.id,
    )
    theirs = Party(lambda: site.proxy.live_url, {"type": "open", "token": officer.token}, visitor.id)
    refused = asyncio.run(_talk_while_restarting(site, hers, theirs))

    assert refused == [], "somebody was turned away while a process restarted"
    assert hers.witness.faults + theirs.witness.faults == []
    thread = visitor.thread(limit=200)
    said = [one["text"] for one in thread if one["from"] != "system"]
    meant = [*hers.witness.sent.values(), *theirs.witness.sent.values()]
    assert sorted(said) == sorted(meant)
    assert [one["seq"] for one in thread] == list(range(1, len(thread) + 1))


async def _talk_while_restarting(site: Site, hers: Party, theirs: Party) -> list[str]:
    refused: list[str] = []
    running = [asyncio.create_task(party.run()) for party in (hers, theirs)]
    knocking = asyncio.create_task(_knock(site.proxy.url, refused))
    restarting = asyncio.create_task(asyncio.to_thread(_restart_one_by_one, site))
    number = 0
    while not restarting.done() and number < 80:
        await (hers if number % 2 else theirs).say(f"pendant le redémarrage, {number}")
        number += 1
        await asyncio.sleep(0.25)
    await restarting
    await comes_true(lambda: not hers.unsent and not theirs.unsent, "the last acknowledgement")
    for task in (*running, knocking):
        task.cancel()
    await asyncio.gather(*running, knocking, return_exceptions=True)
    return refused


async def _knock(url: str, refused: list[str]) -> None:
    """Somebody arrives again and again, each time anew."""
    while True:
        try:
            async with httpx.AsyncClient(verify=False, trust_env=False, timeout=PATIENCE_S) as client:
                answer = await client.get(f"{url}/numeros")
            if answer.status_code != 200:
                refused.append(str(answer.status_code))
        except httpx.HTTPError as error:
            refused.append(repr(error))
        await asyncio.sleep(0.1)


def _restart_one_by_one(site: Site) -> None:
    for server in site.servers:
        server.restart(brutally=False)
        time.sleep(2.5)  # the proxy looks again at a process that had failed
