"""Many write in one conversation at once: no hole, no repeat, no message twice."""

from functools import partial
from uuid import UUID, uuid4

import pytest

from permanence.accounts.models import Officer
from permanence.live import actions, journal
from permanence.live.journal import Draft
from permanence.live.models import Conversation, Seat, Sender, State
from tests.concurrent.crowd import at_once, refusals

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 12


@pytest.fixture
def conversation(officer: Officer) -> Conversation:
    """One conversation under way, held by `officer`."""
    begun = actions.begin().conversation
    begun.state = State.ACTIVE
    begun.save(update_fields=["state"])
    Seat.objects.create(conversation=begun, officer=officer, taken_at=begun.created_at)
    return begun


def _say(conversation: UUID, sender: Sender, officer: int | None, count: int) -> list[int]:
    drafts = [Draft(conversation, sender, f"{sender} {number}", officer=officer) for number in range(count)]
    return [journal.append(draft).said.seq for draft in drafts]


def test_two_sides_that_write_at_once_leave_no_hole_and_no_repeat(conversation: Conversation, officer: Officer) -> None:
    sides = [(Sender.VISITOR, None), (Sender.OFFICER, officer.pk)] * 3
    said = at_once([partial(_say, conversation.pk, sender, officer, 10) for sender, officer in sides])
    assert not refusals(said, AssertionError)
    numbers = [one.seq for one in journal.read(conversation)]
    assert numbers == list(range(1, 61))
    assert sorted(seq for seqs in said if isinstance(seqs, list) for seq in seqs) == numbers
    conversation.refresh_from_db()
    assert conversation.last_seq == 60


def test_each_writer_keeps_their_own_order(conversation: Conversation, officer: Officer) -> None:
    at_once(
        [
            partial(_say, conversation.pk, Sender.VISITOR, None, 15),
            partial(_say, conversation.pk, Sender.OFFICER, officer.pk, 15),
        ]
    )
    for sender in (Sender.VISITOR, Sender.OFFICER):
        said = [one.text for one in journal.read(conversation) if one.sender == sender]
        assert said == [f"{sender} {number}" for number in range(15)]


def test_the_same_id_sent_by_many_at_once_is_one_message(conversation: Conversation) -> None:
    draft = Draft(conversation.pk, Sender.VISITOR, "Une seule fois", id=uuid4())
    written = at_once([partial(journal.append, draft)] * MANY)
    assert not refusals(written, AssertionError)
    results = [one for one in written if isinstance(one, journal.Written)]
    assert {one.said.seq for one in results} == {1}
    assert [one.fresh for one in results].count(True) == 1
    assert len(journal.read(conversation)) == 1


def test_batches_over_the_same_conversations_in_any_order_never_wait_for_each_other() -> None:
    rooms = [actions.begin().conversation.pk for _ in range(6)]

    def batch(order: list[UUID]) -> list[object]:
        return list(journal.write([Draft(room, Sender.VISITOR, "Bonjour") for room in order]))

    orders = [rooms, rooms[::-1], rooms[3:] + rooms[:3], rooms[::2] + rooms[1::2]]
    assert not refusals(at_once([partial(batch, order) for order in orders * 3]), AssertionError)
    for room in Conversation.objects.filter(pk__in=rooms):
        assert [one.seq for one in journal.read(room)] == list(range(1, MANY + 1))
