"""Counting everything again: `check` proves that the cells say what the rows say, `rebuild` makes them anew.

What changed since the figures last followed the journal is no difference: for those conversations `check` takes what
was counted of them. Both read the product as one snapshot sees it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db import connection, transaction
from django.utils import timezone

from permanence.audit.models import Head
from permanence.statistics import cells, counting, keeping, reading
from permanence.statistics.counting import Contribution
from permanence.statistics.models import Cell, Counted, Cursor, Share
from permanence.statistics.rows import Read

CHUNK = 5_000
_Place = tuple[date, str, str, str]
"""Day, force, department, scope."""


@dataclass(frozen=True)
class Difference:
    """A count of a cell that is not what the rows say."""

    grain: str
    start: date
    force: str
    department: str
    scope: str
    key: str
    kept: int
    counted: int

    def __str__(self) -> str:
        place = " ".join(filter(None, (self.force, self.department, self.scope)))
        return f"{self.grain} {self.start} {place} {self.key}: kept {self.kept}, counted {self.counted}"


class Sums:
    """Contributions summed by cell, fast: measures and dimensions are multiplied once, at the end."""

    def __init__(self) -> None:
        self._days: dict[_Place, dict[tuple[str, ...], Counter[str]]] = defaultdict(dict)

    def add(self, parts: Iterable[Contribution], scopes: Iterable[str]) -> None:
        """All that one conversation adds."""
        for day, force, department, measures, dimensions, alone in parts:
            for scope in scopes:
                place = self._days[day, force, department, scope]
                counter = place.get(measures)
                if counter is None:
                    counter = place[measures] = Counter()
                counter[""] += 1
                counter.update(dimensions)
                if alone:
                    extra = place.get(())
                    if extra is None:
                        extra = place[()] = Counter()
                    extra.update(alone)

    def cells(self) -> dict[cells.Name, Counter[str]]:
        """Every cell, by name."""
        found: dict[cells.Name, Counter[str]] = defaultdict(Counter)
        for (day, force, department, scope), by_measures in self._days.items():
            vector = _multiplied(by_measures)
            for name in cells.names(day, force, department, (scope,)):
                cell = found[name]
                for key, count in vector.items():
                    cell[key] += count
        return found


def check(*, afresh: bool = False) -> list[Difference]:
    """Where the cells differ from the rows; nothing where all is exact. `afresh`: every first message is read again,
    too."""
    with _snapshot():
        sums, pending = Sums(), keeping.pending()
        for share in Share.objects.filter(counted__in=pending):
            parts = counting.unpacked(share.day, share.force, share.department, share.counts)
            sums.add(parts, share.scopes.split())
        for read in reading.every(without=pending, afresh=afresh):
            sums.add(counting.contributions(read.case), counting.scopes_of(read.case))
        found = list(_differences(sums.cells()))
    Cursor.objects.update_or_create(pk=1, defaults={"checked_at": timezone.now(), "differences": len(found)})
    return found


def rebuild() -> int:
    """Makes cells and shares anew from the rows; how many conversations. What changes meanwhile is counted again by the
    next sweep."""
    with transaction.atomic():
        keeping.lock()
        head = Head.objects.filter(pk=1).first()
        _empty()
        sums, reads, count = Sums(), reading.every(afresh=True), 0
        while chunk := list(islice(reads, CHUNK)):
            count += len(chunk)
            _keep(chunk, sums)
        Cell.objects.bulk_create(
            (_cell(name, counts) for name, counts in sorted(sums.cells().items())), batch_size=CHUNK
        )
        Cursor.objects.filter(pk=1).update(position=head.position if head else 0)
    return count


def _keep(reads: Iterable[Read], sums: Sums) -> None:
    counted, shares = [], []
    for read in reads:
        pk, scopes = keeping.id_of(read), counting.scopes_of(read.case)
        counted.append(Counted(pk=pk, **keeping.stamp(read)))
        for key, parts in keeping.shares_of(read.case).items():
            sums.add(parts, scopes)
            shares.append(keeping.made(pk, (*key, " ".join(scopes)), counting.packed(parts)))
    Counted.objects.bulk_create(counted)
    Share.objects.bulk_create(shares)


def _cell(name: cells.Name, counts: Mapping[str, int]) -> Cell:
    grain, start, force, department, scope = name
    text = cells.encoded(counts)
    return Cell(grain=grain, start=start, force=force, department=department, scope=scope, counts=text)


def _empty() -> None:
    for model in (Share, Counted, Cell):
        model.objects.all()._raw_delete(using="default")


def _differences(expected: dict[cells.Name, Counter[str]]) -> Iterator[Difference]:
    rows = Cell.objects.values_list("grain", "start", "force", "department", "scope", "counts")
    for grain, start, force, department, scope, text in rows.iterator(chunk_size=CHUNK):
        name = (grain, start, force, department, scope)
        kept, counted = cells.decoded(text), expected.pop(name, Counter())
        if kept != counted:
            yield from _between(name, kept, counted)
    for name, counted in expected.items():
        yield from _between(name, {}, counted)


def _between(name: cells.Name, kept: Mapping[str, int], counted: Mapping[str, int]) -> Iterator[Difference]:
    for key in sorted({*kept, *counted}):
        if kept.get(key, 0) != counted.get(key, 0):
            yield Difference(*name, key, kept.get(key, 0), counted.get(key, 0))


def _multiplied(by_measures: Mapping[tuple[str, ...], Counter[str]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for measures, counter in by_measures.items():
        if not measures:
            total.update(counter)
        for measure in measures:
            for dimension, count in counter.items():
                total[f"{measure}|{dimension}" if dimension else measure] += count
    return total


@contextmanager
def _snapshot() -> Iterator[None]:
    """Everything read inside is of one moment."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield
