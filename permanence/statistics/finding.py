"""What some questions need of the aggregates: read together, each cell opened once, whoever asks."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Q

from permanence.lib.errors import Invalid
from permanence.statistics import cells, counting
from permanence.statistics.models import Cell, Forgotten, Share
from permanence.statistics.tallies import Tally

Starts = tuple[date, ...]


class Parts(NamedTuple):
    """A period as whole months, and days; `less`: those that a month has beyond the period, taken away again."""

    months: Starts
    days: Starts
    less: Starts

    @property
    def apart(self) -> Starts:
        """The days that are looked at one by one."""
        return (*self.days, *self.less)


class NoLongerByDay(Invalid):
    """Retention destroyed conversations of that month: a department's figures are known for the whole month alone."""


class Found:
    """Say what is wanted, `load`, then ask. `keys`: these alone; none: all."""

    def __init__(self, keys: Collection[str] = ()) -> None:
        self._keys = tuple(keys)
        self._decoded = cells.reader(self._keys)
        self._wanted: dict[tuple[str, str, Starts], set[str]] = defaultdict(set)
        self._shares: dict[str, set[date]] = defaultdict(set)
        self._scopes: set[str] = set()
        self._counts: dict[tuple[str, date, str, str], list[tuple[str, Mapping[str, int]]]] = defaultdict(list)
        self._sums: dict[tuple[str, str, Parts], dict[str, dict[str, int]]] = {}

    def want(self, department: str, scope: str, parts: Parts) -> None:
        """A question will be answered from these parts."""
        if parts.months:
            self._wanted[cells.MONTH, department, parts.months].add(scope)
        if parts.apart and department:
            self._shares[department].update(parts.apart)
            self._scopes.add(scope)
        elif parts.apart:
            self._wanted[cells.DAY, "", parts.apart].add(scope)

    def load(self) -> None:
        """Reads it: one statement for the cells, one for the shares of broken months where departments need them."""
        wanted = [
            Q(grain=grain, department=department, scope__in=sorted(scopes), start__in=starts)
            for (grain, department, starts), scopes in self._wanted.items()
        ]
        if wanted:
            rows = Cell.objects.filter(reduce(or_, wanted))
            fields = ("grain", "start", "force", "department", "scope", "counts")
            for grain, start, force, department, scope, text in rows.values_list(*fields):
                self._counts[grain, start, department, scope].append((force, self._decoded(text)))
        if self._shares:
            self._load_shares()

    def by_force(self, department: str, scope: str, parts: Parts) -> dict[str, dict[str, int]]:
        """The counts of each force, and of what no force has yet."""
        key = (department, scope, parts)
        if key not in self._sums:
            found = self._sums[key] = defaultdict(dict)
            for grain, starts, sign in (
                (cells.MONTH, parts.months, 1),
                (cells.DAY, parts.days, 1),
                (cells.DAY, parts.less, -1),
            ):
                for start in starts:
                    for force, counts in self._counts.get((grain, start, department, scope), ()):
                        add(found[force], counts, sign)
        return self._sums[key]

    def _load_shares(self) -> None:
        for department, days in self._shares.items():
            check_days(department, days)
        wanted = reduce(or_, (Q(department=department, day__in=days) for department, days in self._shares.items()))
        tallies: dict[tuple[date, str, str, str], Tally] = defaultdict(Tally)
        rows = Share.objects.filter(wanted).values_list("day", "force", "department", "scopes", "counts")
        for day, force, department, scopes, text in rows:
            into = [tallies[day, department, scope, force] for scope in scopes.split() if scope in self._scopes]
            for one in counting.unpacked(day, force, department, text) if into else ():
                for tally in into:
                    tally.add(one)
        for (day, department, scope, force), tally in tallies.items():
            self._counts[cells.DAY, day, department, scope].append((force, self._only(tally.vector())))

    def _only(self, counts: Mapping[str, int]) -> Mapping[str, int]:
        return {key: counts[key] for key in self._keys if key in counts} if self._keys else counts


def check_days(department: str, days: Iterable[date]) -> None:
    """Raises `NoLongerByDay` where a department's days in those months are no longer known apart."""
    months = {day.replace(day=1) for day in days}
    found = Forgotten.objects.filter(department=department, start__in=months).order_by("start").first()
    if found is not None:
        refusal = f"Les conversations de {found.start:%m/%Y} ont été détruites : demandez des mois entiers."
        raise NoLongerByDay(
            "Cette période ne peut plus être comptée au jour près pour un département.", errors={"from": refusal}
        )


def add(total: dict[str, int], counts: Mapping[str, int], sign: int = 1) -> None:
    """Adds counts to a total, or takes them away."""
    known = total.get
    for key, count in counts.items():
        total[key] = known(key, 0) + sign * count
