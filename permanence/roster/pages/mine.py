"""An officer's own calendar of four weeks, and who is on duty now and next in their force."""

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from permanence.accounts.models import Force, Officer
from permanence.accounts.policy import Act
from permanence.accounts.web import officer_of, require
from permanence.roster import queries, words
from permanence.roster.models import Absence, Shift, Swap
from permanence.roster.pages.shared import page

SECTION = "mine"
WEEKS = 4


@dataclass(frozen=True)
class Turn:
    """A shift of the calendar, on the day it begins, by its team's clock."""

    hours: str
    team: str
    on_call: bool
    lasts: str
    pk: int
    is_to_come: bool
    is_away: bool
    """Its officer said that they are absent then, in part or wholly."""


@dataclass(frozen=True)
class Exchange:
    """An open exchange as one of the two sees it."""

    pk: int
    with_whom: Officer
    given: str
    received: str
    is_asked_of_me: bool
    waits_for_supervisor: bool


@dataclass(frozen=True)
class Day:
    """A square of the calendar."""

    day: date
    name: str
    is_past: bool
    is_today: bool
    turns: list[Turn]


@dataclass(frozen=True)
class Desk:
    """Who is there now and who comes next, at the desk of one force."""

    label: str
    is_kept: bool
    now: list[tuple[Shift, str]]
    next: list[tuple[Shift, str]]


@require_safe
@require(Act.SEE_OWN_ROSTER)
def calendar(request: HttpRequest) -> HttpResponse:
    """Four weeks from the Monday of this one."""
    officer = officer_of(request)
    shifts, absences = _shifts(officer), queries.absences_to_come(officer)
    zone = _zone(officer, shifts)
    forces = [officer.force] if officer.force else Force.values
    context = {
        "weeks": _weeks(shifts, absences, zone),
        "absences": [words.span(one.starts_at, one.ends_at, zone) for one in absences],
        "exchanges": [_exchange(swap, officer) for swap in queries.swaps_of(officer)],
        "place": words.place(zone),
        "total": _total(shifts),
        "desks": [_desk(force) for force in forces],
    }
    return page(request, SECTION, "mine", context)


def _shifts(officer: Officer) -> list[Shift]:
    now = timezone.now()
    return queries.own(officer, now - timedelta(days=8), now + timedelta(weeks=WEEKS))


def _zone(officer: Officer, shifts: list[Shift]) -> str:
    return shifts[-1].team.time_zone if shifts else queries.zone_of(officer.force)


def _weeks(shifts: list[Shift], absences: list[Absence], zone: str) -> list[list[Day]]:
    today = timezone.now().astimezone(ZoneInfo(zone)).date()
    monday = today - timedelta(days=today.weekday())
    by_day: dict[date, list[Turn]] = {}
    for shift in shifts:
        begins = shift.starts_at.astimezone(ZoneInfo(shift.team.time_zone)).date()
        by_day.setdefault(begins, []).append(_turn(shift, absences))
    squares = [_day(monday + timedelta(days=number), today, by_day) for number in range(7 * WEEKS)]
    return [squares[start : start + 7] for start in range(0, len(squares), 7)]


def _day(day: date, today: date, by_day: dict[date, list[Turn]]) -> Day:
    return Day(day, words.day(day), day < today, day == today, by_day.get(day, []))


def _turn(shift: Shift, absences: list[Absence]) -> Turn:
    tz = ZoneInfo(shift.team.time_zone)
    begins, ends = shift.starts_at.astimezone(tz), shift.ends_at.astimezone(tz)
    lasts = words.length(shift.ends_at - shift.starts_at)
    away = any(one.starts_at < shift.ends_at and one.ends_at > shift.starts_at for one in absences)
    clock, to_come = f"{words.hour(begins)} à {words.hour(ends)}", shift.starts_at > timezone.now()
    return Turn(clock, shift.team.name, shift.kind != "desk", lasts, shift.pk, to_come, away)


def _exchange(swap: Swap, officer: Officer) -> Exchange:
    asked = swap.asked_to_id == officer.pk
    theirs = _hours(swap.in_return) if swap.in_return else ""
    given, received = (theirs, _hours(swap.shift)) if asked else (_hours(swap.shift), theirs)
    waits = swap.state == Swap.State.TO_CONFIRM
    return Exchange(swap.pk, swap.asked_by if asked else swap.asked_to, given, received, asked, waits)


def _hours(shift: Shift) -> str:
    return words.span(shift.starts_at, shift.ends_at, shift.team.time_zone)


def _total(shifts: list[Shift]) -> int:
    return sum(shift.ends_at > timezone.now() for shift in shifts)


def _desk(force: str) -> Desk:
    now = timezone.now()
    running = [(shift, _until(shift)) for shift in queries.running(force, now)]
    coming = [(shift, _hours(shift)) for shift in queries.coming(force, now)]
    return Desk(Force(force).label, queries.has_roster(force), running, coming)


def _until(shift: Shift) -> str:
    return f"jusqu’à {words.hour(shift.ends_at.astimezone(ZoneInfo(shift.team.time_zone)))}"
