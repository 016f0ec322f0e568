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
from permanence.roster.models import Shift
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
    shifts = _shifts(officer)
    zone = _zone(officer, shifts)
    forces = [officer.force] if officer.force else Force.values
    context = {
        "weeks": _weeks(shifts, zone),
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


def _weeks(shifts: list[Shift], zone: str) -> list[list[Day]]:
    today = timezone.now().astimezone(ZoneInfo(zone)).date()
    monday = today - timedelta(days=today.weekday())
    by_day: dict[date, list[Turn]] = {}
    for shift in shifts:
        begins = shift.starts_at.astimezone(ZoneInfo(shift.team.time_zone)).date()
        by_day.setdefault(begins, []).append(_turn(shift))
    squares = [_day(monday + timedelta(days=number), today, by_day) for number in range(7 * WEEKS)]
    return [squares[start : start + 7] for start in range(0, len(squares), 7)]


def _day(day: date, today: date, by_day: dict[date, list[Turn]]) -> Day:
    return Day(day, words.day(day), day < today, day == today, by_day.get(day, []))


def _turn(shift: Shift) -> Turn:
    tz = ZoneInfo(shift.team.time_zone)
    begins, ends = shift.starts_at.astimezone(tz), shift.ends_at.astimezone(tz)
    lasts = words.length(shift.ends_at - shift.starts_at)
    return Turn(f"{words.hour(begins)} à {words.hour(ends)}", shift.team.name, shift.kind != "desk", lasts)


def _total(shifts: list[Shift]) -> int:
    return sum(shift.ends_at > timezone.now() for shift in shifts)


def _desk(force: str) -> Desk:
    now = timezone.now()
    running = [(shift, _until(shift)) for shift in queries.running(force, now)]
    coming = [(shift, _from(shift)) for shift in queries.coming(force, now)]
    return Desk(Force(force).label, queries.has_roster(force), running, coming)


def _until(shift: Shift) -> str:
    return f"jusqu’à {words.hour(shift.ends_at.astimezone(ZoneInfo(shift.team.time_zone)))}"


def _from(shift: Shift) -> str:
    zone = shift.team.time_zone
    return words.span(shift.starts_at, shift.ends_at, zone)
