"""The contract on transfers: 200 for an offer and its answers, 409 once it is over, 404 to whom it is no concern."""

import pytest

from tests.environment.api import Desk, problem
from tests.environment.servers import Arrive, Connect

pytestmark = pytest.mark.server


def _me(officer: Desk) -> int:
    return int(officer.get("desk/me").json()["id"])


def test_offered_accepted_and_over(
    arrive: Arrive, police: Desk, police_colleague: Desk, gendarmerie: Desk, live: Connect
) -> None:
    visitor, hers, theirs = arrive("35000"), live(), live()
    police.take(visitor.id)
    hers.open_visitor(visitor.id, visitor.secret)
    theirs.open_officer(police_colleague.token)
    path = f"desk/conversations/{visitor.id}/transfer"
    offered = police.post(path, {"officer": _me(police_colleague), "summary": "Deux enfants."})
    assert offered.status_code == 200, offered.text
    (offer,) = offered.json()["transfers"]
    problem(police.post(path, {"officer": _me(police_colleague)}), 409)
    told = theirs.expect_that(lambda frame: bool(frame.get("officer", {}).get("transfers")), "an offer")
    assert told["officer"]["transfers"][0]["summary"] == "Deux enfants."
    problem(gendarmerie.post(f"desk/transfers/{offer['id']}/accept"), 404)
    problem(police_colleague.post("desk/transfers/pas-un-id/accept"), 404)
    accepted = police_colleague.post(f"desk/transfers/{offer['id']}/accept")
    assert accepted.status_code == 200, accepted.text
    assert accepted.json()["mine"] is True
    assert "Hugo" in hers.expect("message", event="joined", seq=2)["data"]["name"]
    problem(police_colleague.post(f"desk/transfers/{offer['id']}/refuse"), 409)
    problem(police.post(path, {"officer": _me(police_colleague)}), 403)


def test_refused_withdrawn_and_wrongly_asked(arrive: Arrive, police: Desk, police_colleague: Desk) -> None:
    visitor = arrive("35000")
    police.take(visitor.id)
    path = f"desk/conversations/{visitor.id}/transfer"
    (offer,) = police.post(path, {"officer": _me(police_colleague)}).json()["transfers"]
    refused = police_colleague.post(f"desk/transfers/{offer['id']}/refuse")
    assert (refused.status_code, refused.json()) == (200, {"transfers": []})
    problem(police.post(path, {"officer": 999_999}), 422)
    problem(police.post(path, {}), 422)
    (offer,) = police.post(path, {"officer": _me(police_colleague)}).json()["transfers"]
    assert police.delete(f"desk/transfers/{offer['id']}").status_code == 204
    assert police.get(f"desk/conversations/{visitor.id}").json()["mine"] is True


def test_everything_at_the_end_of_a_shift_and_a_supervisor_only_takes_over(
    arrive: Arrive, police: Desk, police_colleague: Desk
) -> None:
    visitor = arrive("35000")
    police.take(visitor.id)
    problem(police_colleague.post(f"desk/conversations/{visitor.id}/take-over", {"reason": "moi"}), 403)
    body = {"officer": _me(police_colleague), "summaries": {visitor.id: "Elle attend."}}
    handed = police.post("desk/hand-over", body)
    assert handed.status_code == 200, handed.text
    for offer in handed.json()["transfers"]:
        assert police_colleague.post(f"desk/transfers/{offer['id']}/accept").status_code == 200
    problem(police.post("desk/hand-over", body), 409)
