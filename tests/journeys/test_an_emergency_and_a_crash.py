"""The server is killed between a request and its acknowledgement, and in the middle of a countdown: both come, once."""

import time
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from tests.environment.api import Api, Desk
from tests.environment.patience import until
from tests.environment.server import Server
from tests.environment.servers import PASSWORD, Arrive, Connect, Prepared, copy_of, gone_afterwards

pytestmark = pytest.mark.server
QUICK = {
    "PERMANENCE_CENTRE_LOUDER": "3",
    "PERMANENCE_CENTRE_ESCALATES": "5",
    "PERMANENCE_WATCHDOG_DROPPED": "10",
    "PERMANENCE_WATCHDOG_GRACE": "12",
}


@pytest.fixture(scope="module")
def _server(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with gone_afterwards(copy_of(prepared, tmp_path_factory.mktemp("server"), **QUICK)) as server:
        yield server


@pytest.fixture
def centre(server: Server, api: Api, police: Desk) -> Desk:
    """An operator of the police's centre in Ille-et-Vilaine."""
    rows = police.get("desk/centres").json()["centres"]
    (pk,) = [row["id"] for row in rows if (row["force"], row["department"]) == ("PN", "35")]
    server.run("officer", "cic", "--role", "centre", "--force", "PN", "--centre", str(pk), "--password", PASSWORD)
    return api.sign_in("cic", PASSWORD)


def in_danger(arrive: Arrive, police: Desk) -> str:
    visitor = arrive("35000", in_danger=True)
    police.take(visitor.id)
    return visitor.id


def test_the_alarm_is_there_after_the_crash_once_and_climbs(
    server: Server, arrive: Arrive, police: Desk, centre: Desk
) -> None:
    conversation, pk = in_danger(arrive, police), str(uuid4())
    asked = {"id": pk, "insee": "35238", "address": "une adresse"}
    path = f"desk/conversations/{conversation}/interventions"
    assert police.post(path, asked).status_code == 201

    server.restart(brutally=True)

    again = police.post(path, asked)
    assert (again.status_code, again.json()["id"]) == (200, pk)
    (ringing,) = centre.get("centre/interventions", state="open").json()["interventions"]
    assert (ringing["id"], ringing["state"]) == (pk, "requested")

    def climbed() -> list[str]:
        return [step["kind"] for step in centre.get(f"centre/interventions/{pk}").json()["timeline"]]

    until(lambda: climbed() == ["request", "louder", "escalate"])
    for step in ("acknowledge", "dispatch", "arrive"):
        assert centre.post(f"centre/interventions/{pk}/{step}").status_code == 200
    assert centre.post(f"centre/interventions/{pk}/dispatch").status_code == 409
    assert centre.post(f"centre/interventions/{pk}/close", {"result": "en sécurité"}).status_code == 200
    assert climbed() == ["request", "louder", "escalate", "acknowledge", "dispatch", "arrive", "close"]


def test_a_countdown_outlives_the_crash_sounds_once_and_not_before_people_could_come_back(
    server: Server, arrive: Arrive, police: Desk, chief: Desk, live: Connect
) -> None:
    lost, back = arrive("35000", in_danger=True), arrive("35000", in_danger=True)
    for visitor in (lost, back):
        police.take(visitor.id)
    for visitor in (lost, back):
        gone = live()
        gone.open_visitor(visitor.id, visitor.secret)
        gone.close()
    desk = live()
    desk.open_officer(police.token)
    watch = desk.expect("watchdog", conversation=lost.id)
    assert (watch["cause"], watch["alarmed_at"]) == ("dropped", None)

    server.kill()
    started = time.monotonic()
    server.start()

    returned = live()
    returned.open_visitor(back.id, back.secret)
    watching = live()
    watching.open_officer(chief.token)
    watching.expect_that(lambda frame: lost.id in _quiet(frame), "an emergency")
    assert time.monotonic() - started > float(QUICK["PERMANENCE_WATCHDOG_GRACE"]), "no alarm of the start itself"
    handled = chief.post(f"desk/conversations/{lost.id}/watchdog", {"action": "handled", "reason": "je l’appelle"})
    assert handled.status_code == 200
    watching.expect_that(lambda frame: _is_situation(frame) and lost.id not in _quiet(frame), "no emergency any more")
    told = [frame for frame in watching.frames if _is_situation(frame)]
    assert not any(back.id in _quiet(frame) for frame in told), "who came back alarms nobody"


def _is_situation(frame: dict[str, Any]) -> bool:
    return frame["type"] == "state" and "emergencies" in frame.get("officer", {})


def _quiet(frame: dict[str, Any]) -> set[str]:
    """The conversations that a frame says went quiet; those of the tests before, ended in danger, may be among them."""
    told = frame["officer"]["emergencies"] if _is_situation(frame) else []
    return {one["conversation"] for one in told if one["kind"] == "watchdog"}
