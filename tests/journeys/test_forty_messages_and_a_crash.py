"""A visitor from Rennes and a police officer say twenty messages each; the server is killed in between."""

from uuid import uuid4

import pytest

from tests.environment.api import Desk, Visitor
from tests.environment.live import Live
from tests.environment.server import Server
from tests.environment.servers import Arrive, Connect

pytestmark = pytest.mark.server
SAYS = [f"Message {number} : « j'ai peur », 10 %, \U0001f90d, Ω" for number in range(1, 21)]
ANSWERS = [f"Réponse {number} : je suis là." for number in range(1, 21)]


def _talk(visitor: Live, officer: Live, conversation: str, numbers: range) -> None:
    for number in numbers:
        visitor.send_and_wait(conversation, SAYS[number])
        officer.expect("message", conversation=conversation, text=SAYS[number])
        officer.send_and_wait(conversation, ANSWERS[number])
        visitor.expect("message", conversation=conversation, text=ANSWERS[number])


def _said(thread: list[dict[str, object]], sender: str) -> list[object]:
    return [message["text"] for message in thread if message["from"] == sender]


def _whole_and_in_order(visitor: Visitor, police: Desk) -> None:
    thread = visitor.thread()
    assert [message["seq"] for message in thread] == list(range(1, len(thread) + 1))
    assert _said(thread, "visitor") == SAYS
    assert _said(thread, "officer") == ANSWERS
    assert [(one["seq"], one["text"]) for one in police.thread(visitor.id)] == [
        (one["seq"], one["text"]) for one in thread
    ]


def test_nothing_is_lost_doubled_or_out_of_order_when_the_server_is_killed_in_between(
    server: Server, arrive: Arrive, police: Desk, live: Connect
) -> None:
    visitor = arrive("35000")
    assert visitor.opened["force"] == "PN"
    police.take(visitor.id)
    hers, theirs = live(), live()
    hers.open_visitor(visitor.id, visitor.secret)
    theirs.open_officer(police.token)
    _talk(hers, theirs, visitor.id, range(10))
    seen = visitor.view()["last"]

    server.restart(brutally=True)

    hers, theirs = live(), live()
    opened = hers.open_visitor(visitor.id, visitor.secret, after=seen)
    assert (opened["state"], opened["last"]) == ("active", seen)
    theirs.open_officer(police.token, after={visitor.id: seen})
    theirs.expect("opened", conversation=visitor.id)
    assert not hers.messages(visitor.id), "what was seen before is not said again"
    _talk(hers, theirs, visitor.id, range(10, 20))
    _whole_and_in_order(visitor, police)


def test_what_was_missed_is_replayed_once_and_in_order(
    server: Server, arrive: Arrive, police: Desk, live: Connect
) -> None:
    visitor = arrive("35000")
    police.take(visitor.id)
    hers = live()
    hers.open_visitor(visitor.id, visitor.secret)
    hers.send_and_wait(visitor.id, "Je vous écris.")
    seen = visitor.view()["last"]
    hers.close()
    for text in ANSWERS:
        police.say(visitor.id, text)

    server.restart(brutally=True)

    again = live()
    assert again.open_visitor(visitor.id, visitor.secret, after=seen)["last"] == seen + len(ANSWERS)
    again.expect("message", text=ANSWERS[-1])
    assert [frame["text"] for frame in again.messages(visitor.id)] == ANSWERS
    assert [frame["seq"] for frame in again.messages(visitor.id)] == list(range(seen + 1, seen + 21))


def test_what_was_acknowledged_survives_and_what_was_not_can_be_sent_again(
    server: Server, arrive: Arrive, live: Connect
) -> None:
    visitor = arrive("35000")
    hers = live()
    hers.open_visitor(visitor.id, visitor.secret)
    sent = {str(uuid4()): text for text in SAYS}
    for identifier, text in sent.items():
        hers.send(visitor.id, text, identifier)
    acknowledged = {hers.expect("ack")["id"] for _ in range(5)}

    server.restart(brutally=True)

    kept = {message["id"] for message in visitor.thread()}
    assert acknowledged <= kept, "an acknowledged message did not survive"
    again = live()
    again.open_visitor(visitor.id, visitor.secret)
    for identifier, text in sent.items():
        again.send_and_wait(visitor.id, text, identifier)
    thread = [message for message in visitor.thread() if message["from"] == "visitor"]
    assert sorted(message["text"] for message in thread) == sorted(SAYS)
    assert {message["id"] for message in thread} == set(sent)


def test_a_stop_by_the_operator_says_when_to_come_back(server: Server, arrive: Arrive, live: Connect) -> None:
    visitor = arrive("35000")
    hers = live()
    hers.open_visitor(visitor.id, visitor.secret)
    server.stop()
    assert hers.expect("reconnect")["after_ms"] > 0
    assert hers.closed_with() in (1001, 1012)
    server.start()
    assert live().open_visitor(visitor.id, visitor.secret)["state"] == "waiting"
