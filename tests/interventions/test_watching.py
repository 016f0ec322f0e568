"""A person in danger drops, exits or goes silent: a countdown, then an alarm, once; her return ends it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from permanence.accounts.models import Officer, Role
from permanence.audit.models import Entry
from permanence.desk import actions as desk
from permanence.desk.models import Intake
from permanence.desk.paging import conditions
from permanence.desk.paging.models import Kind
from permanence.desk.wallboard import alarms
from permanence.interventions import actions, emergencies, queries, watching
from permanence.interventions.actions.watch import NothingRuns
from permanence.interventions.models import Watch
from permanence.lib.errors import Forbidden, Invalid, NotFound
from permanence.live import actions as live
from permanence.live import journal, presence
from permanence.live.models import Conversation, Sender
from tests.conftest import MakeOfficer
from tests.desk.conftest import Arrive

pytestmark = pytest.mark.django_db
PHONE = object()


@pytest.fixture(autouse=True)
def _at_rest(clock: time_machine.Traveller) -> Iterator[None]:
    """Time stands still, and nobody is left connected."""
    yield
    presence._visitors.clear()


@pytest.fixture
def here(clock: time_machine.Traveller, held: Conversation) -> Conversation:
    """She is connected, and it is her officer's turn."""
    presence.visitor_connected(held.pk, PHONE)
    return held


def look(traveller: time_machine.Traveller, seconds: float = 0) -> Watch | None:
    """So many seconds later the server looks."""
    traveller.shift(seconds)
    watching.observe(timezone.now() - timedelta(days=1))
    return Watch.objects.first()


def says(held: Conversation, officer: Officer | None = None) -> None:
    sender = Sender.OFFICER if officer else Sender.VISITOR
    journal.append(journal.Draft(held.pk, sender, "une phrase", officer=officer.pk if officer else None))


def test_a_quick_exit_counts_down_sounds_once_and_ends_when_she_is_back(
    here: Conversation, clock: time_machine.Traveller
) -> None:
    presence.visitor_disconnected(here.pk, PHONE)
    live.leave(here, "quick_exit")
    watch = look(clock, 2)
    assert watch is not None
    assert (watch.cause, watch.alarmed_at) == ("quick_exit", None)
    assert look(clock, 80).alarmed_at is None  # type: ignore[union-attr]
    assert look(clock, 10).alarmed_at is not None  # type: ignore[union-attr]
    look(clock, 60)
    assert Entry.objects.filter(act="sound countdown").count() == 1
    presence.visitor_connected(here.pk, PHONE)
    here.refresh_from_db()
    live.seen(here)
    assert look(clock, 2) is None
    assert Entry.objects.get(act="end countdown").detail == {"why": "back", "alarmed": True}


def test_a_lost_connection_counts_and_a_reconnection_in_time_says_nothing_to_anybody(
    here: Conversation, clock: time_machine.Traveller, supervisor: Officer
) -> None:
    presence.visitor_disconnected(here.pk, PHONE)
    assert look(clock, 60).cause == "dropped"  # type: ignore[union-attr]
    assert emergencies.of_supervisor(supervisor) == []
    presence.visitor_connected(here.pk, PHONE)
    assert look(clock, 2) is None
    assert not Entry.objects.filter(act="sound countdown").exists()


def test_silence_counts_from_the_first_question_after_her_last_word(
    here: Conversation, officer: Officer, clock: time_machine.Traveller
) -> None:
    says(here)
    assert look(clock, 1200) is None, "it is the officer's turn"
    says(here, officer)
    for _ in range(4):
        assert look(clock, 60).alarmed_at is None  # type: ignore[union-attr]
        says(here, officer)  # asking again does not begin anew
    assert look(clock, 61).alarmed_at is not None  # type: ignore[union-attr]
    says(here)
    assert look(clock, 1) is None


