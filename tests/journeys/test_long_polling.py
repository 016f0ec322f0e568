"""Networks that refuse WebSocket get the same guarantees by long polling."""

import threading
import time

import pytest

from permanence.api.v1.polling import LONGEST_WAIT_S
from tests.environment.api import Desk, problem
from tests.environment.server import Server
from tests.environment.servers import Arrive

pytestmark = [pytest.mark.once, pytest.mark.server]


def test_a_waiting_poll_returns_as_soon_as_something_is_said(arrive: Arrive, police: Desk) -> None:
    visitor = arrive("35000")
    police.take(visitor.id)
    last = visitor.view()["last"]
    later = threading.Timer(1, police.say, [visitor.id, "Je vous lis."])
    later.start()
    began = time.monotonic()
    answer = visitor.get(f"{visitor.path}/messages", after=last, wait=LONGEST_WAIT_S).json()
    assert time.monotonic() - began < LONGEST_WAIT_S, "before its time was over"
    later.join()
    assert [one["text"] for one in answer["messages"]] == ["Je vous lis."]
    assert (answer["last"], answer["state"]) == (last + 1, "active")


def test_a_waiting_poll_returns_when_the_state_changes(arrive: Arrive, police: Desk) -> None:
    visitor = arrive("35000")
    last = visitor.view()["last"]
    later = threading.Timer(1, police.take, [visitor.id])
    later.start()
    began = time.monotonic()
    answer = visitor.get(f"{visitor.path}/messages", after=last, wait=LONGEST_WAIT_S).json()
    assert time.monotonic() - began < LONGEST_WAIT_S, "before its time was over"
    later.join()
    assert answer["state"] == "active"


def test_a_poll_without_news_returns_empty_when_its_time_is_over(arrive: Arrive) -> None:
    visitor = arrive("35000")
    began = time.monotonic()
    answer = visitor.get(f"{visitor.path}/messages", after=0, wait=1)
    assert time.monotonic() - began > 0.9
    assert answer.json() == {"messages": [], "last": 0, "state": "waiting"}


@pytest.mark.parametrize("query", [{"after": -1}, {"after": "x"}, {"limit": 0}, {"limit": "x"}, {"wait": "x"}])
def test_a_poll_that_makes_no_sense_is_refused(arrive: Arrive, query: dict[str, object]) -> None:
    visitor = arrive("35000")
    document = problem(visitor.get(f"{visitor.path}/messages", **query), 422)
    assert set(query) & set(document["errors"])


def test_pages_follow_each_other_without_hole_or_repeat(arrive: Arrive) -> None:
    visitor = arrive("35000")
    for number in range(25):
        visitor.say(f"Message {number}")
    seen: list[int] = []
    while page := visitor.thread(after=seen[-1] if seen else 0, limit=7):
        assert len(page) <= 7
        seen += [one["seq"] for one in page]
    assert seen == list(range(1, 26))


def test_polling_goes_on_after_a_crash(server: Server, arrive: Arrive, police: Desk) -> None:
    visitor = arrive("35000")
    police.take(visitor.id)
    for number in range(20):
        visitor.say(f"Question {number}")
        police.say(visitor.id, f"Réponse {number}")
        if number == 10:
            server.restart(brutally=True)
    thread = visitor.thread()
    assert [one["seq"] for one in thread] == list(range(1, len(thread) + 1))
    assert [one["text"] for one in thread if one["from"] == "officer"] == [f"Réponse {n}" for n in range(20)]
