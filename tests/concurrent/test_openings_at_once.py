"""A visitor taps twice, or a network retries: one conversation, whatever arrives at the same instant."""

from functools import partial
from uuid import uuid4

import pytest

from permanence.desk import opening
from permanence.desk.arrival import Arrival
from permanence.live import access, journal
from permanence.live.models import Conversation, State
from tests.concurrent.crowd import at_once, refusals

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 12


@pytest.mark.parametrize("attempt", range(5))
def test_the_same_key_posted_by_many_at_once_is_one_conversation(attempt: int) -> None:
    key, words = uuid4(), (uuid4(), f"Au secours {attempt}")
    results = at_once([partial(opening.open_conversation, Arrival(), key=key, message=words)] * MANY)
    assert not refusals(results, AssertionError)
    opened = [result for result in results if isinstance(result, opening.Opened)]
    assert len({one.conversation.pk for one in opened}) == 1
    assert [one.created for one in opened].count(True) == 1
    assert Conversation.objects.count() == 1
    assert [said.text for said in journal.read(opened[0].conversation)] == [words[1]]


def test_one_of_the_secrets_given_at_once_works() -> None:
    key = uuid4()
    results = at_once([partial(opening.open_conversation, Arrival(), key=key)] * MANY)
    opened = [result for result in results if isinstance(result, opening.Opened)]
    working = [one for one in opened if _opens(one)]
    assert len(working) == 1


def test_coming_back_twice_at_once_leaves_one_working_secret_and_one_reopening() -> None:
    begun = opening.open_conversation(Arrival())
    opening.end(begun.conversation)
    results = at_once([partial(opening.resume, begun.return_code, client="")] * 4)
    assert not refusals(results, AssertionError)
    begun.conversation.refresh_from_db()
    assert begun.conversation.state == State.WAITING
    events = [said.event for said in journal.read(begun.conversation)]
    assert events == ["ended", "resumed"]


def test_ending_many_times_at_once_is_ending_once() -> None:
    begun = opening.open_conversation(Arrival())
    assert not refusals(at_once([partial(opening.end, begun.conversation)] * MANY), AssertionError)
    assert [said.event for said in journal.read(begun.conversation)] == ["ended"]


def test_saying_that_one_is_in_danger_many_times_at_once_is_said_once() -> None:
    begun = opening.open_conversation(Arrival())
    assert not refusals(at_once([partial(opening.raise_danger, begun.conversation)] * MANY), AssertionError)
    assert [said.event for said in journal.read(begun.conversation)] == ["danger"]


def _opens(opened: opening.Opened) -> bool:
    try:
        access.visitor(opened.conversation.pk, opened.secret)
    except access.Unauthorised:
        return False
    return True
