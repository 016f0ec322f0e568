"""Half-hours against the need: pure, no clock, no database.

A half-hour is covered by the fewest officers present at any instant of it: two who relay each other at 3.15 cover it
as one; one who leaves at 3.15 leaves it empty.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

HALF_HOUR = timedelta(minutes=30)
Span = tuple[datetime, datetime]
"""From, until (excluded), both aware."""


@dataclass(frozen=True)
class HalfHour:
    """How many are there, how many are needed, in the half-hour that begins at `at`."""

    at: datetime
    present: int
    needed: int

    @property
    def is_hole(self) -> bool:
        """Fewer than needed."""
        return self.present < self.needed


@dataclass(frozen=True)
class Hole:
    """Half-hours in a row that lack officers: all without anybody (`fewest` 0), or all with somebody but too few."""

    starts_at: datetime
    ends_at: datetime
    fewest: int
    """The lowest number present in them."""
    needed: int = 1
    """The highest need in them."""


def one(_at: datetime) -> int:
    """What is needed where nobody says more."""
    return 1


def half_hours(
    shifts: Iterable[Span], start: datetime, end: datetime, *, needed: Callable[[datetime], int] = one
) -> list[HalfHour]:
    """Every half-hour from the one of `start` until `end`, in order; `needed` says how many an instant asks for."""
    changes: dict[datetime, int] = {}
    for begins, ends in shifts:
        changes[begins] = changes.get(begins, 0) + 1
        changes[ends] = changes.get(ends, 0) - 1
    moments = sorted(changes)
    told, position, present = [], 0, 0
    for at in _every_half_hour(start, end):
        while position < len(moments) and moments[position] <= at:
            present += changes[moments[position]]
            position += 1
        fewest = present
        while position < len(moments) and moments[position] < at + HALF_HOUR:
            present += changes[moments[position]]
            fewest = min(fewest, present)
            position += 1
        told.append(HalfHour(at, fewest, needed(at)))
    return told


def without(span: Span, absences: Iterable[Span]) -> list[Span]:
    """What is left of a span beside the absences, in order."""
    left = [span]
    for away, back in sorted(absences):
        *before, (begins, ends) = left
        if back <= begins or away >= ends:
            continue
        parts = [(begins, away), (back, ends)]
        left = [*before, *(part for part in parts if part[0] < part[1])]
        if not left or left[-1][1] != ends:
            break
    return left


def holes(told: Iterable[HalfHour]) -> list[Hole]:
    """The half-hours that lack officers, those that follow each other as one; nobody at all is told apart."""
    found: list[Hole] = []
    for half in filter(lambda half: half.is_hole, told):
        last = found[-1] if found else None
        if last is not None and last.ends_at == half.at and bool(last.fewest) == bool(half.present):
            fewest, needed = min(last.fewest, half.present), max(last.needed, half.needed)
            found[-1] = Hole(last.starts_at, half.at + HALF_HOUR, fewest, needed)
        else:
            found.append(Hole(half.at, half.at + HALF_HOUR, half.present, half.needed))
    return found


def whole(start: datetime, end: datetime) -> Span:
    """From the half-hour that holds `start` to the end of the last one begun before `end`."""
    first = _floor(start)
    last = _floor(end)
    return first, last if last == end else last + HALF_HOUR


def _floor(at: datetime) -> datetime:
    return at.replace(minute=at.minute // 30 * 30, second=0, microsecond=0)


def _every_half_hour(start: datetime, end: datetime) -> Iterator[datetime]:
    at = _floor(start)
    while at < end:
        yield at
        at += HALF_HOUR
