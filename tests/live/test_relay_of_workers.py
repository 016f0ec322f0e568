"""`serve --workers 2`: one port, two processes, one conversation; a stop that says goodbye; periodic work done once."""

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import httpx
import pytest

from tests.environment.api import Api
from tests.environment.live import Live
from tests.environment.patience import PATIENCE_S, until
from tests.environment.server import Server
from tests.environment.servers import PASSWORD, Prepared, deployed, gone_afterwards

pytestmark = [pytest.mark.server, pytest.mark.postgresql]


@pytest.fixture(scope="module")
def site(bare: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    two = deployed(bare, tmp_path_factory.mktemp("workers"), command="serve --migrate --workers 2")
    with gone_afterwards(two) as server:
        server.run("officer", "nadia", "--role", "officer", "--force", "PN", "--password", PASSWORD)
        yield server


@pytest.fixture
def server(site: Server) -> Server:
    """The site's server, which the test before may have stopped."""
    return site if site.is_running else site.start()


def processes(server: Server) -> set[str]:
    """Who answers on the port. Asked by many at once, as one alone may always
    meet the same worker, and for a while, as the other may still be starting."""
    found: set[str] = set()
    deadline = time.monotonic() + PATIENCE_S
    with ThreadPoolExecutor(16) as crowd:
        while len(found) < 2 and time.monotonic() < deadline:
            for told in crowd.map(lambda _: httpx.get(f"{server.url}/metrics", trust_env=False).text, range(32)):
                found.update(re.findall(r'permanence_process{pid="(\d+)"}', told))
    return found


def know_each_other(server: Server) -> bool:
    told = [httpx.get(f"{server.url}/metrics", trust_env=False).text for _ in range(8)]
    return all("permanence_relay_processes 1.0" in one for one in told)


def test_two_processes_answer_and_know_each_other(server: Server) -> None:
    assert len(processes(server)) == 2
    until(lambda: know_each_other(server), "the workers' hearing each other")


def test_connections_on_either_process_hear_everything_at_once(server: Server) -> None:
    api = Api(server.url)
    visitor, officer = api.arrive("35000"), api.sign_in("nadia", PASSWORD).available(10)
    officer.take(visitor.id)
    with ExitStack() as held:
        tabs = [held.enter_context(Live(server.live_url)) for _ in range(8)]
        for tab in tabs:
            tab.open_visitor(visitor.id, visitor.secret, after=visitor.view()["last"])
        until(lambda: know_each_other(server), "the workers' hearing each other")
        for number, speaker in enumerate(tabs):
            identifier = speaker.send(visitor.id, f"message {number}")
            speaker.expect("ack", id=identifier)
            for listener in tabs:
                if listener is not speaker:
                    listener.expect("message", id=identifier)
    api.close()


def test_the_periodic_work_is_done_once(server: Server) -> None:
    ready = httpx.get(f"{server.url}/readyz", trust_env=False).json()
    assert ready["jobs"]["state"] == "ok"


def test_a_stop_says_goodbye_on_both_and_ends_by_itself(server: Server) -> None:
    api = Api(server.url)
    visitor = api.arrive("35000")
    with ExitStack() as held:
        tabs = [held.enter_context(Live(server.live_url)) for _ in range(8)]
        for tab in tabs:
            tab.open_visitor(visitor.id, visitor.secret)
        server.stop()
        for tab in tabs:
            assert 0 <= tab.expect("reconnect")["after_ms"] <= 5_000
    api.close()
    assert not server.is_running
    assert "Traceback" not in server.told
