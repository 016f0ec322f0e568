"""The journal: numbers without hole or repeat, retries that change nothing, bodies sealed."""

from uuid import uuid4

import pytest

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.desk import actions
from permanence.lib.errors import Invalid, NotFound
from permanence.live import journal
from permanence.live.journal import Draft, Written
from permanence.live.models import Message, Sender
from permanence.live.text import Ended, NotYours
from tests.desk.conftest import Arrive


def test_numbers_follow_each_other(arrive: Arrive) -> None:
    conversation = arrive()
    for number in range(1, 4):
        written = journal.append(Draft(conversation.pk, Sender.VISITOR, f"message {number}"))
        assert (written.said.seq, written.fresh) == (number, True)
    conversation.refresh_from_db()
    assert conversation.last_seq == 3


def test_a_retry_gives_the_first_number_even_after_the_end(arrive: Arrive, officer: Officer) -> None:
    conversation = arrive()
    draft = Draft(conversation.pk, Sender.VISITOR, "bonjour")
    journal.append(draft)
    actions.claim(by=officer, conversation=conversation.pk)
    actions.end(by=officer, conversation=conversation.pk)
    again = journal.append(draft)
    assert (again.said.seq, again.fresh) == (1, False)
    assert Message.objects.filter(sender="visitor").count() == 1


def test_a_retry_inside_one_batch_is_one_message(arrive: Arrive) -> None:
    draft = Draft(arrive().pk, Sender.VISITOR, "bonjour")
    first, second = journal.write([draft, draft])
    assert isinstance(first, Written)
    assert isinstance(second, Written)
    assert (first.said.seq, second.said.seq, second.fresh) == (1, 1, False)


def test_a_batch_serves_many_conversations_and_refuses_its_bad_members_alone(arrive: Arrive, officer: Officer) -> None:
    one, other, ended = arrive(), arrive(), arrive()
    actions.claim(by=officer, conversation=ended.pk)
    actions.end(by=officer, conversation=ended.pk)
    results = journal.write(
        [
            Draft(one.pk, Sender.VISITOR, "a"),
            Draft(ended.pk, Sender.VISITOR, "b"),
            Draft(uuid4(), Sender.VISITOR, "c"),
            Draft(other.pk, Sender.OFFICER, "d", officer=officer.pk),
            Draft(one.pk, Sender.VISITOR, "e"),
            Draft(other.pk, Sender.VISITOR, "f"),
        ]
    )
    kinds = [type(result) for result in results]
    assert kinds == [Written, Ended, NotFound, NotYours, Written, Written]
    assert [said.text for said in journal.read(one)] == ["a", "e"]
    assert [said.text for said in journal.read(other)] == ["f"]


def test_the_other_sides_id_is_not_a_retry(arrive: Arrive, officer: Officer) -> None:
    conversation = arrive()
    actions.claim(by=officer, conversation=conversation.pk)
    draft = Draft(conversation.pk, Sender.OFFICER, "bonsoir", officer=officer.pk)
    journal.append(draft)
    with pytest.raises(Invalid):
        journal.append(Draft(conversation.pk, Sender.VISITOR, "autre chose", id=draft.id))


def test_bodies_and_names_are_sealed(arrive: Arrive, officer: Officer) -> None:
    conversation = arrive()
    actions.claim(by=officer, conversation=conversation.pk)
    journal.append(Draft(conversation.pk, Sender.OFFICER, "phrase témoin", officer=officer.pk, name="Nadia"))
    stored = b"".join(bytes(body) for body in Message.objects.values_list("body", flat=True))
    assert "témoin".encode() not in stored
    assert b"Nadia" not in stored


def test_what_an_officer_writes_leaves_one_row_a_batch_without_the_words(arrive: Arrive, officer: Officer) -> None:
    conversation = arrive()
    actions.claim(by=officer, conversation=conversation.pk)
    journal.write([Draft(conversation.pk, Sender.OFFICER, "secret", officer=officer.pk) for _ in range(3)])
    entry = Entry.objects.get(act="write in conversation")
    assert entry.detail == {officer.actor: {str(conversation.pk): [2, 3, 4]}}
    assert entry.object_id == str(conversation.pk)


def test_reading_goes_on_after_a_number(arrive: Arrive) -> None:
    conversation = arrive()
    journal.write([Draft(conversation.pk, Sender.VISITOR, str(number)) for number in range(1, 11)])
    assert [said.seq for said in journal.read(conversation, after=4, limit=3)] == [5, 6, 7]
    assert journal.read(conversation, after=10) == []


@pytest.mark.parametrize(
    "text", ["é" * 4000, "👩‍👧 ça va ?", "\u200f مرحبا", "ligne\nligne", "<script>alert(1)</script>"]
)
def test_any_language_comes_back_as_it_was_written(arrive: Arrive, text: str) -> None:
    conversation = arrive()
    journal.append(Draft(conversation.pk, Sender.VISITOR, text))
    assert journal.read(conversation)[0].text == text


def test_first_words_are_the_visitors_and_cut(arrive: Arrive, officer: Officer) -> None:
    silent, speaking = arrive(), arrive()
    actions.claim(by=officer, conversation=speaking.pk)
    journal.append(Draft(speaking.pk, Sender.OFFICER, "Bonsoir", officer=officer.pk))
    journal.append(Draft(speaking.pk, Sender.VISITOR, "Il crie dans le couloir"))
    journal.append(Draft(speaking.pk, Sender.VISITOR, "deuxième"))
    speaking.refresh_from_db()
    assert journal.first_words([silent, speaking], 8) == {speaking.pk: "Il crie "}
    assert journal.counts([silent.pk, speaking.pk]) == {speaking.pk: 2}
