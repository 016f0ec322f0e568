"""Shifts as tables and calendars that other programs read and write: CSV, iCalendar (RFC 5545). No database, no clock.

What leaves cannot be run by a spreadsheet: a cell that would begin a formula begins with an apostrophe. What comes in
is read whole, every wrong line named by its number; nothing is guessed.
"""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vDDDTypes

from permanence.lib.errors import Invalid
from permanence.roster import hours
from permanence.roster.models import Kind, Shift

COLUMNS = ("agent", "équipe", "début", "fin", "nature")
T = TypeVar("T")
MOST_LINES = 2_000
WRITTEN = "%Y-%m-%d %H:%M"
YEARS = range(2000, 2101)
READ = (WRITTEN, "%d/%m/%Y %H:%M")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""The wide ones too: some spreadsheets run them."""
KINDS = {Kind.DESK: "bureau", Kind.ON_CALL: "astreinte"}


@dataclass(frozen=True)
class Line:
    """A shift as it was read, from line (or event) `number`; `officer` is the name of an account."""

    number: int
    officer: str
    starts_at: datetime
    ends_at: datetime
    kind: str = Kind.DESK


@dataclass(frozen=True)
class Found:
    """What could be read, and by number what could not."""

    lines: list[Line]
    wrong: dict[int, str]


def csv_of(shifts: Iterable[Shift]) -> str:
    """A table with semicolons, as French spreadsheets open it; hours by each team's clock."""
    text = io.StringIO()
    table = csv.writer(text, delimiter=";", lineterminator="\r\n")
    table.writerow(COLUMNS)
    for shift in shifts:
        zone = ZoneInfo(shift.team.time_zone)
        moments = (f"{at.astimezone(zone):{WRITTEN}}" for at in (shift.starts_at, shift.ends_at))
        cells = (shift.officer.username, shift.team.name, *moments, KINDS[Kind(shift.kind)])
        table.writerow(_tame(cell) for cell in cells)
    return text.getvalue()


def ics_of(shifts: Iterable[Shift], *, now: datetime, named: bool) -> bytes:
    """A calendar; `named` says whose each shift is, which an officer's own need not."""
    calendar = Calendar()
    calendar.add("prodid", "-//Permanence//Planning//FR")
    calendar.add("version", "2.0")
    for shift in shifts:
        event = Event()
        who = f" : {shift.officer}" if named else ""
        event.add("uid", f"vacation-{shift.pk}@permanence")
        event.add("dtstamp", now)
        event.add("dtstart", shift.starts_at)
        event.add("dtend", shift.ends_at)
        event.add("summary", f"{Kind(shift.kind).label}{who}")
        event.add("description", shift.team.name)
        calendar.add_component(event)
    data: bytes = calendar.to_ical()
    return data


def read_csv(text: str, zone: str) -> Found:
    """The table that `csv_of` writes, in any order of columns, with semicolons or commas. Raises `Invalid`."""
    table = io.StringIO(text.lstrip("\ufeff"), newline=None)
    first = table.readline()
    table.seek(0)
    rows = csv.DictReader(table, delimiter=";" if ";" in first else ",")
    try:
        if missing := {"agent", "début", "fin"} - set(rows.fieldnames or ()):
            raise Invalid(f"La première ligne doit nommer les colonnes ; il manque : {', '.join(sorted(missing))}.")
        return _read(enumerate(rows, start=2), lambda number, row: _of_row(number, row, zone))
    except csv.Error:
        raise Invalid("Ce fichier n’est pas un tableau CSV lisible.") from None


def read_ics(data: bytes, zone: str, officer: str) -> Found:
    """The events of a calendar, all of one officer; hours without a zone are of `zone`. Raises `Invalid`."""
    try:
        events = [one for one in Calendar.from_ical(data).walk("VEVENT") if isinstance(one, Event)]
    except (ValueError, IndexError, KeyError):
        raise Invalid("Ce fichier n’est pas un calendrier iCalendar lisible.") from None
    return _read(enumerate(events, start=1), lambda number, event: _of_event(number, event, zone, officer))


def _read(numbered: Iterable[tuple[int, T]], read: Callable[[int, T], Line]) -> Found:
    found = Found([], {})
    for number, one in numbered:
        if len(found.lines) + len(found.wrong) >= MOST_LINES:
            raise Invalid(f"Au plus {MOST_LINES} vacations à la fois : importez en plusieurs fichiers.")
        try:
            found.lines.append(read(number, one))
        except Invalid as wrong:
            found.wrong[number] = wrong.detail
    return found


def _of_row(number: int, row: dict[str, str | None], zone: str) -> Line:
    cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
    kinds = {"": Kind.DESK, **{word: kind for kind, word in KINDS.items()}}
    if cells["nature"].lower() not in kinds:
        raise Invalid(f"nature inconnue : écrivez {' ou '.join(KINDS.values())}.")
    starts_at, ends_at = (_moment(cells[name], name, zone) for name in ("début", "fin"))
    return Line(number, _freed(cells["agent"]), starts_at, ends_at, kinds[cells["nature"].lower()])


def _moment(text: str, name: str, zone: str) -> datetime:
    for form in READ:
        try:
            at = datetime.strptime(text, form)  # noqa: DTZ007 (its zone is the team's)
        except ValueError:
            continue
        return _in_use(at, zone)
    raise Invalid(f"{name} illisible : écrivez par exemple 2026-12-01 19:00.")


def _of_event(number: int, event: Event, zone: str, officer: str) -> Line:
    if "RRULE" in event or "RDATE" in event:
        raise Invalid("événement répété : commencez plutôt un cycle.")
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        raise Invalid("événement annulé : retirez-le du fichier.")
    if "DTSTART" not in event or "DTEND" not in event:
        raise Invalid("événement sans début ou sans fin.")
    starts_at, ends_at = (_instant(event[name], zone) for name in ("DTSTART", "DTEND"))
    return Line(number, officer, starts_at, ends_at)


def _instant(value: object, zone: str) -> datetime:
    """What a property says. A zone that is named and unknown is not taken for the team's."""
    at = value.dt if isinstance(value, vDDDTypes) else None
    if not isinstance(at, datetime):
        kind = "d’une journée entière" if isinstance(at, date) else "sans heure"
        raise Invalid(f"événement {kind} : une vacation a des heures.")
    if at.tzinfo is None and "TZID" in getattr(value, "params", ()):
        raise Invalid("fuseau horaire inconnu : nommez-le par exemple Europe/Paris.")
    return _in_use(at, zone)


def _in_use(at: datetime, zone: str) -> datetime:
    if at.year not in YEARS:
        raise Invalid(f"année {at.year} : une vacation est entre {YEARS[0]} et {YEARS[-1]}.")
    return at if at.tzinfo else hours.moment(at.date(), at.time(), zone)


def _tame(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _freed(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell
