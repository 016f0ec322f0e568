"""What is kept beside a conversation: facts, reminders, questions; sealed, for whoever holds it, gone with its key."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.desk import actions as desk
from permanence.desk.actions import NotUnderWay
from permanence.desk.craft import actions, queries
from permanence.desk.craft.actions import notebook
from permanence.desk.craft.actions.beside import WordsDestroyed
from permanence.desk.craft.actions.notebook import TooManyKept
from permanence.desk.craft.models import Checklist, Fact, Reminder
from permanence.lib.errors import Forbidden, Invalid, NotFound
from permanence.live.models import Conversation
from permanence.vault.actions import destroy_key
from tests.desk.conftest import Arrive

WORDS = "Il a un fusil dans l’armoire"
Keep = Callable[[Officer, UUID], object]
KEEPING: list[Keep] = [
    lambda by, one: actions.pin(by=by, conversation=one, fact=uuid4(), text=WORDS),
    lambda by, one: actions.set_reminder(by=by, conversation=one, reminder=uuid4(), minutes=5, text=WORDS),
    lambda by, one: actions.tick(by=by, conversation=one, question="safe-now", asked=True),
]


@pytest.fixture
def mine(arrive: Arrive, officer: Officer) -> Conversation:
    conversation = arrive()
    desk.claim(by=officer, conversation=conversation.pk)
    conversation.refresh_from_db()
    return conversation


def test_all_three_are_found_again(mine: Conversation, officer: Officer) -> None:
    for keep in KEEPING:
        keep(officer, mine.pk)
    kept = queries.notebook(officer, mine.pk)
    assert [(one["text"], one["by"]) for one in kept["facts"]] == [(WORDS, "Brigadière-cheffe Nadia")]
    assert [one["text"] for one in kept["reminders"]] == [WORDS]
    asked = {one["code"]: one["asked"] for one in kept["questions"]}
    assert asked["safe-now"]["by"] == "Brigadière-cheffe Nadia"
    assert asked["return-code"] is None


def test_words_are_sealed_and_stay_out_of_the_journal(mine: Conversation, officer: Officer) -> None:
    for keep in KEEPING:
        keep(officer, mine.pk)
    for row in (Fact.objects.get(), Reminder.objects.get(), Checklist.objects.get()):
        assert b"fusil" not in bytes(row.body)
        assert b"safe-now" not in bytes(row.body)
    acts = Entry.objects.filter(outcome="done", act__in=["pin fact", "set reminder", "tick question"])
    assert acts.count() == 3
    assert not [entry for entry in acts if "fusil" in f"{entry.detail}{entry.reason}" or "safe" in f"{entry.detail}"]


@pytest.mark.parametrize("keep", KEEPING)
def test_a_colleague_may_neither_write_nor_read_it(
    mine: Conversation, colleague: Officer, gendarme: Officer, keep: Keep
) -> None:
    with pytest.raises(Forbidden):
        keep(colleague, mine.pk)
    with pytest.raises(NotFound):
        keep(gendarme, mine.pk)
    for other in (colleague, gendarme):
        with pytest.raises(NotFound):
            queries.notebook(other, mine.pk)
    assert Entry.objects.filter(outcome="refused").count() == 4


@pytest.mark.parametrize("keep", KEEPING)
def test_the_supervisor_may(mine: Conversation, supervisor: Officer, keep: Keep) -> None:
    keep(supervisor, mine.pk)
    assert queries.notebook(supervisor, mine.pk)


@pytest.mark.parametrize("keep", KEEPING)
def test_once_the_key_is_destroyed_nothing_is_kept_and_nothing_fails(
    mine: Conversation, officer: Officer, keep: Keep
) -> None:
    for each in KEEPING:
        each(officer, mine.pk)
    destroy_key(mine.key)
    with pytest.raises(WordsDestroyed):
        keep(officer, mine.pk)
    kept = queries.notebook(officer, mine.pk)
    assert [one["text"] for one in kept["facts"] + kept["reminders"]] == [None, None]
    assert not [one for one in kept["questions"] if one["asked"]]


def test_the_same_id_again_is_the_same_fact(mine: Conversation, officer: Officer) -> None:
    fact = uuid4()
    for text in (WORDS, "autre chose"):
        actions.pin(by=officer, conversation=mine.pk, fact=fact, text=text)
    assert [one["text"] for one in queries.notebook(officer, mine.pk)["facts"]] == [WORDS]


def test_an_id_of_another_conversation_is_refused(mine: Conversation, officer: Officer, arrive: Arrive) -> None:
    other = arrive()
    desk.claim(by=officer, conversation=other.pk)
    fact = actions.pin(by=officer, conversation=other.pk, fact=uuid4(), text=WORDS)
    with pytest.raises(Invalid):
        actions.pin(by=officer, conversation=mine.pk, fact=fact.pk, text=WORDS)
    with pytest.raises(NotFound):
        actions.unpin(by=officer, conversation=mine.pk, fact=fact.pk)


def test_a_fact_is_taken_off_once(mine: Conversation, officer: Officer, colleague: Officer) -> None:
    fact = actions.pin(by=officer, conversation=mine.pk, fact=uuid4(), text=WORDS, seq=1)
    with pytest.raises(Forbidden):
        actions.unpin(by=colleague, conversation=mine.pk, fact=fact.pk)
    actions.unpin(by=officer, conversation=mine.pk, fact=fact.pk)
    with pytest.raises(NotFound):
        actions.unpin(by=officer, conversation=mine.pk, fact=fact.pk)


@pytest.mark.parametrize("text", ["", "   ", "a" * 301, "a\x00"])
def test_a_fact_without_words_or_with_too_many_is_refused(mine: Conversation, officer: Officer, text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.pin(by=officer, conversation=mine.pk, fact=uuid4(), text=text)
    assert "text" in refusal.value.errors


def test_a_fact_of_a_message_that_is_not_there_is_refused(mine: Conversation, officer: Officer) -> None:
    for seq in (0, 2):
        with pytest.raises(Invalid):
            actions.pin(by=officer, conversation=mine.pk, fact=uuid4(), text=WORDS, seq=seq)


def test_the_notebook_has_an_end(mine: Conversation, officer: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebook, "MOST_FACTS", 1)
    monkeypatch.setattr(notebook, "MOST_REMINDERS", 1)
    for keep in KEEPING[:2]:
        keep(officer, mine.pk)
        with pytest.raises(TooManyKept):
            keep(officer, mine.pk)


def test_a_reminder_rings_for_whoever_holds_the_conversation(
    mine: Conversation, officer: Officer, colleague: Officer, clock: time_machine.Traveller
) -> None:
    set_ = actions.set_reminder(by=officer, conversation=mine.pk, reminder=uuid4(), minutes=10, text="Répond-elle ?")
    assert set_.due_at == timezone.now() + timedelta(minutes=10)
    assert [one["conversation"] for one in queries.reminders(officer)] == [str(mine.pk)]
    assert queries.reminders(colleague) == []
    actions.end_reminder(by=officer, reminder=set_.pk)
    actions.end_reminder(by=officer, reminder=set_.pk)
    assert queries.reminders(officer) == []
    assert Entry.objects.filter(act="end reminder").count() == 1


@pytest.mark.parametrize("minutes", [0, -5, 1441])
def test_a_reminder_for_never_is_refused(mine: Conversation, officer: Officer, minutes: int) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.set_reminder(by=officer, conversation=mine.pk, reminder=uuid4(), minutes=minutes)
    assert "minutes" in refusal.value.errors


def test_an_ended_conversation_rings_no_more_and_takes_no_reminder(mine: Conversation, officer: Officer) -> None:
    KEEPING[1](officer, mine.pk)
    desk.end(by=officer, conversation=mine.pk)
    assert queries.reminders(officer) == []
    with pytest.raises(NotUnderWay):
        KEEPING[1](officer, mine.pk)


def test_a_reminder_is_ended_by_its_holder_alone(mine: Conversation, officer: Officer, colleague: Officer) -> None:
    reminder = actions.set_reminder(by=officer, conversation=mine.pk, reminder=uuid4(), minutes=5)
    with pytest.raises(Forbidden):
        actions.end_reminder(by=colleague, reminder=reminder.pk)
    with pytest.raises(NotFound):
        actions.end_reminder(by=officer, reminder=uuid4())


def test_questions_follow_what_is_said_of_the_conversation(arrive: Arrive, officer: Officer) -> None:
    def codes(**said: object) -> set[str]:
        conversation = arrive(**said)
        desk.claim(by=officer, conversation=conversation.pk)
        return {one["code"] for one in queries.notebook(officer, conversation.pk)["questions"]}

    common = codes()
    assert {"safe-now", "return-code"} <= common
    assert "weapon" in codes(categories=["conjugal"]) - common
    assert "accounts" in codes(categories=["cyber_harassment"]) - common
    assert "minor-adult" in codes(age="minor") - common
    assert "witness-now" in codes(reporter="witness") - common
    assert "children" in codes(in_danger=True) - common


def test_a_question_is_ticked_and_unticked(mine: Conversation, officer: Officer) -> None:
    for asked in (True, True, False):
        actions.tick(by=officer, conversation=mine.pk, question="safe-now", asked=asked)
    assert not [one for one in queries.notebook(officer, mine.pk)["questions"] if one["asked"]]
    assert Entry.objects.filter(act="tick question").count() == 2
    with pytest.raises(NotFound):
        actions.tick(by=officer, conversation=mine.pk, question="unknown", asked=True)
