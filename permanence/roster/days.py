"""Coverage as rows of a page, one a day of forty-eight half-hours by the clock: pure.

A half-hour that the clocks skip has a cell that says so; one that comes twice has one cell, which shows the worse of
the two. What is over is shown as over: nobody can fill it any more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from permanence.roster import coverage, words
from permanence.roster.coverage import HALF_HOUR, HalfHour, Hole

SLOTS = 48


@dataclass(frozen=True)
class Cell:
    """One half-hour of the clock; `state` is `empty`, `short`, `covered`, `over` or `skipped`."""

    at: str
    state: str
    present: int
    needed: int

    @property
    def figure(self) -> str:
        """What the cell bears: those present, and over those needed where they are too few or one is not enough."""
        if self.state in ("over", "skipped"):
            return ""
        alone = self.needed == 1 or self.state == "covered"
        return f"{self.present}" if alone else f"{self.present}/{self.needed}"

    @property
    def words(self) -> str:
        """What the pointer shows."""
        if self.state == "skipped":
            return f"{self.at} : cette heure n’existe pas ce jour-là"
        if self.state == "over":
            return f"{self.at} : passé"
        if self.state == "covered":
            return f"{self.at} : {self.present} présent{'s' if self.present > 1 else ''}, il en faut {self.needed}"
        return f"{self.at} : {words.lacking(self.present, self.needed)}"


@dataclass(frozen=True)
class Row:
    """One day: its cells, and what is missing in it."""

    day: date
    cells: tuple[Cell, ...]
    holes: tuple[Hole, ...]
    zone: str

    @property
    def name(self) -> str:
        """`mardi 1er décembre`."""
        return words.day(self.day)

    @property
    def begins_a_week(self) -> bool:
        """Mondays are set apart."""
        return self.day.weekday() == 0

    @property
    def is_empty(self) -> bool:
        """Somewhere in it there is nobody at all."""
        return any(not hole.fewest for hole in self.holes)

    @property
    def summary(self) -> str:
        """What a reader who sees no colours needs: `personne de 3 h à 3 h 30`, or `couvert`."""
        if not self.holes:
            return "passé" if all(cell.state == "over" for cell in self.cells) else "couvert"
        told = [self._missing(hole) for hole in self.holes[:2]]
        more = len(self.holes) - len(told)
        return " ; ".join([*told, f"et {more} autre{'s' if more > 1 else ''}"] if more else told)

    def _missing(self, hole: Hole) -> str:
        tz = ZoneInfo(self.zone)
        start, end = hole.starts_at.astimezone(tz), hole.ends_at.astimezone(tz)
        lacking = words.lacking(hole.fewest, hole.needed)
        if start.time() == end.time() == time(0):
            return f"{lacking} de la journée"
        return f"{lacking} de {words.hour(start)} à {words.hour(end)}"


def rows(told: Iterable[HalfHour], zone: str, *, now: datetime) -> list[Row]:
    """One row a day of `zone`; a half-hour that ended before `now` is over."""
    tz = ZoneInfo(zone)
    by_day: dict[date, list[HalfHour]] = {}
    for half in told:
        by_day.setdefault(half.at.astimezone(tz).date(), []).append(half)
    return [_row(day, halves, zone, now) for day, halves in by_day.items()]


def _row(day: date, halves: Sequence[HalfHour], zone: str, now: datetime) -> Row:
    tz, slots = ZoneInfo(zone), [list[HalfHour]() for _ in range(SLOTS)]
    for half in halves:
        at = half.at.astimezone(tz)
        slots[at.hour * 2 + at.minute // 30].append(half)
    ahead = [half for half in halves if half.at + HALF_HOUR > now]
    cells = tuple(_cell(number, slot, now) for number, slot in enumerate(slots))
    return Row(day, cells, tuple(coverage.holes(ahead)), zone)


def _cell(number: int, slot: Sequence[HalfHour], now: datetime) -> Cell:
    at = words.hour(datetime.combine(date.min, time(number // 2, number % 2 * 30)))
    if not slot:
        return Cell(at, "skipped", 0, 0)
    if len(slot) > 1:
        at = f"{at} (deux fois cette nuit-là)"
    worst = min(slot, key=lambda half: half.present - half.needed)
    return Cell(at, _state(worst, now), worst.present, worst.needed)


def _state(half: HalfHour, now: datetime) -> str:
    if half.at + HALF_HOUR <= now:
        return "over"
    if not half.is_hole:
        return "covered"
    return "short" if half.present else "empty"
