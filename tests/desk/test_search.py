"""Finding words in a whole conversation, whatever their accents; and who may."""

from uuid import uuid4

import pytest

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.desk import actions as desk
from permanence.desk.craft import queries
from permanence.desk.craft.folding import found
from permanence.desk.craft.queries import Destroyed
from permanence.lib.errors import Invalid, NotFound
from permanence.live import journal
from permanence.live.models import Conversation, Sender
from permanence.vault.actions import destroy_key
from tests.desk.conftest import Arrive

TABLE = [
    ("Ça s’est passé HIER, à l'école.", "ecole", ["école"]),
    ("Ça s’est passé hier", "CA S'EST", ["Ça s’est"]),
    ("Sa sœur est là", "soeur", ["sœur"]),
    ("Éé e", "é", ["É", "é", "e"]),
    ("aaaa", "aa", ["aa", "aa"]),
    ("e\u0301cole", "école", ["e\u0301cole"]),
    ("Straße 🏠 maison", "maison", ["maison"]),
    ("rien", "absent", []),
    ("rien", " ", []),
]


@pytest.mark.parametrize(("text", "wanted", "expected"), TABLE)
def test_words_are_found_whatever_their_accents_and_capitals(text: str, wanted: str, expected: list[str]) -> None:
    assert [text[start : start + length] for start, length in found(text, wanted)] == expected


@pytest.fixture
def long(arrive: Arrive, officer: Officer) -> Conversation:
    conversation = arrive()
    desk.claim(by=officer, conversation=conversation.pk)
    texts = ["Il a cassé la porte", *(f"message {number}" for number in range(600)), "La PORTE d’entrée, encore"]
    journal.write([journal.Draft(conversation.pk, Sender.VISITOR, text, id=uuid4()) for text in texts])
    conversation.refresh_from_db()
    return conversation


def test_the_whole_conversation_is_searched_and_the_reading_written_down(long: Conversation, officer: Officer) -> None:
    told = queries.search(officer, long.pk, "porte")
    assert [(one["seq"], one["start"]) for one in told["matches"]] == [(2, 14), (603, 3)]
    assert (told["count"], told["last"]) == (2, 603)
    entry = Entry.objects.get(act="search conversation")
    assert (entry.outcome, "porte" in str(entry.detail)) == ("read", False)


def test_the_answer_is_bounded_and_says_how_many_there_are(long: Conversation, officer: Officer) -> None:
    told = queries.search(officer, long.pk, "message")
    assert (len(told["matches"]), told["count"]) == (500, 600)


def test_who_may_not_read_may_not_search(long: Conversation, colleague: Officer, gendarme: Officer) -> None:
    for other in (colleague, gendarme):
        with pytest.raises(NotFound):
            queries.search(other, long.pk, "porte")


@pytest.mark.parametrize("wanted", ["", "  ", "a" * 101])
def test_nothing_or_too_much_is_no_search(long: Conversation, officer: Officer, wanted: str) -> None:
    with pytest.raises(Invalid):
        queries.search(officer, long.pk, wanted)


def test_once_the_key_is_destroyed_it_is_said(long: Conversation, officer: Officer) -> None:
    destroy_key(long.key)
    with pytest.raises(Destroyed):
        queries.search(officer, long.pk, "porte")