def test_who_is_not_in_danger_or_whose_conversation_is_over_is_not_watched(
    here: Conversation, officer: Officer, clock: time_machine.Traveller
) -> None:
    presence.visitor_disconnected(here.pk, PHONE)
    assert look(clock, 5) is not None
    desk.correct_level(by=officer, conversation=here.pk, level="high", reason="elle est chez sa sœur")
    assert look(clock, 5) is None
    desk.correct_level(by=officer, conversation=here.pk, level="immediate", reason="il est revenu")
    assert look(clock, 5) is not None
    desk.end(by=officer, conversation=here.pk, reason="patrouille sur place")
    assert look(clock, 5) is None


def test_who_waits_in_danger_is_watched_too(arrive: Arrive, clock: time_machine.Traveller) -> None:
    conversation = arrive("35000", in_danger=True)
    presence.visitor_connected(conversation.pk, PHONE)
    assert look(clock, 5) is None
    presence.visitor_disconnected(conversation.pk, PHONE)
    assert look(clock, 121).alarmed_at is not None  # type: ignore[union-attr]


def test_after_a_restart_a_countdown_stands_and_waits_for_people_to_come_back(
    here: Conversation, clock: time_machine.Traveller
) -> None:
    presence.visitor_disconnected(here.pk, PHONE)
    look(clock, 60)
    presence._visitors.clear()  # the server crashed, and is back three minutes later
    clock.shift(180)
    assert watching.rearm() == 1
    started_at = timezone.now()
    watching.observe(started_at)
    assert Watch.objects.get().alarmed_at is None
    clock.shift(44)
    watching.observe(started_at)
    assert Watch.objects.get().alarmed_at is None
    clock.shift(2)
    watching.observe(started_at)
    assert Watch.objects.get().alarmed_at is not None


def test_a_countdown_that_has_just_begun_outlives_a_restart(here: Conversation, clock: time_machine.Traveller) -> None:
    watching.observe(timezone.now())
    clock.shift(5)
    presence.visitor_disconnected(here.pk, PHONE)
    watch = look(clock, 2)
    assert watch is not None
    presence._visitors.clear()  # the server is back at once: her last sign of life is only seconds old
    watching.observe(timezone.now())
    assert Watch.objects.get().since == watch.since


def test_a_process_that_does_not_know_her_believes_the_sign_of_life_of_another(
    here: Conversation, clock: time_machine.Traveller
) -> None:
    clock.shift(600)
    watching.observe(timezone.now())  # the process she is connected to renews it
    presence._visitors.clear()
    started_at = timezone.now()
    clock.shift(40)
    watching.observe(started_at)
    assert not Watch.objects.exists()
    clock.shift(10)
    watching.observe(started_at)
    assert Watch.objects.exists(), "nobody has renewed it"


def test_two_processes_sound_once(here: Conversation, clock: time_machine.Traveller) -> None:
    presence.visitor_disconnected(here.pk, PHONE)
    look(clock, 5)
    stale = Watch.objects.get()
    clock.shift(120)
    watching._sound(stale)
    watching._sound(stale)
    assert Entry.objects.filter(act="sound countdown").count() == 1


def test_the_supervisor_is_told_with_what_is_known(
    here: Conversation, supervisor: Officer, make_officer: MakeOfficer, clock: time_machine.Traveller
) -> None:
    says(here)
    presence.visitor_disconnected(here.pk, PHONE)
    look(clock, 121)
    (told,) = emergencies.of_supervisor(supervisor)
    assert (told["kind"], told["cause"], told["conversation"]) == ("watchdog", "dropped", str(here.pk))
    assert told["last_words"]["text"] == "une phrase"
    assert (told["commune"]["name"], told["officer"]) == ("Rennes", "Brigadière-cheffe Nadia")
    assert emergencies.of_supervisor(make_officer("autre", Role.SUPERVISOR, "GN")) == []
    assert "silent" in [alarm.kind for alarm in alarms.alarms([], [], [])]
    assert Kind.SILENT in [condition.kind for condition in conditions.found()]


