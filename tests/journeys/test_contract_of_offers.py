"""Assignment by push on a server: offered by the live channel and by HTTP, accepted, refused, claimed by another."""

from collections.abc import Iterator

import pytest

from tests.environment.api import Desk, problem
from tests.environment.server import Server
from tests.environment.servers import Arrive, Connect, Prepared, copy_of, gone_afterwards

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def _server(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    by_push = copy_of(prepared, tmp_path_factory.mktemp("server"), PERMANENCE_ASSIGNMENT="push")
    with gone_afterwards(by_push) as server:
        yield server


def test_offered_at_once_to_who_is_connected_and_accepted(arrive: Arrive, police: Desk, live: Connect) -> None:
    hers = live()
    assert hers.open_officer(police.token)["officer"]["offers"] == []
    visitor = arrive("35000")
    told = hers.expect_that(lambda frame: bool(frame.get("officer", {}).get("offers")), "an offer")
    (offer,) = told["officer"]["offers"]
    assert (offer["conversation"], offer["level"]) == (visitor.id, "standard")
    assert police.get("desk/offers").json() == {"offers": [offer], "away": False}
    assert [row["conversation"] for row in police.queue()] == [visitor.id], "an offer hides nothing"
    accepted = police.post(f"desk/offers/{offer['id']}/accept")
    assert (accepted.status_code, accepted.json()["mine"]) == (200, True)
    hers.expect_that(lambda frame: frame.get("officer", {}).get("offers") == [], "no offer any more")
    problem(police.post(f"desk/offers/{offer['id']}/refuse"), 409)
    police.put("desk/presence", {"state": "off"})


def test_refused_it_is_another_s_and_claimed_by_hand_nobody_s(
    arrive: Arrive, police: Desk, gendarmerie: Desk, live: Connect, api: object
) -> None:
    hers = live()
    hers.open_officer(police.token)
    visitor = arrive("35000")
    told = hers.expect_that(lambda frame: bool(frame.get("officer", {}).get("offers")), "an offer")
    (offer,) = told["officer"]["offers"]
    problem(gendarmerie.post(f"desk/offers/{offer['id']}/accept"), 404)
    problem(police.post("desk/offers/pas-un-id/accept"), 404)
    refused = police.post(f"desk/offers/{offer['id']}/refuse")
    assert (refused.status_code, refused.json()) == (200, {"offers": [], "away": False})
    police.take(visitor.id)
    problem(police.post(f"desk/offers/{offer['id']}/accept"), 409)
    police.put("desk/presence", {"state": "off"})


def test_who_comes_back_from_a_break_is_offered_who_waits(
    arrive: Arrive, police: Desk, police_colleague: Desk, live: Connect
) -> None:
    police.put("desk/presence", {"state": "break"})
    theirs, visitor = live(), arrive("35000")
    theirs.open_officer(police.token)
    police_colleague.take(visitor.id)
    another = arrive("35000")
    police_colleague.put("desk/presence", {"state": "off"})
    police.put("desk/presence", {"state": "available"})
    told = theirs.expect_that(lambda frame: bool(frame.get("officer", {}).get("offers")), "an offer")
    assert told["officer"]["offers"][0]["conversation"] == another.id
