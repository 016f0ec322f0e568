"""A centre's own system is told of an emergency and answers, while it is down and the server is killed: one alarm."""

import json
import time
from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest

from tests.environment.api import Api, Desk
from tests.environment.patience import until
from tests.environment.peer import SECRET, PeerSystem, signed
from tests.environment.server import Server
from tests.environment.servers import PASSWORD, Prepared, copy_of, gone_afterwards

pytestmark = pytest.mark.server
RENNES = "35238"


@pytest.fixture(scope="module")
def peer() -> Iterator[PeerSystem]:
    """The system of every centre."""
    found = PeerSystem()
    yield found
    found.stop()


@pytest.fixture(scope="module")
def connected(prepared: Prepared, peer: PeerSystem, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that is connected to it."""
    named = [{"name": "salle", "url": peer.url, "secret": SECRET, "centres": ["all"], "pulse": False}]
    server = copy_of(prepared, tmp_path_factory.mktemp("connected"), PERMANENCE_CONNECTORS=json.dumps(named))
    with gone_afterwards(server) as running:
        yield running


def answer(server: Server, intervention: str, event: str, identifier: str = "") -> httpx.Response:
    """What the peer says, signed."""
    told = {"id": identifier or str(uuid4()), "from": "salle", "event": event, "intervention": intervention}
    body = json.dumps(told).encode()
    headers = signed(body) | {"Content-Type": "application/json"}
    return httpx.post(f"{server.url}/api/v1/connectors/salle/events", content=body, headers=headers)


def timeline(desk: Desk, conversation: str) -> list[str]:
    """What the officer's console shows of it."""
    (seen,) = desk.get(f"/desk/conversations/{conversation}/interventions").json()["interventions"]
    return [step["kind"] for step in seen["timeline"]]


def test_down_and_killed_and_back_it_is_one_alarm_whose_answer_everybody_sees(
    connected: Server, peer: PeerSystem
) -> None:
    peer.status = 503
    client = Api(connected.url)
    visitor = client.arrive("35000", in_danger=True)
    police = client.sign_in("policiere", PASSWORD).available(5)
    police.take(visitor.id)
    pk = str(uuid4())
    asked = police.post(f"/desk/conversations/{visitor.id}/interventions", {"id": pk, "insee": RENNES})
    assert asked.status_code == 201
    until(lambda: bool(peer.refused))

    connected.restart(brutally=True)
    peer.status = 200
    until(lambda: bool(peer.arrived))

    assert {one.key for one in peer.arrived} == {one.key for one in peer.refused if one.told["event"] == "request"}
    assert peer.arrived[0].is_signed
    assert peer.arrived[0].told["intervention"]["id"] == pk
    assert answer(connected, pk, "dispatch").status_code == 409
    assert answer(connected, pk, "acknowledge", "their-1").json()["state"] == "acknowledged"
    assert answer(connected, pk, "acknowledge", "their-1").status_code == 200
    until(lambda: "delivery" in timeline(police, visitor.id))
    assert timeline(police, visitor.id).count("acknowledge") == 1
    time.sleep(2)
    assert [one.told["event"] for one in peer.arrived].count("request") == 1
    assert visitor.thread()[-1]["event"] == "received"
    client.close()
