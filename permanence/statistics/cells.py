"""Which cells a contribution falls in, and changing them: the day's of all departments, the month's of all and of its
own, in each of its scopes.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache

import msgspec
from django.db import connection

from permanence.statistics import counting
from permanence.statistics.models import Cell, Forgotten

Name = tuple[str, date, str, str, str]
"""Grain, start, force, department, scope."""
DAY, MONTH = str(Cell.Grain.DAY), str(Cell.Grain.MONTH)
_decoder = msgspec.json.Decoder(dict[str, int])
_UPSERT = """
INSERT INTO {table} (grain, start, force, department, scope, counts) VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (grain, scope, department, start, force) DO UPDATE SET counts = excluded.counts
"""


def names(day: date, force: str, department: str, scopes: Iterable[str]) -> list[Name]:
    """The cells of a day's contribution."""
    month = month_of(day)
    found: list[Name] = []
    for scope in scopes:
        found += [(DAY, day, force, "", scope), (MONTH, month, force, "", scope)]
        if department:
            found.append((MONTH, month, force, department, scope))
    return found


@cache
def month_of(day: date) -> date:
    """The first of its month."""
    return day.replace(day=1)


def decoded(text: str | bytes) -> dict[str, int]:
    """The counts of a cell."""
    return _decoder.decode(text)


def reader(keys: Sequence[str] = ()) -> Callable[[str], Mapping[str, int]]:
    """Reads the counts of cells; of these keys alone, much faster, where some are given."""
    if not keys:
        return decoded
    fields = [(f"of_{number}", int, msgspec.field(default=0, name=key)) for number, key in enumerate(keys)]
    only = msgspec.json.Decoder(msgspec.defstruct("Only", fields)).decode
    return lambda text: dict(zip(keys, msgspec.structs.astuple(only(text)), strict=True))


def encoded(counts: Mapping[str, int]) -> str:
    """The counts of a cell as they are kept."""
    return msgspec.json.encode(counting.cleaned(counts)).decode()


class Changes:
    """What is to be added to cells, or to what was forgotten of them, gathered so that each is written once."""

    def __init__(self, to: type[Cell] | type[Forgotten] = Cell) -> None:
        self._to = to
        self._by_cell: dict[Name, Counter[str]] = defaultdict(Counter)

    def add(self, day: date, force: str, department: str, scopes: Iterable[str], packed: str, sign: int) -> None:
        """The contributions of a share, added (`sign` 1) or taken away (-1)."""
        counts = counting.vector(counting.unpacked(day, force, department, packed))
        for name in names(day, force, department, scopes):
            cell = self._by_cell[name]
            for key, count in counts.items():
                cell[key] += sign * count

    def apply(self) -> None:
        """Writes them, in a fixed order. Call it in a transaction, with the cursor held."""
        changed = {name: counts for name, counts in self._by_cell.items() if any(counts.values())}
        if not changed:
            return
        stood = standing(changed, self._to)
        rows = []
        for name in sorted(changed):
            counts = Counter(stood.get(name, {}))
            for key, count in changed[name].items():
                counts[key] += count
            rows.append((*name, encoded(counts)))
        with connection.cursor() as cursor:
            cursor.executemany(_UPSERT.format(table=self._to._meta.db_table), rows)


def standing(changed: Iterable[Name], model: type[Cell] | type[Forgotten] = Cell) -> dict[Name, dict[str, int]]:
    """The counts that are there already, by name of the cell."""
    wanted, found = set(changed), dict[Name, dict[str, int]]()
    starts = {name[1] for name in wanted}
    rows = model._default_manager.filter(
        grain__in={name[0] for name in wanted},
        scope__in={name[4] for name in wanted},
        department__in={name[3] for name in wanted},
        start__in=starts,
    )
    fields = ("grain", "start", "force", "department", "scope", "counts")
    for grain, start, force, department, scope, counts in rows.values_list(*fields):
        name = (grain, start, force, department, scope)
        if name in wanted:
            found[name] = decoded(counts)
    return found
