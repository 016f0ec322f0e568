"""A message translated on request: by the operator's translator alone, kept nowhere, each failure a sentence."""

import dataclasses
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.conf import LazySettings

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.desk import actions as desk
from permanence.desk.craft import translator
from permanence.desk.craft.queries import Destroyed
from permanence.desk.craft.translator import NoTranslator, TranslatorFailed
from permanence.lib.errors import Forbidden, Invalid, NotFound
from permanence.live import journal
from permanence.live.models import Conversation, Sender
from permanence.vault.actions import destroy_key
from tests.desk.conftest import Arrive
from tests.environment.translator import Translator

WORDS = "He is outside the door"


@pytest.fixture
def fake(settings: LazySettings) -> Iterator[Translator]:
    running = Translator()
    settings.PERMANENCE = dataclasses.replace(
        settings.PERMANENCE, translator_url=running.url, translator_key="la clé des essais"
    )
    yield running
    running.stop()


@pytest.fixture
def mine(arrive: Arrive, officer: Officer) -> Conversation:
    conversation = arrive()
    desk.claim(by=officer, conversation=conversation.pk)
    journal.write([journal.Draft(conversation.pk, Sender.VISITOR, WORDS, id=uuid4())])
    conversation.refresh_from_db()
    return conversation


def test_a_message_comes_back_in_french_and_the_asking_is_written_down(
    fake: Translator, mine: Conversation, officer: Officer
) -> None:
    told = translator.translate(by=officer, conversation=mine.pk, seq=2)
    assert (told.text, told.source, told.target) == ("Il est devant la porte", "en", "fr")
    (asked,) = fake.asked
    assert asked == {
        "path": "/translate",
        "q": WORDS,
        "source": "auto",
        "target": "fr",
        "format": "text",
        "api_key": "la clé des essais",
    }
    entry = Entry.objects.get(act="translate message")
    assert (entry.outcome, entry.detail) == ("done", {"seq": 2, "language": "fr"})


def test_without_a_translator_nothing_leaves(mine: Conversation, officer: Officer) -> None:
    assert not translator.is_configured()
    with pytest.raises(NoTranslator):
        translator.translate(by=officer, conversation=mine.pk, seq=2)


def test_only_whoever_holds_it_and_their_supervisor_may_ask(
    fake: Translator, mine: Conversation, supervisor: Officer, colleague: Officer, gendarme: Officer
) -> None:
    assert translator.translate(by=supervisor, conversation=mine.pk, seq=2)
    with pytest.raises(Forbidden):
        translator.translate(by=colleague, conversation=mine.pk, seq=2)
    with pytest.raises(NotFound):
        translator.translate(by=gendarme, conversation=mine.pk, seq=2)
    assert len(fake.asked) == 1


@pytest.mark.parametrize("seq", [-1, 0, 3])
def test_a_message_that_is_not_there_is_said(fake: Translator, mine: Conversation, officer: Officer, seq: int) -> None:
    with pytest.raises(NotFound):
        translator.translate(by=officer, conversation=mine.pk, seq=seq)
    assert not fake.asked


def test_an_unknown_language_is_refused(fake: Translator, mine: Conversation, officer: Officer) -> None:
    with pytest.raises(Invalid):
        translator.translate(by=officer, conversation=mine.pk, seq=2, target="klingon")


@pytest.mark.parametrize("status", [400, 403, 429, 500])
def test_a_refusal_of_the_translator_is_a_sentence(
    fake: Translator, mine: Conversation, officer: Officer, status: int
) -> None:
    fake.status, fake.answer = status, b'{"error": "no"}'
    with pytest.raises(TranslatorFailed) as refusal:
        translator.translate(by=officer, conversation=mine.pk, seq=2)
    assert refusal.value.detail.endswith((".", "…"))


@pytest.mark.parametrize("answer", [b"", b"<html>", b"[]", b'{"translatedText": ""}', b'{"translatedText": 5}'])
def test_nonsense_of_the_translator_is_no_translation(
    fake: Translator, mine: Conversation, officer: Officer, answer: bytes
) -> None:
    fake.answer = answer
    with pytest.raises(TranslatorFailed):
        translator.translate(by=officer, conversation=mine.pk, seq=2)


def test_words_do_not_follow_the_translator_elsewhere(fake: Translator, mine: Conversation, officer: Officer) -> None:
    fake.status, fake.headers = 307, {"Location": f"{fake.url}/ailleurs"}
    with pytest.raises(TranslatorFailed):
        translator.translate(by=officer, conversation=mine.pk, seq=2)
    assert [one["path"] for one in fake.asked] == ["/translate"]


def test_one_that_does_not_answer_is_not_waited_for(
    fake: Translator, mine: Conversation, officer: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(translator, "PATIENCE_S", 0.2)
    fake.silent.clear()
    with pytest.raises(TranslatorFailed) as refusal:
        translator.translate(by=officer, conversation=mine.pk, seq=2)
    assert "ne répond pas" in refusal.value.detail


def test_once_the_key_is_destroyed_it_is_said(fake: Translator, mine: Conversation, officer: Officer) -> None:
    destroy_key(mine.key)
    with pytest.raises(Destroyed):
        translator.translate(by=officer, conversation=mine.pk, seq=2)
    assert not fake.asked
