"""Most urgent first, then longest waiting; none waits for ever; estimates never lie."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.desk import queue
from permanence.desk.models import Intake
from permanence.desk.queue import Duty
from permanence.desk.vocabulary import Level
from permanence.roster.models import Shift, Team
from tests.desk.conftest import Arrive

NOW = datetime(2026, 3, 10, 2, 30, tzinfo=UTC)


def waiting_since(arrive: Arrive, minutes: int, level: Level, postal_code: str = "35000") -> Intake:
    conversation = arrive(postal_code)
    since = timezone.now() - timedelta(minutes=minutes)
    Intake.objects.filter(pk=conversation.pk).update(waiting_since=since, level=level)
    return Intake.objects.get(pk=conversation.pk)


def test_most_urgent_first_then_longest_waiting(arrive: Arrive, clock: time_machine.Traveller) -> None:
    standard = waiting_since(arrive, 9, Level.STANDARD)
    high = waiting_since(arrive, 1, Level.HIGH)
    earlier = waiting_since(arrive, 3, Level.IMMEDIATE)
    later = waiting_since(arrive, 2, Level.IMMEDIATE)
    assert list(queue.waiting("PN")) == [earlier, later, high, standard]


def test_none_waits_for_ever(arrive: Arrive, clock: time_machine.Traveller) -> None:
    forgotten = waiting_since(arrive, 46, Level.STANDARD)
    urgent = waiting_since(arrive, 5, Level.IMMEDIATE)
    long = waiting_since(arrive, 16, Level.STANDARD)
    high = waiting_since(arrive, 5, Level.HIGH)
    assert list(queue.waiting("PN")) == [forgotten, urgent, long, high]


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("minutes", [0, 14, 15, 29, 30, 44, 45, 600])
def test_the_query_ranks_as_the_rule_says(
    arrive: Arrive, clock: time_machine.Traveller, level: Level, minutes: int
) -> None:
    intake = waiting_since(arrive, minutes, level)
    (found,) = queue.waiting("PN")
    assert found.rank == queue.rank(level, intake.waiting_since, timezone.now())  # type: ignore[attr-defined]


def test_a_conversation_without_force_stands_in_both_queues(arrive: Arrive) -> None:
    unknown = arrive(None)
    police = arrive("35000")
    gendarmerie = arrive("35510")
    assert {intake.pk for intake in queue.waiting("PN")} == {unknown.pk, police.pk}
    assert {intake.pk for intake in queue.waiting("GN")} == {unknown.pk, gendarmerie.pk}
    assert {intake.pk for intake in queue.waiting()} == {unknown.pk, police.pk, gendarmerie.pk}


def test_places_count_from_one(arrive: Arrive) -> None:
    first, second = arrive("35000"), arrive("35000")
    places = queue.places()
    assert (places[first.pk].position, places[second.pk].position) == (1, 2)


def test_nobody_on_duty_is_said_and_no_estimate_given(arrive: Arrive) -> None:
    conversation = arrive("35000")
    place = queue.places()[conversation.pk]
    assert (place.staffed, place.estimated_wait_s) == (False, None)


def test_an_officer_on_duty_with_a_free_place_is_about_a_minute(arrive: Arrive, officer: Officer) -> None:
    Officer.objects.filter(pk=officer.pk).update(presence="available", seen_at=timezone.now(), capacity=1)
    first, second = arrive("35000"), arrive("35000")
    places = queue.places()
    assert (places[first.pk].staffed, places[first.pk].estimated_wait_s) == (True, 60)
    assert (places[second.pk].staffed, places[second.pk].estimated_wait_s) == (True, None)


def test_an_officer_not_seen_for_long_is_not_on_duty(arrive: Arrive, officer: Officer) -> None:
    seen = timezone.now() - timedelta(minutes=3)
    Officer.objects.filter(pk=officer.pk).update(presence="available", seen_at=seen)
    assert queue.duty("PN").on_duty == 0


@pytest.mark.parametrize(
    ("position", "duty", "expected"),
    [
        (1, Duty(0, 0, 50), None),
        (1, Duty(1, 1, 0), 60),
        (2, Duty(1, 1, 0), None),
        (2, Duty(1, 1, 12), 300),
        (3, Duty(1, 0, 12), 900),
        (1, Duty(1, 0, 2), None),
    ],
)
def test_an_estimate_comes_from_what_was_seen(position: int, duty: Duty, expected: int | None) -> None:
    assert queue.estimate(position, duty) == expected


def test_an_empty_desk_says_from_when_the_roster_has_somebody(
    arrive: Arrive, officer: Officer, clock: time_machine.Traveller
) -> None:
    conversation = arrive()
    team = Team.objects.create(force="PN", name="Équipe de jour")
    assert queue.places()[conversation.pk].planned_at is None, "without a shift nobody knows"
    at = timezone.now() + timedelta(hours=4)
    Shift.objects.create(officer=officer, team=team, starts_at=at, ends_at=at + timedelta(hours=8))
    assert queue.places()[conversation.pk].planned_at == at
    now = timezone.now()
    Shift.objects.create(officer=officer, team=team, starts_at=now, ends_at=now + timedelta(hours=1))
    assert queue.places()[conversation.pk].planned_at is None, "who should be there is not: nobody knows"


def test_who_is_answered_is_told_of_no_roster(arrive: Arrive, officer: Officer, clock: time_machine.Traveller) -> None:
    conversation = arrive()
    at = timezone.now() + timedelta(hours=4)
    team = Team.objects.create(force="PN", name="Équipe de jour")
    Shift.objects.create(officer=officer, team=team, starts_at=at, ends_at=at + timedelta(hours=8))
    Officer.objects.filter(pk=officer.pk).update(seen_at=timezone.now(), presence="available")
    place = queue.places()[conversation.pk]
    assert (place.staffed, place.planned_at) == (True, None)
