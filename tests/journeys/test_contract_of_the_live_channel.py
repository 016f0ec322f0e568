"""The frames of the live channel, to the letter: answers, refusals, and what reaches whom."""

from uuid import uuid4

import pytest

from tests.environment.api import Desk
from tests.environment.servers import Arrive, Connect

pytestmark = pytest.mark.server
NO_FRAMES = ["{", "[]", '"open"', "null", '{"type":"dance"}', "{}", '{"type":3}', "\x00", "[" * 9999]


def test_a_visitor_is_told_where_the_conversation_stands(arrive: Arrive, live: Connect) -> None:
    visitor = arrive("35000")
    opened = live().open_visitor(visitor.id, visitor.secret)
    assert set(opened) >= {"type", "conversation", "state", "last", "read", "force", "queue", "officer"}
    assert (opened["state"], opened["last"], opened["force"]) == ("waiting", 0, "PN")
    assert set(opened["queue"]) >= {"position", "estimated_wait_s"}


def test_an_officer_is_told_who_they_are_who_waits_and_what_they_hold(
    arrive: Arrive, police: Desk, live: Connect
) -> None:
    waiting, mine = arrive("35000"), arrive("35000")
    police.take(mine.id)
    theirs = live()
    opened = theirs.open_officer(police.token)
    assert (opened["state"], opened["last"]) == ("available", 0)
    assert theirs.expect("opened", conversation=mine.id)["file"]["mine"] is True
    assert theirs.silent_for(1, "message"), "without `after` nothing is replayed"
    queue = [frame for frame in theirs.frames if frame["type"] == "queue"][-1]
    assert waiting.id in [row["conversation"] for row in queue["waiting"]]


@pytest.mark.parametrize("secret", ["wrong", "", "é" * 2000])
def test_a_wrong_secret_and_an_unknown_conversation_close_alike(arrive: Arrive, live: Connect, secret: str) -> None:
    for conversation in (arrive("35000").id, str(uuid4())):
        connection = live()
        connection.say({"type": "open", "conversation": conversation, "secret": secret, "after": 0})
        assert connection.expect("error")["code"] == "unauthorised"
        assert connection.closed_with() == 4401


def test_a_wrong_token_closes(live: Connect) -> None:
    connection = live()
    connection.say({"type": "open", "token": "wrong"})
    assert connection.expect("error")["code"] == "unauthorised"
    assert connection.closed_with() == 4401


@pytest.mark.parametrize(
    "text",
    ["{", "[]", '"open"', "null", '{"type":"dance"}', "{}", '{"type":3}', "\x00", "[" * 9999, '{"a":' + "[" * 9999],
)
def test_what_cannot_be_understood_is_malformed_and_the_connection_stays(live: Connect, text: str) -> None:
    connection = live()
    connection.socket.send(text)
    assert connection.expect("error")["code"] == "malformed"
    connection.say({"type": "ping"})
    connection.expect("pong")


def test_a_binary_frame_is_malformed(live: Connect) -> None:
    connection = live()
    connection.socket.send(b'{"type":"ping"}')
    assert connection.expect("error")["code"] == "malformed"
    connection.say({"type": "ping"})
    connection.expect("pong")


@pytest.mark.parametrize(
    ("text", "code"), [("", "empty"), (" \n ", "empty"), ("a" * 4001, "too_long"), ("nul \x00", "malformed")]
)
def test_a_text_that_cannot_be_taken_is_refused_with_its_id(
    arrive: Arrive, live: Connect, text: str, code: str
) -> None:
    visitor, connection = arrive("35000"), live()
    connection.open_visitor(visitor.id, visitor.secret)
    identifier = connection.send(visitor.id, text)
    refused = connection.expect("error", id=identifier)
    assert refused["code"] == code
    assert refused["detail"]
    assert connection.send_and_wait(visitor.id, "Bonjour")["seq"] == 1


def test_sending_before_opening_is_refused(arrive: Arrive, live: Connect) -> None:
    visitor, connection = arrive("35000"), live()
    identifier = connection.send(visitor.id, "Bonjour")
    assert connection.expect("error", id=identifier)["code"] in ("forbidden", "not_found", "unauthorised")
    assert visitor.thread() == []


def test_an_ack_goes_to_the_sender_and_a_message_to_everybody_else(arrive: Arrive, police: Desk, live: Connect) -> None:
    visitor = arrive("35000")
    police.take(visitor.id)
    hers, her_other_tab, theirs = live(), live(), live()
    hers.open_visitor(visitor.id, visitor.secret)
    her_other_tab.open_visitor(visitor.id, visitor.secret)
    theirs.open_officer(police.token)
    ack = hers.send_and_wait(visitor.id, "Bonjour")
    assert set(ack) == {"type", "conversation", "id", "seq", "at"}
    for listener in (her_other_tab, theirs):
        message = listener.expect("message", id=ack["id"])
        assert (message["seq"], message["from"], message["text"]) == (ack["seq"], "visitor", "Bonjour")
    assert hers.silent_for(0.5, "message")


def test_an_officer_bears_rank_and_first_name(arrive: Arrive, police: Desk, live: Connect) -> None:
    visitor, hers = arrive("35000"), live()
    hers.open_visitor(visitor.id, visitor.secret)
    police.take(visitor.id)
    assert hers.expect("message", event="joined")["data"] == {"name": "Brigadière-cheffe Nadia"}
    assert hers.expect("state", state="active")["officer"] == {"name": "Brigadière-cheffe Nadia"}
    police.say(visitor.id, "Bonjour")
    assert hers.expect("message", text="Bonjour")["name"] == "Brigadière-cheffe Nadia"


