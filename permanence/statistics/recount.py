"""Counting everything again: `check` proves that the cells say what the rows say, `rebuild` makes them anew.

What changed since the figures last followed the journal is no difference: for those conversations `check` takes what
was counted of them. Both read the product as one snapshot sees it, and hold neither all rows nor all cells: `check`
compares fingerprints, and counts key by key only the cells that differ; `rebuild` makes one month after another.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max, Min
from django.utils import timezone

from permanence.audit.models import Head
from permanence.statistics import bulk, cells, counting, following, keeping, reading, sharing
from permanence.statistics.counting import Contribution
from permanence.statistics.fingerprints import Fingerprints, Weights
from permanence.statistics.models import Cell, Counted, Cursor, Forgotten, Share
from permanence.statistics.rows import Read
from permanence.statistics.tallies import Tally

CHUNK = 5_000
COUNTED = ("conversation_id", "last_seq", "revision", "is_open", "wrote_at", "answered_at", "taken_at")
SHARE = ("counted_id", "day", "force", "department", "scopes", "counts")
CELL = ("grain", "start", "force", "department", "scope", "counts")
NAMED = 200
"""Cells of which a check says what differs, count by count."""
Parts = tuple[Iterable[Contribution], Iterable[str]]
"""What one conversation, or one of its shares, adds, and in which scopes."""


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
    """Contributions summed by cell; measures and dimensions are multiplied once, at the end. `only`: of these cells."""

    def __init__(self, only: Container[cells.Name] | None = None) -> None:
        self._only = only
        self._tallies: dict[cells.Name, Tally] = defaultdict(Tally)

    def add(self, parts: Iterable[Contribution], scopes: Iterable[str]) -> None:
        """All that one conversation adds."""
        for one in parts:
            for name in cells.names(one.day, one.force, one.department, scopes):
                if self._only is None or name in self._only:
                    self._tallies[name].add(one)

    def cells(self) -> Iterator[tuple[cells.Name, Counter[str]]]:
        """Every cell, in the order of their names."""
        for name in sorted(self._tallies):
            yield name, self._tallies[name].vector()


def check(*, afresh: bool = False) -> list[Difference]:
    """Where the cells differ from the rows; nothing where all is exact. `afresh`: every first message is read again,
    too."""
    with snapshot() as is_seen_by_others:
        pending = following.pending()
        weights = Weights()
        fingerprints = Fingerprints(weights)
        for parts in _as_counted(pending):
            fingerprints.add(*parts)
        sharing.fingerprint(fingerprints, pending, afresh=afresh, is_seen_by_others=is_seen_by_others)
        differing = _differing(fingerprints.by_cell(), weights)
        found = _differences(sorted(differing)[:NAMED], pending, afresh) if differing else []
    Cursor.objects.update_or_create(pk=1, defaults={"checked_at": timezone.now(), "differences": len(found)})
    return found


def rebuild() -> int:
    """Makes cells and shares anew from the rows; how many conversations. What changes meanwhile is counted again by the
    next sweep."""
    with transaction.atomic():
        keeping.lock()
        head = Head.objects.filter(pk=1).first()
        for model in (Share, Counted, Cell):
            model.objects.all()._raw_delete(using="default")
        reads, count = reading.every(afresh=True, alone=False), 0
        while chunk := list(islice(reads, CHUNK)):
            count += len(chunk)
            bulk.insert(Counted, COUNTED, ((keeping.id_of(one), *keeping.stamp(one).values()) for one in chunk))
            bulk.insert(Share, SHARE, (row for one in chunk for row in _shares(one)))
        for month in _months():
            bulk.insert(Cell, CELL, list(_cells(month)))
        Cursor.objects.filter(pk=1).update(position=head.position if head else 0)
    return count


def _everything(pending: set[UUID], afresh: bool) -> Iterator[Parts]:
    """What all conversations add: as the rows say; for the pending ones, as it was counted."""
    yield from _as_counted(pending)
    for read in reading.every(without=pending, afresh=afresh):
        yield counting.contributions(read.case), counting.scopes_of(read.case)


def _as_counted(pending: set[UUID]) -> Iterator[Parts]:
    for share in Share.objects.filter(counted__in=pending):
        yield _parts(share.day, share.force, share.department, share.scopes, share.counts)


def _parts(day: date, force: str, department: str, scopes: str, counts: str) -> Parts:
    return counting.unpacked(day, force, department, counts), scopes.split()


def _differing(expected: dict[cells.Name, int], weights: Weights) -> set[cells.Name]:
    """The cells whose fingerprint is not the expected one."""
    found = set()
    for name, counts in _forgotten():
        expected[name] = expected.get(name, 0) + weights.of(counts)
    rows = Cell.objects.values_list(*CELL)
    for grain, start, force, department, scope, text in rows.iterator(chunk_size=CHUNK):
        name = (grain, start, force, department, scope)
        if weights.of(cells.decoded(text)) != expected.pop(name, 0):
            found.add(name)
    return found | {name for name, weight in expected.items() if weight}


def _differences(names: list[cells.Name], pending: set[UUID], afresh: bool) -> list[Difference]:
    """What differs in these cells, count by count."""
    sums = Sums(only=frozenset(names))
    for parts in _everything(pending, afresh):
        sums.add(*parts)
    counted, kept, gone = dict(sums.cells()), cells.standing(names), cells.standing(names, Forgotten)
    for name, counts in gone.items():
        counted[name] = counted.get(name, Counter()) + Counter(counts)
    return [one for name in names for one in _between(name, kept.get(name, {}), counted.get(name, Counter()))]


def _between(name: cells.Name, kept: Mapping[str, int], counted: Mapping[str, int]) -> Iterator[Difference]:
    for key in sorted({*kept, *counted}):
        if kept.get(key, 0) != counted.get(key, 0):
            yield Difference(*name, key, kept.get(key, 0), counted.get(key, 0))


def _months() -> Iterator[date]:
    """The first of each month from the first to the last of which anything is counted or was forgotten."""
    shares = Share.objects.aggregate(first=Min("day"), last=Max("day"))
    gone = Forgotten.objects.aggregate(first=Min("start"), last=Max("start"))
    days = [day for day in (*shares.values(), *gone.values()) if day is not None]
    month = cells.month_of(min(days)) if days else None
    while month and month <= max(days):
        yield month
        month = cells.month_of(month + timedelta(days=32))


def _forgotten(**of: Any) -> Iterator[tuple[cells.Name, dict[str, int]]]:
    """What was forgotten of each cell, by name."""
    rows = Forgotten.objects.filter(**of).values_list(*CELL)
    for grain, start, force, department, scope, text in rows.iterator(chunk_size=CHUNK):
        yield (grain, start, force, department, scope), cells.decoded(text)


def _shares(read: Read) -> Iterator[tuple[Any, ...]]:
    """The shares of a conversation, as rows."""
    scopes = " ".join(counting.scopes_of(read.case))
    for key, parts in keeping.shares_of(read.case).items():
        yield keeping.id_of(read), *key, scopes, counting.packed(parts)


def _cells(month: date) -> Iterator[tuple[Any, ...]]:
    """The cells of a month and of its days, as rows, from the shares and from what was forgotten."""
    sums, after = Sums(), cells.month_of(month + timedelta(days=32))
    found = Share.objects.filter(day__gte=month, day__lt=after)
    for row in found.values_list("day", "force", "department", "scopes", "counts").iterator(chunk_size=CHUNK):
        sums.add(*_parts(*row))
    gone = dict(_forgotten(start__gte=month, start__lt=after))
    for name, counts in sums.cells():
        counts.update(gone.pop(name, {}))
        yield *name, cells.encoded(counts)
    for name, forgotten in gone.items():
        yield *name, cells.encoded(forgotten)


@contextmanager
def snapshot() -> Iterator[bool]:
    """Everything read inside is of one moment, and nobody waits for it: on SQLite a transaction that has written
    nothing, which Django's own would not be. Gives whether other processes may read in it: it is of its own."""
    if connection.in_atomic_block or connection.vendor == "postgresql":
        is_outermost = not connection.in_atomic_block
        with transaction.atomic():
            if is_outermost:
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                    cursor.execute("SET LOCAL work_mem = '64MB'")
            yield is_outermost
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield False
        finally:
            cursor.execute("ROLLBACK")
