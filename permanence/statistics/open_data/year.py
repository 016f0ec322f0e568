"""The figures of one closed year, as its signed record says them, and one statistic of it. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from permanence.statistics.open_data import places
from permanence.statistics.scopes import ALL


class Statistic(NamedTuple):
    """One number of the open data: the same statistic is the same number in every table."""

    measure: str
    scope: str = ALL
    force: str = ""
    """Empty: both, and none yet."""
    month: int = 0
    """1 to 12; 0: the year."""
    place: str = ""
    """A department, `unknown`, or `region:` and its code; empty: everywhere."""
    dimension: str = ""
    value: str = ""


class Year:
    """A year by month, force and scope."""

    def __init__(self, year: int, months: Mapping[tuple[int, str, str], Mapping[str, int]]) -> None:
        self.year = year
        self._months = months

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> "Year":
        """From the record of a closed year (`closing`)."""
        rows = record["months"]
        found = {(int(one["month"]), one["force"], one["scope"]): one["counts"] for one in rows}
        return cls(int(record["year"]), found)

    def count(self, asked: Statistic) -> int:
        """How many; zero where nothing was counted."""
        counts = self._counts.get((asked.month, asked.force, asked.scope), {})
        if asked.place:
            return sum(counts.get(f"{asked.measure}|department|{code}", 0) for code in self._codes(asked.place))
        parted = f"{asked.measure}|{asked.dimension}|{asked.value}" if asked.dimension else asked.measure
        return counts.get(parted, 0)

    def _codes(self, place: str) -> Iterable[str]:
        if place.startswith("region:"):
            return places.REGIONS[place.removeprefix("region:")][1]
        return (place,) if place in places.DEPARTMENTS else self._elsewhere

    @cached_property
    def _elsewhere(self) -> tuple[str, ...]:
        """The departments that are told as unknown."""
        met = {key.split("|")[2] for counts in self._months.values() for key in counts if "|department|" in key}
        return tuple(sorted(code for code in met if places.key(code) == places.UNKNOWN))

    @cached_property
    def _counts(self) -> Mapping[tuple[int, str, str], Mapping[str, int]]:
        """The months, and 0 for their sum."""
        found: dict[tuple[int, str, str], Counter[str]] = {}
        for (month, force, scope), counts in self._months.items():
            for at in (month, 0):
                found.setdefault((at, force, scope), Counter()).update(counts)
        return found
