"""What happens to a countdown that runs, sounds or is looked after when something else happens to her."""

from collections.abc import Iterator

import pytest
import time_machine
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.desk import actions as desk
from permanence.desk import opening
from permanence.interventions import actions, emergencies, watching
from permanence.interventions.models import Watch
from permanence.interventions.watchdog import Cause, Countdown
from permanence.live import presence
from permanence.live.models import Conversation
from tests.interventions.test_watching import PHONE, look, says

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_rest(clock: time_machine.Traveller) -> Iterator[None]:
    yield
    presence._visitors.clear()


@pytest.fixture
def silent(clock: time_machine.Traveller, held: Conversation, officer: Officer) -> Conversation:
    """She is connected, was asked something, and has not answered: it sounds."""
    presence.visitor_connected(held.pk, PHONE)
    says(held, officer)
    look(clock, 1)
    assert look(clock, 301).alarmed_at is not None  # type: ignore[union-attr]
    return held


def handle(officer: Officer, held: Conversation) -> None:
    actions.answer_watch(by=officer, conversation=held.pk, action="handled", reason="je l’appelle")


def test_who_answers_and_is_asked_anew_between_two_looks_is_not_silent(
    held: Conversation, officer: Officer, clock: time_machine.Traveller
) -> None:
    presence.visitor_connected(held.pk, PHONE)
    says(held, officer)
    look(clock, 1)
    clock.shift(290)
    says(held)
    clock.shift(1)
    says(held, officer)
    look(clock, 1)
    assert look(clock, 30).alarmed_at is None  # type: ignore[union-attr]
    assert look(clock, 280).alarmed_at is not None  # type: ignore[union-attr]


def test_an_alarm_nobody_looks_after_goes_on_when_she_drops_too(
    silent: Conversation, supervisor: Officer, clock: time_machine.Traveller
) -> None:
    presence.visitor_disconnected(silent.pk, PHONE)
    watch = look(clock, 2)
    assert watch is not None
    assert (watch.cause, watch.alarmed_at is None) == ("dropped", False)
    assert [one["cause"] for one in emergencies.of_supervisor(supervisor)] == ["dropped"]


def test_a_page_that_comes_back_without_a_word_ends_no_alarm_of_silence(
    silent: Conversation, clock: time_machine.Traveller
) -> None:
    presence.visitor_disconnected(silent.pk, PHONE)
    look(clock, 2)
    presence.visitor_connected(silent.pk, PHONE)
    assert look(clock, 2).alarmed_at is not None  # type: ignore[union-attr]


def test_a_silence_looked_after_does_not_sound_at_once_when_a_weak_network_is_back(
    silent: Conversation, officer: Officer, clock: time_machine.Traveller
) -> None:
    handle(officer, silent)
    presence.visitor_disconnected(silent.pk, PHONE)
    assert look(clock, 2).cause == "dropped"  # type: ignore[union-attr]
    presence.visitor_connected(silent.pk, PHONE)
    assert look(clock, 20).alarmed_at is None  # type: ignore[union-attr]
    assert look(clock, 60).alarmed_at is None  # type: ignore[union-attr]
    assert look(clock, 300).alarmed_at is not None, "she still says nothing"  # type: ignore[union-attr]


def test_a_deployment_sounds_nothing_that_was_looked_after(
    silent: Conversation, officer: Officer, clock: time_machine.Traveller
) -> None:
    handle(officer, silent)
    presence._visitors.clear()
    clock.shift(120)
    watching.rearm()
    started_at = timezone.now()
    for seconds in (2, 10):
        clock.shift(seconds)
        watching.observe(started_at)
    presence.visitor_connected(silent.pk, PHONE)
    for seconds in (2, 60, 400):
        clock.shift(seconds)
        watching.observe(started_at)
    watch = Watch.objects.get()
    assert (watch.alarmed_at is None, watch.handled_at is None) == (False, False), "as it was"


def test_a_server_that_starts_again_and_again_puts_no_alarm_off_for_ever(
    held: Conversation, clock: time_machine.Traveller
) -> None:
    presence.visitor_connected(held.pk, PHONE)
    presence.visitor_disconnected(held.pk, PHONE)
    look(clock, 2)
    sounded = 0
    for _ in range(10):  # each life of the server lasts half a minute
        presence._visitors.clear()
        watching.rearm()
        started_at = timezone.now()
        for _ in range(10):
            clock.shift(3)
            watching.observe(started_at)
        sounded += Watch.objects.filter(alarmed_at__isnull=False).count()
    assert sounded


def test_one_that_cannot_be_looked_at_keeps_nobody_from_the_others(
    held: Conversation, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    presence.visitor_connected(held.pk, PHONE)
    presence.visitor_disconnected(held.pk, PHONE)
    look(clock, 2)

    def failing(*about: object) -> None:
        raise ValueError("a fault")

    monkeypatch.setattr(watching, "_look_at", failing)
    assert look(clock, 125).alarmed_at is not None  # type: ignore[union-attr]


def test_who_is_in_danger_and_ends_the_conversation_herself_is_asked_after(
    held: Conversation, officer: Officer, supervisor: Officer, clock: time_machine.Traveller
) -> None:
    presence.visitor_connected(held.pk, PHONE)
    assert look(clock, 1) is None
    opening.end(held)
    watch = look(clock, 2)
    assert watch is not None
    assert (watch.cause, watch.alarmed_at) == ("closed", None)
    assert look(clock, 121).alarmed_at is not None  # type: ignore[union-attr]
    assert len(emergencies.of_supervisor(supervisor)) == 1
    handle(officer, held)
    assert look(clock, 600).handled_at is not None  # type: ignore[union-attr]
    assert emergencies.of_supervisor(supervisor) == []


def test_an_alarm_that_sounds_is_not_ended_by_the_end_of_the_conversation_unless_an_officer_ends_it(
    silent: Conversation, officer: Officer, clock: time_machine.Traveller
) -> None:
    opening.end(silent)
    assert look(clock, 2).alarmed_at is not None  # type: ignore[union-attr]
    opening.raise_danger(silent)
    desk.claim(by=officer, conversation=silent.pk)
    desk.end(by=officer, conversation=silent.pk, reason="une patrouille est avec elle")
    assert look(clock, 2) is None


def test_two_processes_begin_it_once(held: Conversation) -> None:
    found = Countdown(Cause.DROPPED, timezone.now(), timezone.now())
    watching._begin(held, found)
    watching._begin(held, found)
    assert Entry.objects.filter(act="begin countdown").count() == 1