def test_the_same_id_gives_the_same_number(arrive: Arrive, live: Connect) -> None:
    visitor, connection = arrive("35000"), live()
    connection.open_visitor(visitor.id, visitor.secret)
    first = connection.send_and_wait(visitor.id, "Une fois")
    again = connection.send_and_wait(visitor.id, "Une fois", first["id"])
    assert again["seq"] == first["seq"]
    assert len(visitor.thread()) == 1


def test_typing_and_read_marks_reach_the_other_side(arrive: Arrive, police: Desk, live: Connect) -> None:
    visitor = arrive("35000")
    police.take(visitor.id)
    hers, theirs = live(), live()
    hers.open_visitor(visitor.id, visitor.secret)
    theirs.open_officer(police.token)
    theirs.expect("opened", conversation=visitor.id)
    hers.say({"type": "typing", "conversation": visitor.id})
    assert theirs.expect("typing", conversation=visitor.id)["from"] == "visitor"
    theirs.say({"type": "typing", "conversation": visitor.id})
    assert hers.expect("typing", conversation=visitor.id)["from"] == "officer"
    seq = hers.send_and_wait(visitor.id, "Lisez-moi.")["seq"]
    theirs.expect("message", seq=seq)
    theirs.say({"type": "read", "conversation": visitor.id, "seq": seq})
    assert hers.expect("read", conversation=visitor.id, officer=seq)["visitor"] <= seq


def test_danger_reaches_both_sides(arrive: Arrive, police: Desk, live: Connect) -> None:
    visitor = arrive("35000")
    police.take(visitor.id)
    hers, theirs = live(), live()
    hers.open_visitor(visitor.id, visitor.secret)
    theirs.open_officer(police.token)
    theirs.expect("opened", conversation=visitor.id)
    hers.say({"type": "danger", "conversation": visitor.id})
    theirs.expect("message", event="danger")
    assert theirs.expect("state", conversation=visitor.id)["file"]["level"] == "immediate"


def test_a_new_visitor_appears_in_the_queue_by_itself(arrive: Arrive, police: Desk, live: Connect) -> None:
    theirs = live()
    theirs.open_officer(police.token)
    theirs.expect("queue")
    visitor = arrive("35000")
    theirs.expect_that(
        lambda frame: (
            frame["type"] == "queue" and visitor.id in [row["conversation"] for row in frame.get("waiting", [])]
        ),
        "queue with the new visitor",
    )


def test_a_waiting_visitor_hears_that_the_queue_moved(arrive: Arrive, police: Desk, live: Connect) -> None:
    before, after = arrive("35000"), arrive("35000")
    hers = live()
    position = hers.open_visitor(after.id, after.secret)["queue"]["position"]
    police.take(before.id)
    assert hers.expect("queue", conversation=after.id)["position"] == position - 1


def test_an_officer_may_not_follow_what_they_may_not_see(arrive: Arrive, gendarmerie: Desk, live: Connect) -> None:
    visitor, theirs = arrive("35000"), live()
    theirs.open_officer(gendarmerie.token)
    theirs.say({"type": "follow", "conversation": visitor.id, "after": 0})
    assert theirs.expect("error")["code"] == "not_found"
    theirs.say({"type": "ping"})
    theirs.expect("pong")


def test_what_an_officer_says_of_themselves_reaches_their_other_machines(police: Desk, live: Connect) -> None:
    elsewhere = live()
    elsewhere.open_officer(police.token)
    police.put("desk/presence", {"state": "break", "capacity": 6})
    try:
        told = elsewhere.expect_that(lambda one: one.get("officer", {}).get("presence") == "break", "my situation")
        assert (told["type"], told["officer"]["capacity"]) == ("state", 6)
        assert {"load", "transfers", "offers", "away"} <= set(told["officer"])
    finally:
        police.put("desk/presence", {"state": "available", "capacity": 20})


def test_a_visitor_who_writes_over_http_is_here_for_the_officer(arrive: Arrive, police: Desk, live: Connect) -> None:
    visitor = arrive("35000")
    police.take(visitor.id)
    theirs = live()
    theirs.open_officer(police.token)
    assert theirs.expect("opened", conversation=visitor.id)["file"]["presence"] == "here"
    visitor.post(f"{visitor.path}/leave", {"how": "closed"})
    theirs.expect("state", conversation=visitor.id, presence="closed")
    visitor.say("Me revoilà.")
    theirs.expect("presence", conversation=visitor.id, visitor="here")


def test_an_officer_who_writes_in_the_instant_of_the_claim_is_heard(
    arrive: Arrive, police: Desk, live: Connect
) -> None:
    theirs = live()
    theirs.open_officer(police.token)
    for _ in range(15):
        visitor = arrive("35000")
        police.take(visitor.id)
        theirs.say({"type": "typing", "conversation": visitor.id})
        theirs.send_and_wait(visitor.id, "Je suis là.")
        assert [one["text"] for one in visitor.thread() if one["from"] == "officer"] == ["Je suis là."]
        police.post(f"desk/conversations/{visitor.id}/end", {"reason": "Essai."})
    assert [frame for frame in theirs.frames if frame["type"] == "error"] == []


def test_an_officer_who_holds_nothing_sees_the_queue_at_once(police_colleague: Desk, live: Connect) -> None:
    for _ in range(3):
        theirs = live()
        theirs.open_officer(police_colleague.token)
        theirs.expect("queue")
