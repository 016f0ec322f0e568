"""Brings the units to what an edition says of each: name, address, telephone, hours, position.

Answers for: finding the unit a line speaks of (its official id, else its name), writing only what differs, adding
units that no jurisdiction names, and taking the details away from units that a newer edition of the same file no
longer holds: an address that is not true any more must not be shown.
Refuses to touch the fields an operator wrote. Call it inside the transaction of an action.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from permanence.territory.changes import Change, Verb
from permanence.territory.merge import Progress
from permanence.territory.models import Edition, Unit
from permanence.territory.names import exact, plain, scope
from permanence.territory.official.units import UnitDetails

DETAILS = {
    "address": "adresse",
    "telephone": "téléphone",
    "opening_hours": "horaires",
    "latitude": "latitude",
    "longitude": "longitude",
    "url": "page officielle",
}
WRITTEN = (*DETAILS, "name", "source_name", "official_id", "department", "details_edition")


def apply(units: Sequence[UnitDetails], edition: Edition, *, progress: Progress | None = None) -> list[Change]:
    """Writes the difference and returns it."""
    register = _Register(_without_shared_ids(units))
    predecessors = register.editions()
    changes: list[Change] = []
    for done, unit in enumerate(register.said, start=1):
        changes += register.take(unit, edition)
        if progress and done % 100 == 0:
            progress(100)
    changes += register.forget_the_absent(predecessors)
    register.save()
    if progress:
        progress(len(units) % 100)
    return changes


def _without_shared_ids(units: Iterable[UnitDetails]) -> list[tuple[UnitDetails, str]]:
    """Each unit with its id, blank where several names share it."""
    names: dict[tuple[str, str], set[str]] = defaultdict(set)
    for unit in units:
        names[unit.force, unit.official_id].add(plain(unit.name))
    return [(u, u.official_id if len(names[u.force, u.official_id]) == 1 else "") for u in units]


class _Register:
    """The rows of the table, found by what a file knows of them."""

    def __init__(self, said: list[tuple[UnitDetails, str]]) -> None:
        self.said = said
        self._rows = list(Unit.objects.order_by("pk"))
        self._by_id = {(row.force, row.official_id): row for row in self._rows if row.official_id}
        self._by_name: dict[tuple[str, ...], list[Unit]] = defaultdict(list)
        for row in self._rows:
            self._by_name["exact", row.force, exact(row.source_name)].append(row)
            self._by_name["alike", row.force, plain(row.source_name)].append(row)
        self._taken: set[int] = set()
        self._made: list[Unit] = []

    def editions(self) -> dict[int, int]:
        """By unit, the edition its details came from, before this one is taken."""
        return {row.pk: row.details_edition_id for row in self._rows if row.details_edition_id}

    def take(self, said: tuple[UnitDetails, str], edition: Edition) -> list[Change]:
        unit, official_id = said
        row = self._find(unit, official_id)
        new = row is None
        if row is None:
            row = Unit(force=unit.force, name=unit.name, source_name=unit.name)
            self._made.append(row)
        self._taken.add(id(row))
        row.official_id = official_id or row.official_id
        row.department_id = unit.department
        row.details_edition = edition
        differences, kept = _write(row, unit)
        if new:
            return [Change(Verb.ADDED, "unité", unit.name)]
        changes = [Change(Verb.CHANGED, "unité", row.name, *differences)] if differences else []
        return changes + ([Change(Verb.KEPT, "unité", row.name, after=kept)] if kept else [])

    def forget_the_absent(self, predecessors: dict[int, int]) -> list[Change]:
        """An edition half of whose units are in this file is an older state of it: its other units are gone."""
        total = Counter(predecessors.values())
        found = Counter(predecessors[r.pk] for r in self._rows if id(r) in self._taken and r.pk in predecessors)
        older = {edition for edition, number in total.items() if found[edition] * 2 >= number}
        changes: list[Change] = []
        for row in self._rows:
            if id(row) not in self._taken and predecessors.get(row.pk) in older:
                changes.append(_forget(row))
        return changes

    def save(self) -> None:
        Unit.objects.bulk_update(self._rows, WRITTEN, batch_size=200)
        Unit.objects.bulk_create(self._made, batch_size=500)

    def _find(self, unit: UnitDetails, official_id: str) -> Unit | None:
        if official_id and (unit.force, official_id) in self._by_id:
            return self._by_id[unit.force, official_id]
        same = self._free("exact", unit.force, exact(unit.name), official_id)
        here = [row for row in same if row.department_id == unit.department]
        if here:
            return here[0]
        within = scope(unit.force, unit.department)
        near = [row for row in same if scope(row.force, row.department_id) == within]
        if len(near) == 1:
            return near[0]
        alike = self._free("alike", unit.force, plain(unit.name), official_id)
        here = [row for row in alike if row.department_id == unit.department]
        return here[0] if len(here) == 1 else None

    def _free(self, how: str, force: str, name: str, official_id: str) -> list[Unit]:
        """The rows of that name that no line spoke of yet, and that no other id holds."""
        rows = self._by_name[how, force, name]
        return [row for row in rows if id(row) not in self._taken and not (official_id and row.official_id)]


def _write(row: Unit, unit: UnitDetails) -> tuple[tuple[str, str] | None, str]:
    """Before and after, in words; and the words of what an operator keeps."""
    before: list[str] = []
    after: list[str] = []
    kept: list[str] = []
    if plain(row.source_name) != plain(unit.name):
        row.source_name = unit.name
        if "name" in row.edited:
            kept.append("nom")
        else:
            before.append(row.name)
            after.append(unit.name)
            row.name = unit.name
    for name, word in DETAILS.items():
        old, new = getattr(row, name), getattr(unit, name)
        if old == new:
            continue
        if name in row.edited:
            kept.append(word)
            continue
        before.append(_said(word, old))
        after.append(_said(word, new))
        setattr(row, name, new)
    return ((", ".join(before), ", ".join(after)) if after else None), ", ".join(kept)


def _said(word: str, value: object) -> str:
    text = " ".join(str(value).split()) if value not in ("", None) else "rien"
    return f"{word} {text if len(text) <= 60 else text[:59] + '…'}"


def _forget(row: Unit) -> Change:
    kept = [word for name, word in DETAILS.items() if name in row.edited]
    for name in DETAILS:
        if name not in row.edited:
            setattr(row, name, None if name in ("latitude", "longitude") else "")
    row.details_edition = None
    return Change(Verb.REMOVED, "coordonnées de l'unité", row.name, after=f"gardé : {', '.join(kept)}" if kept else "")
