"""Coverage: the holes of the next four weeks first, in words, then every half-hour, one row a day; a day by itself."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from permanence.accounts.models import Force, Officer
from permanence.accounts.policy import Act, Scope, permits
from permanence.accounts.web import officer_of, require
from permanence.lib.errors import NotFound
from permanence.roster import access, coverage, days, hours, queries, words
from permanence.roster.coverage import Hole
from permanence.roster.models import Absence, Shift, Swap
from permanence.roster.pages.shared import page, told

SECTION = "coverage"
WEEKS = 4
LISTED = 12
"""Holes told at once; the others unfold."""


@dataclass(frozen=True)
class Missing:
    """A hole of a page: its words, and the hours that a shift to fill it would have."""

    words: str
    empty: bool
    day: str
    begins: str
    ends: str


@dataclass(frozen=True)
class Board:
    """What the page shows of one force."""

    force: str
    label: str
    place: str
    editable: bool
    is_kept: bool
    """A roster exists: otherwise nothing may be concluded from its silence."""
    rows: list[days.Row]
    missing: list[Missing]
    now: list[Shift]
    next: list[tuple[Shift, str]]
    """With their hours, in words."""
    away: list[tuple[Absence, str]]
    to_confirm: list[tuple[Swap, str]]
    """Exchanges that a supervisor settles."""
    people: list[Officer]
    """Of whom an absence may be told."""

    @property
    def first(self) -> list[Missing]:
        """The holes that are told at once."""
        return self.missing[:LISTED]

    @property
    def others(self) -> list[Missing]:
        """The holes that unfold."""
        return self.missing[LISTED:]

    @property
    def empties(self) -> int:
        """How many of the holes are without anybody."""
        return sum(hole.empty for hole in self.missing)

    @property
    def shorts(self) -> int:
        """How many have somebody, and too few."""
        return len(self.missing) - self.empties


@require_safe
@require(Act.SEE_ROSTER)
@told(SECTION)
def four_weeks(request: HttpRequest) -> HttpResponse:
    """Of the force asked for, or of every force that the reader may see."""
    officer = officer_of(request)
    visible = access.visible_forces(officer)
    asked = request.GET.get("force", "")
    if asked in Force.values:
        access.may_see(officer, asked)
    chosen = [asked] if asked in visible else visible
    context = {
        "boards": [_board(officer, force) for force in chosen],
        "choices": [Force(force) for force in visible] if len(visible) > 1 else [],
        "chosen": asked if asked in visible else "",
    }
    return page(request, SECTION, "coverage", context)


@require_safe
@require(Act.SEE_ROSTER)
@told(SECTION)
def one_day(request: HttpRequest, force: str, day: date) -> HttpResponse:
    """One day of one force: its half-hours, its holes, its shifts."""
    officer = officer_of(request)
    if force not in Force.values:
        raise NotFound("Cette force n’existe pas.")
    access.may_see(officer, force)
    zone = queries.zone_of(force)
    start, end = hours.midnight(day, zone), hours.midnight(day + hours.DAY, zone)
    now = timezone.now()
    (row,) = days.rows(queries.coverage(force, start, end), zone, now=now)
    context = {
        "force": Force(force),
        "row": row,
        "missing": [_missing(hole, zone) for hole in row.holes] if queries.has_roster(force) else [],
        "shifts": [(shift, *_hours(shift, start, end)) for shift in queries.of_force(force, start, end)],
        "place": words.place(zone),
        "editable": permits(officer, Act.EDIT_ROSTER, Scope(force=force)),
        "now": now,
        "before": day - hours.DAY,
        "after": day + hours.DAY,
    }
    return page(request, SECTION, "day", context)


def _board(officer: Officer, force: str) -> Board:
    now, zone = timezone.now(), queries.zone_of(force)
    today = now.astimezone(ZoneInfo(zone)).date()
    start, end = hours.midnight(today, zone), hours.midnight(today + timedelta(weeks=WEEKS), zone)
    halves = queries.coverage(force, start, end)
    ahead = [half for half in halves if half.at + coverage.HALF_HOUR > now]
    is_kept = queries.has_roster(force)
    editable = permits(officer, Act.EDIT_ROSTER, Scope(force=force))
    return Board(
        force=force,
        label=Force(force).label,
        place=words.place(zone),
        editable=editable,
        is_kept=is_kept,
        rows=days.rows(halves, zone, now=now) if is_kept else [],
        missing=[_missing(hole, zone) for hole in coverage.holes(ahead)] if is_kept else [],
        now=queries.running(force, now),
        next=[(shift, _words(shift)) for shift in queries.coming(force, now)],
        away=[(one, words.span(one.starts_at, one.ends_at, zone)) for one in queries.absent(force)],
        to_confirm=[(swap, _words(swap.shift)) for swap in queries.swaps_to_confirm(force)] if editable else [],
        people=list(queries.may_stand(force)) if editable else [],
    )


def _missing(hole: Hole, zone: str) -> Missing:
    tz = ZoneInfo(zone)
    start, end = hole.starts_at.astimezone(tz), hole.ends_at.astimezone(tz)
    fits = hours.by_the_clock(hole.starts_at, hole.ends_at, zone) <= timedelta(hours=24)
    return Missing(
        words=words.hole(hole, zone),
        empty=not hole.fewest,
        day=f"{start:%Y-%m-%d}",
        begins=f"{start:%H:%M}",
        ends=f"{end:%H:%M}" if fits else "",
    )


def _hours(shift: Shift, start: datetime, end: datetime) -> tuple[str, bool]:
    """Its hours by its team's clock, and whether it only crosses this day's border."""
    return _words(shift), not start <= shift.starts_at < end


def _words(shift: Shift) -> str:
    return words.span(shift.starts_at, shift.ends_at, shift.team.time_zone)
