"""Notes between officers: numbered on their own, sealed, never the visitor's to see; a supervisor's is a whisper."""

from uuid import uuid4

import pytest

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.desk import actions as desk
from permanence.desk import queries as views
from permanence.desk.craft import actions, queries
from permanence.desk.craft.actions.beside import WordsDestroyed
from permanence.desk.craft.models import Note
from permanence.lib.errors import Forbidden, Invalid, NotFound
from permanence.live import journal
from permanence.live.models import Conversation
from permanence.vault.actions import destroy_key
from tests.desk.conftest import Arrive

WORDS = "Le mari rentre à 18 h"


@pytest.fixture
def mine(arrive: Arrive, officer: Officer) -> Conversation:
    conversation = arrive()
    desk.claim(by=officer, conversation=conversation.pk)
    conversation.refresh_from_db()
    return conversation


def _add(by: Officer, conversation: Conversation, text: str = WORDS) -> Note:
    return actions.add_note(by=by, conversation=conversation.pk, note=uuid4(), text=text)[0]


def test_notes_have_numbers_of_their_own_and_say_who(mine: Conversation, officer: Officer) -> None:
    before = mine.last_seq
    for text in (WORDS, "Elle préfère le matin"):
        _add(officer, mine, text)
    told = queries.notes_of(officer, mine.pk)
    assert [(one["seq"], one["text"], one["kind"]) for one in told["notes"]] == [
        (1, WORDS, "note"),
        (2, "Elle préfère le matin", "note"),
    ]
    assert (told["notes"][0]["by"]["name"], told["last"]) == ("Brigadière-cheffe Nadia", 2)
    assert [one["seq"] for one in queries.notes_of(officer, mine.pk, after=1)["notes"]] == [2]
    mine.refresh_from_db()
    assert mine.last_seq == before
    assert WORDS not in [said.text for said in journal.read(mine)]


def test_the_visitor_is_told_nothing_of_them(mine: Conversation, officer: Officer) -> None:
    _add(officer, mine)
    mine.refresh_from_db()
    assert "notes" not in views.visitor_view(mine)
    assert views.officer_view(officer, mine)["notes"] == 1


def test_a_supervisor_who_does_not_hold_it_whispers(mine: Conversation, supervisor: Officer) -> None:
    assert _add(supervisor, mine).kind == "whisper"


def test_a_supervisor_who_holds_it_notes(arrive: Arrive, supervisor: Officer) -> None:
    conversation = arrive()
    desk.claim(by=supervisor, conversation=conversation.pk)
    assert _add(supervisor, conversation).kind == "note"


def test_the_same_id_again_is_the_same_note(mine: Conversation, officer: Officer, arrive: Arrive) -> None:
    identifier = uuid4()
    first, fresh = actions.add_note(by=officer, conversation=mine.pk, note=identifier, text=WORDS)
    again, anew = actions.add_note(by=officer, conversation=mine.pk, note=identifier, text="autre")
    assert (first.seq, again.seq, fresh, anew) == (1, 1, True, False)
    other = arrive()
    desk.claim(by=officer, conversation=other.pk)
    with pytest.raises(Invalid):
        actions.add_note(by=officer, conversation=other.pk, note=identifier, text=WORDS)


def test_they_follow_the_conversation_to_whoever_takes_it(
    mine: Conversation, officer: Officer, gendarme: Officer
) -> None:
    _add(officer, mine)
    desk.correct_force(by=officer, conversation=mine.pk, force="GN", reason="Cesson", insee="35051")
    desk.claim(by=gendarme, conversation=mine.pk)
    assert [one["text"] for one in queries.notes_of(gendarme, mine.pk)["notes"]] == [WORDS]
    with pytest.raises(NotFound):
        queries.notes_of(officer, mine.pk)


def test_a_colleague_and_the_other_force_are_refused_and_it_is_written_down(
    mine: Conversation, colleague: Officer, gendarme: Officer
) -> None:
    with pytest.raises(Forbidden):
        _add(colleague, mine)
    with pytest.raises(NotFound):
        _add(gendarme, mine)
    for other in (colleague, gendarme):
        with pytest.raises(NotFound):
            queries.notes_of(other, mine.pk)
    assert Entry.objects.filter(outcome="refused").count() == 4


@pytest.mark.parametrize("text", ["", "  ", "a" * 4001, "a\x00"])
def test_a_note_without_words_or_with_too_many_is_refused(mine: Conversation, officer: Officer, text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        _add(officer, mine, text)
    assert set(refusal.value.errors) == {"text"}


def test_words_are_sealed_and_stay_out_of_the_journal(mine: Conversation, officer: Officer) -> None:
    note = _add(officer, mine)
    assert b"mari" not in bytes(note.body)
    entry = Entry.objects.get(act="note on conversation")
    assert (entry.detail, entry.reason) == ({"kind": "note", "seq": 1}, "")
    queries.notes_of(officer, mine.pk)
    assert Entry.objects.get(act="read notes").outcome == "read"


def test_once_the_key_is_destroyed_nothing_is_added_and_nothing_fails(mine: Conversation, officer: Officer) -> None:
    _add(officer, mine)
    destroy_key(mine.key)
    with pytest.raises(WordsDestroyed):
        _add(officer, mine)
    assert [one["text"] for one in queries.notes_of(officer, mine.pk)["notes"]] == [None]
