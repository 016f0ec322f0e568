"""Brings the database to what an edition says of communes and of who answers for them.

Answers for: comparing the facts with what stands, writing only the difference, telling it. What the facts do not
speak of stays; a postal code once known is never taken away (a visitor may still use it).
Refuses to touch what an operator wrote: a settled commune keeps its force, an edited unit its edited fields.
Call it inside the transaction of an action.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from permanence.territory.changes import Change, Verb
from permanence.territory.facts import CommuneFact, UnitFact, neutral_centre_name, neutral_unit_name
from permanence.territory.models import Commune, Department, Jurisdiction, OperationsCentre, PostalCode, Unit
from permanence.territory.names import exact, plain, scope

BATCH = 2000
Progress = Callable[[int], None]


def merge(
    facts: Sequence[CommuneFact], *, jurisdictions: bool = True, progress: Progress | None = None
) -> list[Change]:
    """Writes the difference and returns it. `jurisdictions=False`: only communes and postal codes, and jurisdictions
    of communes that were not known. `progress` is told how many facts each step went through."""
    told = progress or (lambda _count: None)
    new = set(facts_by_code(facts)) - set(Commune.objects.values_list("insee", flat=True))
    changes = _communes(facts, new)
    told(len(facts) // 3)
    changes += _postal_codes(facts)
    told(len(facts) // 3)
    spoken_of = facts if jurisdictions else [fact for fact in facts if fact.insee in new]
    changes += _jurisdictions(spoken_of)
    _centres()
    told(len(facts) - 2 * (len(facts) // 3))
    return changes


def facts_by_code(facts: Iterable[CommuneFact]) -> dict[str, CommuneFact]:
    return {fact.insee: fact for fact in facts}


def ensure_neutral_unit(force: str, department: Department) -> Unit:
    """The neutral unit of a force in a department, made if there is none."""
    name = neutral_unit_name(force, department.name)
    unit, _made = Unit.objects.get_or_create(
        force=force, department=department, is_neutral=True, defaults={"name": name, "source_name": name}
    )
    return unit


def ensure_centre(force: str, department: Department) -> OperationsCentre:
    """The operations centre of a force in a department, made if there is none."""
    centre, _made = OperationsCentre.objects.get_or_create(
        force=force, department=department, defaults={"name": neutral_centre_name(force, department.name)}
    )
    return centre


def _communes(facts: Iterable[CommuneFact], new: set[str]) -> list[Change]:
    added = [fact for fact in facts if fact.insee in new]
    Commune.objects.bulk_create([_commune(fact) for fact in added], batch_size=BATCH)
    return [Change(Verb.ADDED, "commune", f"{fact.insee} {fact.name}") for fact in added]


def _commune(fact: CommuneFact) -> Commune:
    return Commune(
        insee=fact.insee,
        name=fact.name,
        sort_name=plain(fact.name)[:80],
        department_id=fact.department,
        population=fact.population,
        parent=fact.parent,
    )


def _postal_codes(facts: Iterable[CommuneFact]) -> list[Change]:
    known = set(PostalCode.objects.values_list("code", "commune_id"))
    wanted = [(code, fact) for fact in facts for code in dict.fromkeys(fact.postal_codes)]
    added = [(code, fact) for code, fact in wanted if (code, fact.insee) not in known]
    PostalCode.objects.bulk_create(
        [PostalCode(code=code, commune_id=fact.insee) for code, fact in added], batch_size=BATCH
    )
    return [Change(Verb.ADDED, "code postal", f"{code} ({fact.insee} {fact.name})") for code, fact in added]


def _jurisdictions(facts: Sequence[CommuneFact]) -> list[Change]:
    units = _Units(facts)
    changes = units.settle()
    wanted = {fact.insee: {units.of(unit, fact.department): unit.force for unit in fact.units} for fact in facts}
    standing: dict[str, dict[int, tuple[int, str]]] = defaultdict(dict)
    for pk, insee, unit, force in Jurisdiction.objects.values_list("pk", "commune_id", "unit_id", "force"):
        if insee in wanted:
            standing[insee][unit] = (pk, force)
    names = {pk: f"{force} {name}" for pk, force, name in Unit.objects.values_list("pk", "force", "name")}
    settled = dict(Commune.objects.exclude(settled_force="").values_list("insee", "settled_force"))
    fresh: list[Jurisdiction] = []
    gone: list[int] = []
    for fact in facts:
        before, after = standing[fact.insee], wanted[fact.insee]
        if set(before) == set(after):
            continue
        fresh += [Jurisdiction(commune_id=fact.insee, unit_id=u, force=f) for u, f in after.items() if u not in before]
        gone += [pk for unit, (pk, _force) in before.items() if unit not in after]
        changes += _told(fact, before, after, names, settled.get(fact.insee, ""))
    _delete(gone)
    Jurisdiction.objects.bulk_create(fresh, batch_size=BATCH)
    return changes


def _told(
    fact: CommuneFact, before: Iterable[int], after: Iterable[int], names: Mapping[int, str], settled: str
) -> list[Change]:
    which = f"{fact.insee} {fact.name}"
    was, now = (" + ".join(sorted(names[unit] for unit in units)) for units in (before, after))
    verb = Verb.CHANGED if was and now else Verb.ADDED if now else Verb.REMOVED
    changes = [Change(verb, "compétence", which, was, now)]
    if settled:
        changes.append(Change(Verb.KEPT, "force retenue", which, settled, now))
    return changes


def _delete(keys: Sequence[int]) -> None:
    for start in range(0, len(keys), BATCH):
        Jurisdiction.objects.filter(pk__in=keys[start : start + BATCH]).delete()


def _centres() -> None:
    """Every force that answers somewhere in a department has an operations centre there."""
    answering = set(Jurisdiction.objects.values_list("force", "commune__department").distinct())
    known = set(OperationsCentre.objects.values_list("force", "department"))
    names = dict(Department.objects.values_list("code", "name"))
    OperationsCentre.objects.bulk_create(
        OperationsCentre(force=force, department_id=code, name=neutral_centre_name(force, names[code]))
        for force, code in sorted(answering - known)
    )


@dataclass(frozen=True)
class _Key:
    """What tells one unit from another in an edition."""

    force: str
    official_id: str
    name: str
    scope: str


class _Units:
    """Which row each unit of the facts is: by its official id, else by its name, else a new one."""

    def __init__(self, facts: Iterable[CommuneFact]) -> None:
        self._departments = dict(Department.objects.values_list("code", "name"))
        self._wanted: dict[_Key, tuple[UnitFact, Counter[str]]] = {}
        for fact in facts:
            for unit in fact.units:
                named = self._named(unit, fact.department)
                known = self._wanted.setdefault(self._key(named, fact.department), (named, Counter()))
                known[1][fact.department] += 1
        self._by_id: dict[tuple[str, str], Unit] = {}
        self._by_name: dict[tuple[str, ...], list[Unit]] = defaultdict(list)
        for row in Unit.objects.order_by("pk"):
            self._know(row)
        self._rows: dict[_Key, Unit] = {}

    def of(self, unit: UnitFact, department: str) -> int:
        """The primary key, once settled."""
        return self._rows[self._key(self._named(unit, department), department)].pk

    def settle(self) -> list[Change]:
        """Finds or makes the row of every unit; returns what that changed."""
        changes: list[Change] = []
        made: list[Unit] = []
        for key, (unit, departments) in self._wanted.items():
            department = departments.most_common(1)[0][0]
            row = self._find(unit, department)
            if row is None:
                row = self._make(unit, department)
                made.append(row)
                self._know(row)
                changes.append(Change(Verb.ADDED, "unité", row.name))
            else:
                changes += self._refresh(row, unit)
            self._rows[key] = row
        Unit.objects.bulk_create(made, batch_size=BATCH)
        return changes

    def _named(self, unit: UnitFact, department: str) -> UnitFact:
        """A unit without a name is the neutral one of its force and department."""
        if unit.name:
            return unit
        return UnitFact(unit.force, neutral_unit_name(unit.force, self._departments[department]))

    def _key(self, unit: UnitFact, department: str) -> _Key:
        if unit.official_id:
            return _Key(unit.force, unit.official_id, "", "")
        return _Key(unit.force, "", exact(unit.name), scope(unit.force, department))

    def _know(self, row: Unit) -> None:
        if row.official_id:
            self._by_id[row.force, row.official_id] = row
        within = scope(row.force, row.department_id)
        self._by_name["exact", row.force, exact(row.source_name), within].append(row)
        self._by_name["alike", row.force, plain(row.source_name), row.department_id].append(row)

    def _find(self, unit: UnitFact, department: str) -> Unit | None:
        if unit.official_id and (unit.force, unit.official_id) in self._by_id:
            return self._by_id[unit.force, unit.official_id]
        for name in (
            ("exact", unit.force, exact(unit.name), scope(unit.force, department)),
            ("alike", unit.force, plain(unit.name), department),
        ):
            namesakes = self._by_name[name]
            without_id = [row for row in namesakes if not row.official_id]
            if without_id:
                return without_id[0]
            if len(namesakes) == 1 and not unit.official_id:
                return namesakes[0]
        return None

    def _make(self, unit: UnitFact, department: str) -> Unit:
        return Unit(
            force=unit.force,
            name=unit.name,
            source_name=unit.name,
            official_id=unit.official_id,
            department_id=department,
            is_neutral=unit.name == neutral_unit_name(unit.force, self._departments[department]),
        )

    def _refresh(self, row: Unit, unit: UnitFact) -> list[Change]:
        changes: list[Change] = []
        if unit.official_id and not row.official_id:
            row.official_id = unit.official_id
            self._by_id[row.force, row.official_id] = row
            _save(row, "official_id")
        if plain(row.source_name) == plain(unit.name):
            return changes
        if "name" in row.edited:
            changes.append(Change(Verb.KEPT, "unité", row.name, row.name, unit.name))
        else:
            changes.append(Change(Verb.CHANGED, "unité", row.name, row.name, unit.name))
            row.name = unit.name
        row.source_name = unit.name
        _save(row, "name", "source_name")
        return changes


def _save(row: Unit, *fields: str) -> None:
    """A row that is still to be made is written with the others."""
    if row.pk:
        row.save(update_fields=fields)
