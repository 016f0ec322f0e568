"""What a cycle lays on the calendar: pure.

A cycle is a number of days that come back, and turns at some of them. Hours are of the team's clock: a night of twelve
hours by the clock lasts eleven or thirteen when the clocks change. A turn that the clocks leave no time for is none.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from permanence.roster import hours, words

LONGEST = 56
"""Days of a cycle at most: eight weeks."""


@dataclass(frozen=True)
class Turn:
    """On the day `day` of the cycle (from 0), from `begins` to `ends`; an end not after it is of the next day."""

    day: int
    begins: time
    ends: time

    def span(self, on: date, zone: str) -> tuple[datetime, datetime]:
        """Its two instants when it begins on that day."""
        last = on if self.ends > self.begins else on + hours.DAY
        return hours.laid(on, self.begins, zone), hours.laid(last, self.ends, zone)

    @property
    def said(self) -> str:
        """`19 h à 7 h`."""
        begins, ends = (datetime.combine(date.min, at) for at in (self.begins, self.ends))
        return f"{words.hour(begins)} à {words.hour(ends)}"


@dataclass(frozen=True)
class Pattern:
    """Turns that come back every `days` days, counted from `anchor_on`."""

    days: int
    anchor_on: date
    turns: tuple[Turn, ...]

    def spans(self, since: date, until: date, *, zone: str, ahead: int = 0) -> Iterator[tuple[datetime, datetime]]:
        """From, until: every turn that begins from `since` to before `until`, for whoever is `ahead` days further."""
        for number in range((until - since).days):
            on = since + timedelta(days=number)
            position = ((on - self.anchor_on).days + ahead) % self.days
            for turn in self.turns:
                start, end = turn.span(on, zone) if turn.day == position else (None, None)
                if start is not None and end is not None and start < end:
                    yield start, end

    @property
    def said(self) -> str:
        """`lundi, mardi : 19 h à 7 h`, or `sur 8 jours, 1 et 2 : 7 h à 19 h ; 3 et 4 : 19 h à 7 h`."""
        is_weekly = self.days == 7 and self.anchor_on.weekday() == 0
        told = []
        for hours_said in dict.fromkeys(turn.said for turn in self.turns):
            on = [turn.day for turn in self.turns if turn.said == hours_said]
            told.append(f"{_listed(on, weekly=is_weekly)} : {hours_said}")
        head = "" if is_weekly else f"sur {self.days} jours, " if self.days > 1 else ""
        return head + " ; ".join(told)


def _listed(on: Sequence[int], *, weekly: bool) -> str:
    names = [words.DAYS[day] if weekly else f"jour {day + 1}" for day in on]
    return ", ".join(names)


def read(days: int, anchor_on: date, turns: Iterable[Sequence[object]]) -> Pattern:
    """As it is kept: turns as `[day, "19:00", "07:00"]`."""
    read_turns = (Turn(int(str(day)), _hour(begins), _hour(ends)) for day, begins, ends in turns)
    return Pattern(days, anchor_on, tuple(read_turns))


def kept(turns: Iterable[Turn]) -> list[list[object]]:
    """The turns, as `read` takes them."""
    return [[turn.day, f"{turn.begins:%H:%M}", f"{turn.ends:%H:%M}"] for turn in turns]


def _hour(text: object) -> time:
    return time.fromisoformat(str(text))