def test_an_officer_looks_after_it_or_takes_five_minutes_more(
    here: Conversation, officer: Officer, supervisor: Officer, clock: time_machine.Traveller
) -> None:
    presence.visitor_disconnected(here.pk, PHONE)
    look(clock, 121)
    answer(officer, here, "extend", "elle a dit qu’elle change de pièce")
    assert Watch.objects.get().alarmed_at is None
    assert look(clock, 290).alarmed_at is None  # type: ignore[union-attr]
    assert look(clock, 20).alarmed_at is not None  # type: ignore[union-attr]
    answer(officer, here, "handled", "patrouille demandée")
    assert emergencies.of_supervisor(supervisor) == []
    look(clock, 600)
    assert Entry.objects.filter(act="sound countdown").count() == 2
    with pytest.raises(NothingRuns):
        answer(officer, here, "handled", "encore")
    frame = queries.frames(officer, here)[-1]
    assert (frame["type"], frame["handled_by"]) == ("watchdog", "Brigadière-cheffe Nadia")


def answer(by: Officer, held: Conversation, action: str, reason: str) -> None:
    actions.answer_watch(by=by, conversation=held.pk, action=action, reason=reason)


def test_looked_after_and_back_it_counts_anew_when_she_goes_again(
    here: Conversation, officer: Officer, clock: time_machine.Traveller
) -> None:
    presence.visitor_disconnected(here.pk, PHONE)
    look(clock, 121)
    answer(officer, here, "handled", "je l’appelle")
    presence.visitor_connected(here.pk, PHONE)
    assert look(clock, 2) is None
    presence.visitor_disconnected(here.pk, PHONE)
    assert look(clock, 121).alarmed_at is not None  # type: ignore[union-attr]


def test_an_alarm_that_nobody_looks_after_goes_on_when_she_goes_in_another_way(
    here: Conversation, officer: Officer, supervisor: Officer, clock: time_machine.Traveller
) -> None:
    says(here, officer)
    look(clock, 1)
    sounding = look(clock, 1200)
    assert sounding is not None
    assert (sounding.cause, sounding.alarmed_at) == ("silent", timezone.now())
    presence.visitor_disconnected(here.pk, PHONE)
    still = look(clock, 70)
    assert still is not None
    assert (still.cause, still.alarmed_at) == ("dropped", sounding.alarmed_at)
    assert len(emergencies.of_supervisor(supervisor)) == 1


def test_one_that_cannot_be_looked_at_keeps_nobody_else_from_it(
    here: Conversation, arrive: Arrive, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = arrive("35000", in_danger=True)
    for conversation in (here, other):
        presence.visitor_connected(conversation.pk, PHONE)
        presence.visitor_disconnected(conversation.pk, PHONE)
    first = min(here.pk, other.pk)
    known = presence.visitor

    def visitor(conversation: Conversation) -> tuple[str, datetime]:
        if conversation.pk == first:
            raise ValueError("something unforeseen")
        return known(conversation)

    monkeypatch.setattr(presence, "visitor", visitor)
    watch = look(clock, 5)
    assert watch is not None
    assert watch.pk == max(here.pk, other.pk)


def test_what_is_not_an_answer_is_refused(
    here: Conversation, officer: Officer, colleague: Officer, gendarme: Officer, clock: time_machine.Traveller
) -> None:
    with pytest.raises(NothingRuns):
        answer(officer, here, "handled", "rien ne court")
    presence.visitor_disconnected(here.pk, PHONE)
    look(clock, 5)
    with pytest.raises(Invalid) as refusal:
        answer(officer, here, "ignore", " ")
    assert set(refusal.value.errors) == {"action", "reason"}
    with pytest.raises(Forbidden):
        answer(colleague, here, "handled", "pas la mienne")
    with pytest.raises(NotFound):
        answer(gendarme, here, "handled", "pas ma force")


def test_an_exercise_calls_no_supervisor(
    here: Conversation, supervisor: Officer, clock: time_machine.Traveller
) -> None:
    Intake.objects.filter(pk=here.pk).update(exercise="among")
    presence.visitor_disconnected(here.pk, PHONE)
    assert look(clock, 121).alarmed_at is not None  # type: ignore[union-attr]
    assert emergencies.of_supervisor(supervisor) == []
    assert Kind.SILENT not in [condition.kind for condition in conditions.found()]
