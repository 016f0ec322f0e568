"""The appointments of a unit, a week at a time, on its own clock. The same hour twice is said, never forbidden."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from permanence.accounts.models import Officer
from permanence.accounts.web import officer_of
from permanence.casework.console import words
from permanence.casework.console.pages import of_a_unit, page, zone_of
from permanence.casework.referrals import queries
from permanence.casework.referrals.models import Appointment
from permanence.territory.models import Unit

View = dict[str, Any]
TAKEN = (Appointment.State.PROPOSED, Appointment.State.CONFIRMED)
TONES = {"confirmed": "fine", "kept": "fine", "proposed": "late", "missed": "danger"}
FORTNIGHT = timedelta(days=14)
LONGEST = timedelta(hours=8)


@dataclass(frozen=True)
class Entry:
    """An appointment in the calendar."""

    referral: str
    reference: str
    starts_at: datetime
    ends_at: datetime
    span: str
    state: str
    label: str
    tone: str
    minor: bool
    doubled: bool
    """Another one stands at the same hour."""
    movable: bool


@dataclass(frozen=True)
class Day:
    """A day of the week and what stands in it."""

    on: date
    is_today: bool
    entries: list[Entry]


@require_safe
@of_a_unit
def week(request: HttpRequest, unit: Unit) -> HttpResponse:
    """One week, by `?semaine=2026-W49`; what is not a week is this one. `?vue=liste`: as a list."""
    zone = zone_of(unit)
    today = timezone.now().astimezone(zone).date()
    monday = _monday(request.GET.get("semaine", "")) or today - timedelta(days=today.weekday())
    entries = between(officer_of(request), monday, monday + timedelta(days=7), zone)
    days = [_day(monday + timedelta(days=number), today, entries, zone) for number in range(7)]
    context = {
        "days": days,
        "entries": entries,
        "doubled": sum(one.doubled for one in entries),
        "week": _name(monday),
        "before": _name(monday - timedelta(days=7)),
        "after": _name(monday + timedelta(days=7)),
        "this": _name(today),
        "last": monday + timedelta(days=6),
        "as_list": request.GET.get("vue") == "liste",
    }
    return page(request, unit, "agenda", "agenda", context)


def between(officer: Officer, first: date, until: date, zone: ZoneInfo) -> list[Entry]:
    """The unit's appointments from one day to another, in their order."""
    start, end = (datetime.combine(on, datetime.min.time(), zone) for on in (first, until))
    rows = queries.calendar(officer, start, end)
    around = [_taken(one) for one in queries.calendar(officer, start - LONGEST, end) if one["state"] in TAKEN]
    return [_entry(one, around, zone) for one in rows]


def coming(officer: Officer, zone: ZoneInfo, *, beside: str) -> list[Entry]:
    """What is already in the calendar of the next two weeks, of other cases: whoever proposes an hour sees it."""
    today = timezone.now().astimezone(zone).date()
    found = between(officer, today, today + FORTNIGHT, zone)
    return [one for one in found if one.state in TAKEN and one.referral != beside and one.ends_at > timezone.now()]


def clashes(officer: Officer, appointment: View | None) -> list[str]:
    """The references of other cases that are received at the same hour."""
    if appointment is None:
        return []
    start = appointment["starts_at"]
    end = start + timedelta(minutes=appointment["minutes"])
    around = [_taken(one) for one in queries.calendar(officer, start - LONGEST, end) if one["state"] in TAKEN]
    return [
        reference for pk, begins, ends, reference in around if pk != appointment["id"] and begins < end and start < ends
    ]


def _taken(row: View) -> tuple[str, datetime, datetime, str]:
    starts_at = datetime.fromisoformat(row["starts_at"])
    return row["id"], starts_at, starts_at + timedelta(minutes=row["minutes"]), row["reference"]


def _entry(row: View, around: Iterable[tuple[str, datetime, datetime, str]], zone: ZoneInfo) -> Entry:
    pk, starts_at, ends_at, reference = _taken(row)
    takes = row["state"] in TAKEN
    return Entry(
        referral=row["referral"],
        reference=reference,
        starts_at=starts_at,
        ends_at=ends_at,
        span=words.span(starts_at, row["minutes"], zone),
        state=row["state"],
        label=row["state_label"],
        tone=TONES.get(row["state"], ""),
        minor=row["minor"],
        doubled=takes and any(other != pk and start < ends_at and starts_at < end for other, start, end, _ in around),
        movable=takes and ends_at > timezone.now(),
    )


def _day(on: date, today: date, entries: Iterable[Entry], zone: ZoneInfo) -> Day:
    return Day(on, on == today, [one for one in entries if one.starts_at.astimezone(zone).date() == on])


def _monday(name: str) -> date | None:
    """The Monday of `2026-W49`; None where it names no week."""
    try:
        return datetime.strptime(f"{name}-1", "%G-W%V-%u").date()  # noqa: DTZ007 (a day of no clock)
    except ValueError:
        return None


def _name(on: date) -> str:
    return on.strftime("%G-W%V")
