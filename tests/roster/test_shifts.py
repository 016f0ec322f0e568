"""Entering, moving and removing shifts, and every refusal."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.lib.errors import Forbidden, Invalid, NotFound
from permanence.roster import actions
from permanence.roster.actions import SHORT_REST, AlreadyBegun, Overlapping
from permanence.roster.models import Shift, Team
from tests.roster.conftest import Enter


def test_a_shift_entered_leaves_a_row_in_the_journal(enter: Enter, officer: Officer, supervisor: Officer) -> None:
    shift = enter(officer, 1, 8).shift
    row = Entry.objects.get(object_kind="shift", object_id=str(shift.pk))
    assert (row.actor, row.act, row.detail["change"]) == (supervisor.actor, "edit roster", "entered")


def test_two_shifts_of_one_officer_do_not_overlap(enter: Enter, officer: Officer) -> None:
    enter(officer, 1, 8)
    with pytest.raises(Overlapping, match="déjà une vacation"):
        enter(officer, 7, 9)
    assert Shift.objects.count() == 1


def test_shifts_of_two_officers_may_overlap(enter: Enter, officer: Officer, colleague: Officer) -> None:
    enter(officer, 1, 8)
    assert enter(colleague, 1, 8).warnings == ()


def test_a_rest_under_eleven_hours_is_told_and_not_refused(enter: Enter, officer: Officer) -> None:
    enter(officer, 1, 8)
    assert enter(officer, 18, 24).warnings == (SHORT_REST,)


def test_eleven_hours_of_rest_are_enough(enter: Enter, officer: Officer) -> None:
    enter(officer, 1, 8)
    assert enter(officer, 19, 24).warnings == ()


@pytest.mark.parametrize(
    ("start", "end", "field"), [(-1, 5, "starts_at"), (5, 5, "ends_at"), (5, 4, "ends_at"), (1, 26, "ends_at")]
)
def test_hours_that_cannot_be_are_refused(enter: Enter, officer: Officer, start: int, end: int, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        enter(officer, start, end)
    assert set(refused.value.errors) == {field}


def test_hours_without_a_time_zone_are_refused_in_words(team: Team, officer: Officer, supervisor: Officer) -> None:
    naive = datetime(2026, 3, 12, 8)  # noqa: DTZ001
    with pytest.raises(Invalid) as refused:
        actions.enter_shift(by=supervisor, team=team.pk, officer=officer, starts_at=naive, ends_at=timezone.now())
    assert set(refused.value.errors) == {"starts_at"}


def test_a_shift_goes_to_somebody_who_is_free_then(
    enter: Enter, officer: Officer, colleague: Officer, supervisor: Officer
) -> None:
    mine, theirs = enter(officer, 1, 8).shift, enter(colleague, 10, 20).shift
    hours = {"starts_at": mine.starts_at, "ends_at": mine.ends_at}
    moved = actions.move_shift(by=supervisor, shift=mine.pk, officer=colleague, **hours)
    assert (moved.shift.officer, moved.warnings) == (colleague, (SHORT_REST,))
    with pytest.raises(Overlapping):
        actions.move_shift(by=supervisor, shift=theirs.pk, **hours)


def test_an_unknown_kind_is_refused(enter: Enter, officer: Officer) -> None:
    with pytest.raises(Invalid) as refused:
        enter(officer, 1, 8, kind="lunch")
    assert set(refused.value.errors) == {"kind"}


def test_an_officer_of_the_other_force_is_refused(enter: Enter, gendarme: Officer) -> None:
    with pytest.raises(Invalid) as refused:
        enter(gendarme, 1, 8)
    assert set(refused.value.errors) == {"officer"}


def test_an_account_that_answers_nobody_is_refused(enter: Enter, administrator: Officer) -> None:
    with pytest.raises(Invalid):
        enter(administrator, 1, 8)


def test_an_officer_does_not_enter_shifts_and_the_attempt_remains(enter: Enter, officer: Officer) -> None:
    with pytest.raises(NotFound):
        enter(officer, 1, 8, by=officer)
    assert Entry.objects.filter(actor=officer.actor, act="edit roster", outcome=Entry.Outcome.REFUSED).exists()


def test_a_supervisor_of_the_other_force_does_not_know_the_team(
    enter: Enter, officer: Officer, supervisor: Officer
) -> None:
    supervisor.force = "GN"
    with pytest.raises(NotFound):
        enter(officer, 1, 8)


def test_a_shift_moves_without_meeting_itself(enter: Enter, officer: Officer, supervisor: Officer) -> None:
    shift = enter(officer, 1, 8).shift
    later = timezone.now() + timedelta(hours=2)
    moved = actions.move_shift(by=supervisor, shift=shift.pk, starts_at=later, ends_at=later + timedelta(hours=7))
    assert (moved.shift.starts_at, moved.warnings) == (later, ())


def test_a_shift_is_removed_before_it_begins(enter: Enter, officer: Officer, supervisor: Officer) -> None:
    actions.remove_shift(by=supervisor, shift=enter(officer, 1, 8).shift.pk)
    assert not Shift.objects.exists()


def test_a_shift_that_has_begun_is_neither_moved_nor_removed(
    enter: Enter, officer: Officer, supervisor: Officer, clock: time_machine.Traveller
) -> None:
    shift = enter(officer, 1, 8).shift
    clock.shift(timedelta(hours=1))
    later = timezone.now() + timedelta(hours=2)
    with pytest.raises(AlreadyBegun):
        actions.move_shift(by=supervisor, shift=shift.pk, starts_at=later, ends_at=later + timedelta(hours=1))
    with pytest.raises(AlreadyBegun):
        actions.remove_shift(by=supervisor, shift=shift.pk)


def test_a_shift_of_nobody_is_unknown(team: Team, supervisor: Officer) -> None:
    with pytest.raises(NotFound):
        actions.remove_shift(by=supervisor, shift=999)


def test_an_officer_creates_no_team(officer: Officer) -> None:
    with pytest.raises(Forbidden):
        actions.create_team(by=officer, force="PN", name="Jour")


@pytest.mark.parametrize(
    ("name", "zone", "field"),
    [(" ", "Europe/Paris", "name"), ("Brigade de nuit", "Europe/Paris", "name"), ("Jour", "Mars/Base", "time_zone")],
)
def test_a_team_that_cannot_be_is_refused(team: Team, supervisor: Officer, name: str, zone: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        actions.create_team(by=supervisor, force="PN", name=name, time_zone=zone)
    assert set(refused.value.errors) == {field}
