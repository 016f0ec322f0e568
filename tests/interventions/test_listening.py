"""What visitors write is judged in memory; the store is asked only where words say danger, or something was missed."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from permanence.desk.models import Intake
from permanence.interventions import listening, signals
from permanence.interventions.models import Signals
from permanence.lib.errors import Unavailable
from permanence.live import journal
from permanence.live.journal import Said
from permanence.live.models import Conversation, Sender
from tests.desk.conftest import Arrive

pytestmark = pytest.mark.django_db
DANGER = "il est derriere la porte avec un couteau"


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    _forget()
    yield
    _forget()


def _forget() -> None:
    for kept in (listening._fresh, listening._before, listening._calm, listening._judged, listening._behind):
        kept.clear()  # type: ignore[attr-defined]


def writes(conversation: Conversation, *texts: str) -> list[Said]:
    return [journal.append(journal.Draft(conversation.pk, Sender.VISITOR, text)).said for text in texts]


def hears(messages: list[Said]) -> None:
    listening.heard(messages)
    while listening._fresh:
        conversation, fresh = listening._fresh.popitem(last=False)
        if listening.look(conversation, list(fresh)):
            listening._judge(conversation)


def level(conversation: Conversation) -> str:
    return Intake.objects.get(pk=conversation.pk).level


def test_a_calm_message_asks_nothing_of_the_store_and_a_dangerous_one_raises_the_level(arrive: Arrive) -> None:
    conversation = arrive()
    calm = writes(conversation, "bonjour", "je voudrais un renseignement")
    with CaptureQueriesContext(connection) as questions:
        hears(calm)
    assert not questions.captured_queries
    hears(writes(conversation, DANGER))
    assert level(conversation) == "immediate"


def test_a_signal_begun_in_the_message_before_is_seen(arrive: Arrive) -> None:
    conversation = arrive()
    for text in ("bonsoir", "il a", "un couteau"):
        hears(writes(conversation, text))
    assert level(conversation) == "immediate"


def test_whoever_comes_from_another_process_is_judged_with_what_was_said_there(arrive: Arrive) -> None:
    conversation = arrive()
    writes(conversation, "il a")
    hears(writes(conversation, "un couteau"))
    assert level(conversation) == "immediate"


def test_what_was_calm_is_not_judged_again_and_what_was_missed_is(arrive: Arrive) -> None:
    heard, missed = arrive(), arrive()
    hears(writes(heard, "bonjour", "merci"))
    writes(missed, DANGER)
    assert listening._sweep() == {missed.pk}
    assert Signals.objects.get().seq == 2
    listening._judge(missed.pk)
    assert level(missed) == "immediate"
    assert listening._sweep() == set()
    assert signals.behind() == set()


def test_what_becomes_more_urgent_never_waits_and_more_of_the_same_is_left_to_the_sweep(arrive: Arrive) -> None:
    conversation = arrive()
    hears(writes(conversation, "il va me tuer s’il me retrouve"))
    assert level(conversation) == "high"
    hears(writes(conversation, DANGER))
    assert level(conversation) == "immediate", "in the same second"
    hears(writes(conversation, DANGER))
    assert Signals.objects.get().seq == 2, "once a second"
    assert listening._sweep() == set(), "nor at once by the sweep"
    at, rank = listening._judged[conversation.pk]
    listening._judged[conversation.pk] = at - listening.FLOODED_S - 1, rank
    assert listening._sweep() == {conversation.pk}


def test_of_more_than_is_kept_in_memory_the_store_knows(arrive: Arrive) -> None:
    conversation = arrive()
    hears(writes(conversation, "bonjour"))
    hears(writes(conversation, DANGER, *["d’accord"] * (listening.KEPT + 5)))
    assert level(conversation) == "standard", "what is kept says nothing"
    hears(writes(conversation, "d’accord"))
    assert listening._sweep() == set(), "later"
    assert not Signals.objects.filter(seq__gt=1).exists(), "what came after does not hide it"
    listening._judged.clear()  # some seconds later
    for pk in listening._sweep():
        listening._judge(pk)
    assert level(conversation) == "immediate"


def test_one_that_cannot_be_judged_keeps_nobody_from_being(arrive: Arrive, monkeypatch: pytest.MonkeyPatch) -> None:
    conversation = arrive()
    messages = writes(conversation, "bonjour")

    def fails(texts: list[str]) -> None:
        raise ValueError(texts)

    monkeypatch.setattr(listening.triage, "score", fails)
    hears(messages)
    assert level(conversation) == "standard"


def test_what_the_store_refused_is_still_owed(arrive: Arrive, monkeypatch: pytest.MonkeyPatch) -> None:
    conversation = arrive()

    def refuses(_pk: object) -> None:
        raise Unavailable

    with monkeypatch.context() as patch:
        patch.setattr(listening.signals, "judge", refuses)
        with pytest.raises(Unavailable):
            hears(writes(conversation, DANGER))
    assert list(listening._behind) == [conversation.pk]
    listening._judge(conversation.pk)
    assert level(conversation) == "immediate"
