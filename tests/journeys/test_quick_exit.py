"""She leaves at once: the conversation stays open and the officer sees how she left."""

import pytest

from tests.environment.api import Api, Desk, problem
from tests.environment.servers import Arrive, Connect

pytestmark = pytest.mark.server


def test_the_officer_sees_a_quick_exit_and_not_a_lost_connection(arrive: Arrive, police: Desk, live: Connect) -> None:
    visitor = arrive("35000")
    police.take(visitor.id)
    theirs, hers = live(), live()
    theirs.open_officer(police.token)
    hers.open_visitor(visitor.id, visitor.secret)
    theirs.expect("presence", conversation=visitor.id, visitor="here")

    left = visitor.post(f"{visitor.path}/leave", {"how": "quick_exit"})
    hers.close()

    assert (left.status_code, left.text) == (204, "")
    gone = theirs.expect("presence", conversation=visitor.id, visitor="quick_exit")
    assert gone["since"]
    file = police.get(f"desk/conversations/{visitor.id}").json()
    assert (file["state"], file["presence"]) == ("active", "quick_exit")


def test_the_conversation_stays_open_and_the_officer_can_go_on_writing(arrive: Arrive, police: Desk) -> None:
    visitor = arrive("35000")
    police.take(visitor.id)
    visitor.post(f"{visitor.path}/leave", {"how": "quick_exit"})
    police.say(visitor.id, "Je reste là.")
    assert visitor.view()["state"] == "active"
    assert visitor.thread()[-1]["text"] == "Je reste là."


def test_a_lost_connection_is_told_apart(arrive: Arrive, police: Desk, live: Connect) -> None:
    visitor = arrive("35000")
    police.take(visitor.id)
    theirs, hers = live(), live()
    theirs.open_officer(police.token)
    hers.open_visitor(visitor.id, visitor.secret)
    hers.close()
    theirs.expect("presence", conversation=visitor.id, visitor="dropped")


def test_a_beacon_carries_the_secret_in_its_body(arrive: Arrive, api: Api) -> None:

    visitor = arrive("35000")
    path = f"{visitor.path}/leave"
    assert api.post(path, {"how": "quick_exit", "secret": visitor.secret}).status_code == 204
    problem(api.post(path, {"how": "quick_exit", "secret": "wrong"}), 401)
    problem(api.post(path, {"how": "quick_exit"}), 401)


def test_a_way_of_leaving_that_does_not_exist_is_refused(arrive: Arrive) -> None:
    visitor = arrive("35000")
    problem(visitor.post(f"{visitor.path}/leave", {"how": "vanished"}), 422)


def test_coming_back_is_seen(arrive: Arrive, police: Desk, live: Connect) -> None:
    visitor = arrive("35000")
    police.take(visitor.id)
    visitor.post(f"{visitor.path}/leave", {"how": "quick_exit"})
    theirs = live()
    theirs.open_officer(police.token)
    assert theirs.expect("opened", conversation=visitor.id)["presence"] == "quick_exit"
    live().open_visitor(visitor.id, visitor.secret)
    theirs.expect("presence", conversation=visitor.id, visitor="here")
