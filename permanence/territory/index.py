"""The territory in this process's memory: what is asked on every visit, answered in microseconds.

Invariants:
1. The database is the truth. The index is rebuilt whole when the revision's token is no longer the one it was built
   from; it is never edited in place, so a reader holds a consistent one for as long as it likes.
2. The token is looked at no more than once in `LOOK_EVERY_S`: a change made by another process is seen within that
   time, one made by this process at once (`forget`).
3. While one thread rebuilds, the others go on with the index they have; only the very first has to be waited for.
Never hand out an object of the index that a caller could change.
"""

import threading
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from permanence.territory.models import Commune, Department, HelpLine, Jurisdiction, PostalCode, Revision, Unit
from permanence.territory.routing import force_of

LOOK_EVERY_S = 2.0


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """A unit as every visit needs it."""

    id: int
    name: str
    force: str


@dataclass(frozen=True, slots=True)
class CommuneEntry:
    """A commune as every visit needs it; `unit` is the one that answers, where it is one."""

    insee: str
    name: str
    department: str
    parent: str
    force: str | None
    unit: UnitEntry | None
    units: tuple[UnitEntry, ...]


@dataclass(frozen=True)
class Index:
    """Everything, as of one revision."""

    token: UUID | None
    communes: Mapping[str, CommuneEntry]
    postal_codes: Mapping[str, tuple[CommuneEntry, ...]]
    """By code, in the order of the alphabet; an arrondissement stands in place of its commune."""
    departments: Mapping[str, Mapping[str, str]]
    help_lines: tuple[Mapping[str, Any], ...]


_lock = threading.Lock()
_index: Index | None = None
_look_at = 0.0


def current() -> Index:
    """The index, at most `LOOK_EVERY_S` behind the database."""
    global _look_at  # noqa: PLW0603
    index = _index
    if index is not None and time.monotonic() < _look_at:
        return index
    if not _lock.acquire(blocking=index is None):
        assert index is not None
        return index
    try:
        _look_at = time.monotonic() + LOOK_EVERY_S
        return _refreshed()
    finally:
        _lock.release()


def forget() -> None:
    """The next `current()` looks at the revision: this process has just changed something."""
    global _look_at  # noqa: PLW0603
    _look_at = 0.0


def _refreshed() -> Index:
    global _index  # noqa: PLW0603
    token = Revision.objects.values_list("token", flat=True).filter(pk=1).first()
    if _index is None or _index.token != token:
        _index = _build(token)
    return _index


def _build(token: UUID | None) -> Index:
    communes = _communes()
    return Index(
        token=token,
        communes=communes,
        postal_codes=_postal_codes(communes),
        departments=_departments(),
        help_lines=tuple(HelpLine.objects.filter(withdrawn_at=None).values()),
    )


def _departments() -> dict[str, dict[str, str]]:
    rows = Department.objects.values_list("code", "name", "zone", "time_zone")
    return {row[0]: dict(zip(("code", "name", "zone", "time_zone"), row, strict=True)) for row in rows}


def _communes() -> dict[str, CommuneEntry]:
    units = {pk: UnitEntry(pk, name, force) for pk, name, force in Unit.objects.values_list("pk", "name", "force")}
    answering: dict[str, list[UnitEntry]] = defaultdict(list)
    for insee, unit in Jurisdiction.objects.order_by("force", "pk").values_list("commune_id", "unit_id"):
        answering[insee].append(units[unit])
    rows = Commune.objects.order_by("sort_name", "insee").values_list(
        "insee", "name", "department_id", "parent", "settled_force", "settled_unit_id"
    )
    return {row[0]: _entry(*row[:5], units.get(row[5] or 0), answering[row[0]]) for row in rows}


def _entry(
    insee: str,
    name: str,
    department: str,
    parent: str,
    settled: str,
    settled_unit: UnitEntry | None,
    answering: list[UnitEntry],
) -> CommuneEntry:
    force = force_of([unit.force for unit in answering], settled)
    if settled:
        answering = [settled_unit] if settled_unit else [unit for unit in answering if unit.force == settled]
    unit = answering[0] if force and len(answering) == 1 else None
    return CommuneEntry(insee, name, department, parent, force, unit, tuple(answering))


def _postal_codes(communes: Mapping[str, CommuneEntry]) -> dict[str, tuple[CommuneEntry, ...]]:
    whole = {entry.parent for entry in communes.values() if entry.parent}
    order = {insee: place for place, insee in enumerate(communes)}
    found: dict[str, list[CommuneEntry]] = defaultdict(list)
    for code, insee in PostalCode.objects.values_list("code", "commune_id"):
        if insee not in whole:
            found[code].append(communes[insee])
    return {code: tuple(sorted(entries, key=lambda entry: order[entry.insee])) for code, entries in found.items()}
