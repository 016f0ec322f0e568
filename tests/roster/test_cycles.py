"""Cycles laid as shifts: once, ahead, extended, stopped; what a hand changed stays changed."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.lib.errors import Invalid, NotFound
from permanence.roster import actions, queries
from permanence.roster.actions import Started
from permanence.roster.models import Cycle, Shift, Team
from permanence.roster.pattern import Turn
from tests.roster.conftest import Enter

TODAY = date(2026, 3, 10)
NIGHTS = (Turn(0, time(19), time(7)),)
Start = Callable[..., Started]


@pytest.fixture
def start(team: Team, supervisor: Officer, officer: Officer) -> Start:
    """A cycle of every night from today, of the officer, unless told otherwise."""

    def started(**changes: Any) -> Started:
        asked: dict[str, Any] = {
            "by": supervisor,
            "team": team.pk,
            "name": "Nuits",
            "days": 1,
            "anchor_on": TODAY,
            "turns": NIGHTS,
            "members": {officer: 0},
            "first_on": TODAY,
        }
        return actions.start_cycle(**{**asked, **changes})

    return started


def test_it_is_laid_eight_weeks_ahead_by_the_clock_and_told_in_the_journal(start: Start, officer: Officer) -> None:
    started = start()
    assert (started.laid, started.left_out) == (56, ())
    assert {shift.starts_at.hour for shift in Shift.objects.all()} == {17, 18}
    assert len({timezone.localtime(shift.starts_at).hour for shift in Shift.objects.all()}) == 1
    laid = Entry.objects.filter(object_kind="cycle").order_by("pk").last()
    assert laid is not None
    assert (laid.detail["change"], laid.detail["shifts"]) == ("laid", 56)


def test_laid_again_nothing_is_laid_twice(start: Start) -> None:
    start()
    rows = Entry.objects.count()
    assert actions.extend_cycles() == 0
    assert (Shift.objects.count(), Entry.objects.count()) == (56, rows)


def test_the_periodic_work_extends_it_by_what_has_come_near(start: Start, clock: time_machine.Traveller) -> None:
    start()
    clock.shift(timedelta(days=3))
    assert actions.extend_cycles() == 3
    assert actions.extend_cycles() == 0


def test_what_was_missed_is_not_written_afterwards(start: Start, clock: time_machine.Traveller) -> None:
    start()
    clock.shift(timedelta(days=100))
    actions.extend_cycles()
    assert not Shift.objects.filter(starts_at__lt=timezone.now(), starts_at__gt=timezone.now() - timedelta(days=40))
    assert Shift.objects.filter(starts_at__gt=timezone.now()).count() == 56


def test_a_shift_that_was_removed_does_not_come_back_and_one_that_was_moved_stays(
    start: Start, supervisor: Officer, clock: time_machine.Traveller
) -> None:
    start()
    first, second = Shift.objects.order_by("starts_at")[:2]
    actions.remove_shift(by=supervisor, shift=first.pk)
    later = second.starts_at + timedelta(hours=1)
    actions.move_shift(by=supervisor, shift=second.pk, starts_at=later, ends_at=second.ends_at)
    clock.shift(timedelta(hours=1))
    actions.extend_cycles()
    assert Shift.objects.count() == 55
    assert Shift.objects.get(pk=second.pk).cycle is None


def test_a_turn_that_meets_a_shift_is_left_out_and_told(start: Start, enter: Enter, officer: Officer) -> None:
    enter(officer, 18, 20)
    started = start()
    assert (started.laid, len(started.left_out)) == (55, 1)


def test_it_ends_on_its_last_day(start: Start) -> None:
    assert start(last_on=TODAY + timedelta(days=2)).laid == 3


def test_stopped_it_takes_its_shifts_to_come_and_leaves_what_a_hand_changed(
    start: Start, supervisor: Officer, clock: time_machine.Traveller
) -> None:
    cycle = start().cycle
    kept = Shift.objects.order_by("starts_at")[10]
    actions.move_shift(by=supervisor, shift=kept.pk, starts_at=kept.starts_at, ends_at=kept.ends_at)
    assert actions.stop_cycle(by=supervisor, cycle=cycle.pk, on=TODAY + timedelta(days=5)) == 50
    assert Shift.objects.count() == 6
    clock.shift(timedelta(days=30))
    assert actions.extend_cycles() == 0
    with pytest.raises(Invalid, match="arrêté"):
        actions.stop_cycle(by=supervisor, cycle=cycle.pk, on=TODAY)


def test_two_officers_in_turn_leave_no_hole(start: Start, officer: Officer, colleague: Officer) -> None:
    start(turns=(*NIGHTS, Turn(1, time(7), time(19))), days=2, members={officer: 0, colleague: 1})
    holes = queries.holes()["PN"]
    assert [hole for hole in holes if hole.starts_at > timezone.now() + timedelta(days=2)] == []


def test_whoever_left_is_laid_nothing_until_they_are_back(
    start: Start, officer: Officer, clock: time_machine.Traveller
) -> None:
    start()
    Officer.objects.filter(pk=officer.pk).update(is_active=False)
    clock.shift(timedelta(days=3))
    assert actions.extend_cycles() == 0
    Officer.objects.filter(pk=officer.pk).update(is_active=True)
    assert actions.extend_cycles() == 3


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"days": 0}, "days"),
        ({"days": 57}, "days"),
        ({"turns": ()}, "turns"),
        ({"turns": (Turn(3, time(7), time(19)),)}, "turns"),
        ({"members": {}}, "members"),
        ({"first_on": TODAY - timedelta(days=1)}, "first_on"),
        ({"last_on": TODAY - timedelta(days=1)}, "last_on"),
    ],
)
def test_a_cycle_that_cannot_be_is_refused(start: Start, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        start(**changes)
    assert field in refused.value.errors
    assert not Cycle.objects.exists()


def test_an_officer_of_the_other_force_and_a_day_beyond_the_cycle_are_refused(
    start: Start, gendarme: Officer, officer: Officer
) -> None:
    for members in ({gendarme: 0}, {officer: 1}):
        with pytest.raises(Invalid) as refused:
            start(members=members)
        assert set(refused.value.errors) == {"members"}


def test_an_officer_starts_and_stops_none(start: Start, officer: Officer) -> None:
    with pytest.raises(NotFound):
        start(by=officer)
    cycle = start().cycle
    with pytest.raises(NotFound):
        actions.stop_cycle(by=officer, cycle=cycle.pk, on=TODAY)
    assert Entry.objects.filter(actor=officer.actor, outcome=Entry.Outcome.REFUSED).count() == 2
