"""Force, level, mark, end: each with its reason, its right, its row in the audit journal."""

from collections.abc import Callable

import pytest

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.desk import actions, queue
from permanence.desk.actions import NotUnderWay
from permanence.desk.models import Intake
from permanence.lib.errors import Forbidden, Invalid, NotFound
from permanence.live import journal
from permanence.live.models import Conversation, Seat
from tests.desk.conftest import Arrive


@pytest.fixture
def mine(arrive: Arrive, officer: Officer) -> Conversation:
    conversation = arrive()
    actions.claim(by=officer, conversation=conversation.pk)
    return conversation


def test_a_corrected_force_moves_the_conversation_with_its_history(mine: Conversation, officer: Officer) -> None:
    other = actions.correct_force(
        by=officer, conversation=mine.pk, force="GN", reason="elle vit à Cesson", insee="35051"
    )
    assert (other.force, other.insee, other.officer) == ("GN", "35051", None)
    assert [intake.pk for intake in queue.waiting("GN")] == [mine.pk]
    assert [said.event for said in journal.read(mine)] == ["joined", "moved"]
    assert not Seat.objects.filter(left_at=None).exists()
    entry = Entry.objects.get(act="correct force", outcome="done")
    assert (entry.reason, entry.detail["before"], entry.detail["after"]) == ("elle vit à Cesson", "PN", "GN")


def test_the_desk_it_left_sees_it_no_more_and_the_new_one_takes_it(
    mine: Conversation, officer: Officer, gendarme: Officer
) -> None:
    actions.correct_force(by=officer, conversation=mine.pk, force="GN", reason="Cesson")
    with pytest.raises(NotFound):
        actions.claim(by=officer, conversation=mine.pk)
    assert actions.claim(by=gendarme, conversation=mine.pk).officer == gendarme
    assert len(journal.read(mine)) == 3


def test_correcting_to_the_same_force_keeps_the_officer(mine: Conversation, officer: Officer) -> None:
    kept = actions.correct_force(by=officer, conversation=mine.pk, force="PN", reason="commune précisée", insee="35238")
    assert (kept.officer, kept.insee) == (officer, "35238")


def test_a_level_is_corrected_with_a_reason(mine: Conversation, officer: Officer) -> None:
    intake = actions.correct_level(by=officer, conversation=mine.pk, level="high", reason="menaces")
    assert (intake.level, intake.level_by) == ("high", "officer")


def test_a_mark_is_set_even_after_the_end(mine: Conversation, officer: Officer) -> None:
    actions.end(by=officer, conversation=mine.pk)
    assert actions.mark(by=officer, conversation=mine.pk, kind="test", reason="essai du matin").mark == "test"


def test_an_ended_conversation_is_over(mine: Conversation, officer: Officer) -> None:
    ended = actions.end(by=officer, conversation=mine.pk)
    assert ended.conversation.state == "ended"
    assert ended.conversation.ended_at is not None
    assert journal.read(mine)[-1].event == "ended"
    with pytest.raises(NotUnderWay):
        actions.end(by=officer, conversation=mine.pk)
    with pytest.raises(NotUnderWay):
        actions.correct_level(by=officer, conversation=mine.pk, level="high", reason="menaces")


def test_ending_a_dangerous_conversation_asks_for_a_reason(arrive: Arrive, officer: Officer) -> None:
    conversation = arrive(in_danger=True)
    actions.claim(by=officer, conversation=conversation.pk)
    with pytest.raises(Invalid) as refusal:
        actions.end(by=officer, conversation=conversation.pk)
    assert "reason" in refusal.value.errors
    assert actions.end(by=officer, conversation=conversation.pk, reason="patrouille sur place")


WITHOUT_REASON: list[Callable[[Officer, Conversation], Intake]] = [
    lambda by, c: actions.correct_force(by=by, conversation=c.pk, force="GN", reason="  "),
    lambda by, c: actions.correct_level(by=by, conversation=c.pk, level="high", reason=""),
    lambda by, c: actions.mark(by=by, conversation=c.pk, kind="abuse", reason=""),
]
WITH_NONSENSE: list[Callable[[Officer, Conversation], Intake]] = [
    lambda by, c: actions.correct_force(by=by, conversation=c.pk, force="XX", reason="r"),
    lambda by, c: actions.correct_force(by=by, conversation=c.pk, force="GN", reason="r", insee="00000"),
    lambda by, c: actions.correct_level(by=by, conversation=c.pk, level="x", reason="r"),
    lambda by, c: actions.mark(by=by, conversation=c.pk, kind="x", reason="r"),
    lambda by, c: actions.mark(by=by, conversation=c.pk, kind="test", reason="r" * 501),
]
CORRECTIONS: list[Callable[[Officer, Conversation], Intake]] = [
    lambda by, c: actions.correct_level(by=by, conversation=c.pk, level="high", reason="r"),
    lambda by, c: actions.mark(by=by, conversation=c.pk, kind="test", reason="r"),
    lambda by, c: actions.end(by=by, conversation=c.pk, reason="r"),
]


@pytest.mark.parametrize("correct", [*WITHOUT_REASON, *WITH_NONSENSE])
def test_without_a_reason_or_with_nonsense_nothing_changes(
    mine: Conversation, officer: Officer, correct: Callable[[Officer, Conversation], Intake]
) -> None:
    before = Intake.objects.filter(pk=mine.pk).values().get()
    with pytest.raises(Invalid):
        correct(officer, mine)
    assert Intake.objects.filter(pk=mine.pk).values().get() == before


@pytest.mark.parametrize("correct", CORRECTIONS)
def test_a_colleague_sees_the_file_but_may_not_change_it(
    mine: Conversation, colleague: Officer, correct: Callable[[Officer, Conversation], Intake]
) -> None:
    with pytest.raises(Forbidden):
        correct(colleague, mine)
    assert Entry.objects.filter(actor=colleague.actor, outcome="refused").exists()


@pytest.mark.parametrize("correct", CORRECTIONS)
def test_the_supervisor_may(
    mine: Conversation, supervisor: Officer, correct: Callable[[Officer, Conversation], Intake]
) -> None:
    assert correct(supervisor, mine)


@pytest.mark.parametrize("correct", CORRECTIONS)
def test_the_other_force_finds_nothing(
    mine: Conversation, gendarme: Officer, correct: Callable[[Officer, Conversation], Intake]
) -> None:
    with pytest.raises(NotFound):
        correct(gendarme, mine)
