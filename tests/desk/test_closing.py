"""A silent conversation: closing is proposed, a word keeps it open, a grave one never closes by itself."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.desk import actions, closing, handover, queries
from permanence.desk.actions import NotUnderWay
from permanence.desk.closing import NotProposed
from permanence.desk.models import Intake
from permanence.lib.errors import Conflict, Forbidden, Invalid, NotFound
from permanence.live import journal
from permanence.live.journal import Draft
from permanence.live.models import Conversation, Sender, State
from tests.desk.conftest import Arrive

HALF_AN_HOUR = timedelta(minutes=30)


@pytest.fixture
def mine(arrive: Arrive, officer: Officer, clock: time_machine.Traveller) -> Conversation:
    conversation = arrive()
    actions.claim(by=officer, conversation=conversation.pk)
    return conversation


def write(conversation: Conversation, sender: Sender = Sender.VISITOR, **who: int) -> None:
    journal.append(Draft(conversation.pk, sender, "je suis là", id=uuid4(), **who))  # type: ignore[arg-type]


def state_of(conversation: Conversation) -> str:
    return Conversation.objects.get(pk=conversation.pk).state


def is_proposed(conversation: Conversation) -> bool:
    return Intake.objects.get(pk=conversation.pk).closes_at is not None


def test_the_visitor_is_told_how_long_they_have_and_the_officer_sees_it(
    mine: Conversation, officer: Officer, clock: time_machine.Traveller
) -> None:
    intake = closing.propose(by=officer, conversation=mine.pk, minutes=30)
    said = journal.read(mine)[-1]
    assert (said.event, "pourra être fermée dans 30 minutes" in said.text) == ("closing", True)
    assert "17 ou 112" in said.text
    assert queries.file(officer, intake)["closing"] == {"at": "2026-03-10T03:00:00.000Z", "by_itself": False}
    assert Entry.objects.filter(act="propose closing", actor=officer.actor).exists()


def test_left_to_the_officer_it_stays_open_however_long(
    mine: Conversation, officer: Officer, clock: time_machine.Traveller
) -> None:
    closing.propose(by=officer, conversation=mine.pk, minutes=15)
    clock.shift(timedelta(hours=5))
    assert closing.sweep() == 0
    assert (state_of(mine), is_proposed(mine)) == (State.ACTIVE, True)
    actions.end(by=officer, conversation=mine.pk)
    closing.sweep()
    assert not is_proposed(mine)


def test_asked_for_it_closes_by_itself_when_its_time_comes_and_not_before(
    mine: Conversation, officer: Officer, clock: time_machine.Traveller
) -> None:
    closing.propose(by=officer, conversation=mine.pk, minutes=30, by_itself=True)
    assert "sera fermée" in journal.read(mine)[-1].text
    clock.shift(HALF_AN_HOUR - timedelta(seconds=1))
    assert closing.sweep() == 0
    clock.shift(timedelta(seconds=1))
    assert (closing.sweep(), closing.sweep()) == (1, 0)
    assert (state_of(mine), journal.read(mine)[-1].event) == (State.ENDED, "ended")
    assert Entry.objects.filter(act="close conversation in silence", actor="system").exists()


def test_a_word_of_the_visitor_keeps_it_open_even_in_the_last_second(
    mine: Conversation, officer: Officer, clock: time_machine.Traveller
) -> None:
    closing.propose(by=officer, conversation=mine.pk, minutes=30, by_itself=True)
    clock.shift(HALF_AN_HOUR)
    write(mine)
    assert closing.sweep() == 0
    assert (state_of(mine), is_proposed(mine)) == (State.ACTIVE, False)


def test_a_word_of_the_officer_does_not(mine: Conversation, officer: Officer, clock: time_machine.Traveller) -> None:
    closing.propose(by=officer, conversation=mine.pk, minutes=30, by_itself=True)
    write(mine, Sender.OFFICER, officer=officer.pk)
    clock.shift(HALF_AN_HOUR)
    assert closing.sweep() == 1


@pytest.mark.parametrize("level", ["high", "immediate"])
def test_a_grave_one_is_refused_to_close_by_itself(mine: Conversation, officer: Officer, level: str) -> None:
    actions.correct_level(by=officer, conversation=mine.pk, level=level, reason="menaces")
    with pytest.raises(Invalid, match="ne peut pas être proposée ainsi") as refusal:
        closing.propose(by=officer, conversation=mine.pk, minutes=30, by_itself=True)
    assert "jamais toute seule" in refusal.value.errors["by_itself"]
    closing.propose(by=officer, conversation=mine.pk, minutes=30)


def test_one_that_has_become_grave_does_not_close_by_itself(
    mine: Conversation, officer: Officer, clock: time_machine.Traveller
) -> None:
    closing.propose(by=officer, conversation=mine.pk, minutes=15, by_itself=True)
    actions.correct_level(by=officer, conversation=mine.pk, level="high", reason="menaces")
    clock.shift(timedelta(hours=2))
    assert closing.sweep() == 0
    assert state_of(mine) == State.ACTIVE


def test_taken_back_it_stays_open_and_the_visitor_knows(
    mine: Conversation, officer: Officer, clock: time_machine.Traveller
) -> None:
    closing.propose(by=officer, conversation=mine.pk, minutes=15, by_itself=True)
    closing.withdraw(by=officer, conversation=mine.pk)
    assert journal.read(mine)[-1].event == "kept"
    clock.shift(HALF_AN_HOUR)
    assert (closing.sweep(), state_of(mine)) == (0, State.ACTIVE)
    with pytest.raises(NotProposed):
        closing.withdraw(by=officer, conversation=mine.pk)


def test_back_in_the_queue_nothing_is_proposed_any_more(
    mine: Conversation, officer: Officer, clock: time_machine.Traveller
) -> None:
    closing.propose(by=officer, conversation=mine.pk, minutes=15, by_itself=True)
    Officer.objects.filter(pk=officer.pk).update(is_active=False)
    handover.give_back()
    clock.shift(HALF_AN_HOUR)
    assert closing.sweep() == 0
    assert (state_of(mine), is_proposed(mine)) == (State.WAITING, False)


def test_refused_by_somebody_else_twice_unasked_or_for_another_time(
    mine: Conversation, arrive: Arrive, officer: Officer, colleague: Officer, gendarme: Officer, supervisor: Officer
) -> None:
    with pytest.raises(Forbidden):
        closing.propose(by=colleague, conversation=mine.pk, minutes=30)
    with pytest.raises(NotFound):
        closing.propose(by=gendarme, conversation=mine.pk, minutes=30)
    with pytest.raises(Invalid) as refusal:
        closing.propose(by=officer, conversation=mine.pk, minutes=5)
    assert "15, 30, 60" in refusal.value.errors["minutes"]
    with pytest.raises(Conflict, match="attend un agent"):
        closing.propose(by=supervisor, conversation=arrive().pk, minutes=30)
    closing.propose(by=officer, conversation=mine.pk, minutes=30)
    with pytest.raises(Conflict, match="déjà proposée"):
        closing.propose(by=officer, conversation=mine.pk, minutes=30)
    actions.end(by=officer, conversation=mine.pk)
    with pytest.raises(NotUnderWay):
        closing.propose(by=officer, conversation=mine.pk, minutes=30)
