"""The contract on guests: invited, joined, speaking, gone; what is new in an answer is there only where it is set."""

import pytest

from tests.environment.api import Desk, Visitor, problem
from tests.environment.live import Live
from tests.environment.servers import Arrive, Connect

pytestmark = pytest.mark.server


def me(officer: Desk) -> int:
    return int(officer.get("desk/me").json()["id"])


def invited(visitor: Visitor, by: Desk, to: Desk) -> str:
    answer = by.post(f"desk/conversations/{visitor.id}/invitations", {"officer": me(to), "summary": "Une mineure."})
    assert answer.status_code == 200, answer.text
    (invitation,) = answer.json()["invitations"]
    return str(invitation["id"])


def joined(visitor: Visitor, by: Desk, to: Desk) -> None:
    answer = to.post(f"desk/invitations/{invited(visitor, by, to)}/accept")
    assert answer.status_code == 200, answer.text


def opened(live: Connect, officer: Desk) -> Live:
    theirs = live()
    theirs.open_officer(officer.token)
    return theirs


def test_a_colleague_joins_and_both_write_to_her(
    arrive: Arrive, police: Desk, police_colleague: Desk, live: Connect
) -> None:
    visitor, hers = arrive("35000"), live()
    police.take(visitor.id)
    hers.open_visitor(visitor.id, visitor.secret)
    nadia, hugo = opened(live, police), opened(live, police_colleague)
    invitation = invited(visitor, police, police_colleague)
    told = hugo.expect_that(lambda frame: bool(frame.get("officer", {}).get("invitations")), "an invitation")
    assert told["officer"]["invitations"][0]["summary"] == "Une mineure."
    accepted = police_colleague.post(f"desk/invitations/{invitation}/accept")
    assert accepted.status_code == 200, accepted.text
    assert (accepted.json()["mine"], accepted.json()["guest"]) == (False, True)
    assert hugo.expect("opened", conversation=visitor.id)["file"]["guest"] is True
    event = hers.expect("message", event="joined", seq=2)
    assert event["data"]["beside"].endswith("Nadia")
    assert event["data"]["name"].endswith("Hugo")
    told = hers.expect_that(lambda frame: frame["type"] == "state" and "guests" in frame, "who is there")
    assert told["officer"]["name"].endswith("Nadia")
    hugo.send_and_wait(visitor.id, "Bonjour, c’est Hugo.")
    assert hers.expect("message", text="Bonjour, c’est Hugo.")["name"].endswith("Hugo")
    assert nadia.expect("message", text="Bonjour, c’est Hugo.")["seq"] == 3
    nadia.send_and_wait(visitor.id, "Nous sommes deux.")
    hugo.say({"type": "read", "conversation": visitor.id, "seq": 4})
    assert hers.expect("read", officer=4)
    hugo.say({"type": "typing", "conversation": visitor.id})
    assert hers.expect("typing")["name"].endswith("Hugo")
    assert nadia.expect("typing", **{"from": "officer"})["name"].endswith("Hugo")
    nadia.say({"type": "typing", "conversation": visitor.id})
    assert hugo.expect("typing", **{"from": "officer"})["name"].endswith("Nadia")
    back = live()
    files = back.open_officer(police_colleague.token)["conversations"]
    assert [one["id"] for one in files if one.get("guest")] == [visitor.id]


def test_a_guest_leaves_and_is_heard_no_more(
    arrive: Arrive, police: Desk, police_colleague: Desk, live: Connect
) -> None:
    visitor, hers = arrive("35000"), live()
    police.take(visitor.id)
    hers.open_visitor(visitor.id, visitor.secret)
    hugo = opened(live, police_colleague)
    joined(visitor, police, police_colleague)
    hugo.expect("opened", conversation=visitor.id)
    path = f"desk/conversations/{visitor.id}"
    problem(police_colleague.post(f"{path}/end"), 403)
    problem(police.post(f"{path}/guests/leave"), 403)
    left = police_colleague.post(f"{path}/guests/leave")
    assert (left.status_code, left.content) == (204, b"")
    assert hers.expect("message", event="parted")["data"]["name"].endswith("Hugo")
    hugo.expect("state", conversation=visitor.id, gone=True)
    hugo.send(visitor.id, "encore moi")
    assert hugo.expect("error", conversation=visitor.id)["code"] in ("forbidden", "not_found")
    problem(police_colleague.post(f"{path}/guests/leave"), 403)
    told = hers.expect_that(lambda frame: frame["type"] == "state" and "guests" not in frame, "who is there")
    assert told["officer"]["name"].endswith("Nadia")
    assert "guests" not in police.get(path).json()
    assert "guests" not in visitor.view()


def test_whoever_holds_it_thanks_a_guest(arrive: Arrive, police: Desk, police_colleague: Desk) -> None:
    visitor = arrive("35000")
    police.take(visitor.id)
    joined(visitor, police, police_colleague)
    path = f"desk/conversations/{visitor.id}"
    assert [one["id"] for one in police.get(path).json()["guests"]] == [me(police_colleague)]
    assert visitor.view()["guests"] == [{"name": "Gardien de la paix Hugo"}]
    problem(police_colleague.post(f"{path}/guests/{me(police_colleague)}/thank"), 403)
    problem(police.post(f"{path}/guests/999999/thank"), 409)
    thanked = police.post(f"{path}/guests/{me(police_colleague)}/thank")
    assert thanked.status_code == 200, thanked.text
    assert {"guests", "guest"}.isdisjoint(thanked.json())


def test_refused_withdrawn_and_wrongly_asked(
    arrive: Arrive, police: Desk, police_colleague: Desk, gendarmerie: Desk
) -> None:
    visitor = arrive("35000")
    police.take(visitor.id)
    path = f"desk/conversations/{visitor.id}/invitations"
    invitation = invited(visitor, police, police_colleague)
    problem(police.post(path, {"officer": me(police_colleague)}), 409)
    problem(gendarmerie.post(f"desk/invitations/{invitation}/accept"), 404)
    problem(police_colleague.post("desk/invitations/pas-un-id/accept"), 404)
    refused = police_colleague.post(f"desk/invitations/{invitation}/refuse")
    assert (refused.status_code, refused.json()) == (200, {"invitations": []})
    problem(police_colleague.post(f"desk/invitations/{invitation}/accept"), 409)
    problem(police.post(path, {"officer": 999_999}), 422)
    problem(police.post(path, {}), 422)
    problem(gendarmerie.post(path, {"officer": me(police)}), 404)
    assert police.delete(f"desk/invitations/{invited(visitor, police, police_colleague)}").status_code == 204
    assert "invitations" not in police_colleague.get("desk/me").json()
