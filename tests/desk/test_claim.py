"""Taking a conversation: who may, who wins, and what everybody hears."""

from uuid import uuid4

import pytest

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.desk import actions
from permanence.desk.actions import AtCapacity
from permanence.desk.models import Intake
from permanence.lib.errors import NotFound
from permanence.live import journal
from permanence.live.actions import AlreadyTaken
from permanence.live.models import Seat
from tests.desk.conftest import Arrive


def test_the_officer_joins_under_rank_and_first_name(arrive: Arrive, officer: Officer) -> None:
    conversation = arrive()
    intake = actions.claim(by=officer, conversation=conversation.pk)
    (said,) = journal.read(conversation)
    assert (intake.conversation.state, intake.officer) == ("active", officer)
    assert (said.event, said.data) == ("joined", {"name": "Brigadière-cheffe Nadia"})
    assert Entry.objects.filter(act="claim conversation", actor=officer.actor, outcome="done").exists()


def test_whoever_comes_second_is_told_and_it_is_written_down(
    arrive: Arrive, officer: Officer, colleague: Officer
) -> None:
    conversation = arrive()
    actions.claim(by=officer, conversation=conversation.pk)
    with pytest.raises(AlreadyTaken):
        actions.claim(by=colleague, conversation=conversation.pk)
    assert Seat.objects.get(left_at=None).officer == officer
    assert Entry.objects.filter(act="claim conversation", actor=colleague.actor, outcome="refused").exists()


def test_claiming_ones_own_again_changes_nothing(arrive: Arrive, officer: Officer) -> None:
    conversation = arrive()
    actions.claim(by=officer, conversation=conversation.pk)
    actions.claim(by=officer, conversation=conversation.pk)
    assert len(journal.read(conversation)) == 1


def test_the_other_force_may_not_even_see_it(arrive: Arrive, gendarme: Officer) -> None:
    conversation = arrive("35000")
    with pytest.raises(NotFound):
        actions.claim(by=gendarme, conversation=conversation.pk)
    assert Entry.objects.filter(act="claim conversation", actor=gendarme.actor, outcome="refused").exists()


def test_the_first_claim_settles_the_force(arrive: Arrive, gendarme: Officer) -> None:
    conversation = arrive(None)
    assert actions.claim(by=gendarme, conversation=conversation.pk).force == "GN"


def test_an_unknown_conversation_is_not_found(officer: Officer) -> None:
    with pytest.raises(NotFound):
        actions.claim(by=officer, conversation=uuid4())


def test_the_next_is_the_most_urgent(arrive: Arrive, officer: Officer) -> None:
    arrive()
    urgent = arrive(in_danger=True)
    taken = actions.claim_next(by=officer)
    assert taken is not None
    assert taken.pk == urgent.pk


def test_nobody_waiting_gives_nobody(officer: Officer) -> None:
    assert actions.claim_next(by=officer) is None


def test_at_capacity_the_next_stays_in_the_queue_but_a_chosen_one_can_be_taken(
    arrive: Arrive, officer: Officer
) -> None:
    officer.capacity = 1
    officer.save()
    actions.claim(by=officer, conversation=arrive().pk)
    waiting = arrive()
    with pytest.raises(AtCapacity):
        actions.claim_next(by=officer)
    assert actions.claim(by=officer, conversation=waiting.pk).officer == officer


def test_whoever_claims_is_available(arrive: Arrive, officer: Officer) -> None:
    actions.claim(by=officer, conversation=arrive().pk)
    officer.refresh_from_db()
    assert officer.presence == "available"


@pytest.mark.parametrize("role", ["unit", "analyst", "administrator", "stranger"])
def test_nobody_else_takes_conversations(arrive: Arrive, request: pytest.FixtureRequest, role: str) -> None:
    conversation = arrive()
    with pytest.raises(NotFound):
        actions.claim(by=request.getfixturevalue(role), conversation=conversation.pk)
    assert Intake.objects.get(pk=conversation.pk).officer is None
