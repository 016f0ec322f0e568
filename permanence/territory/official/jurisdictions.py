"""The file of jurisdictions to facts.

Its quirks: no id for the police; gendarmerie ids of 7 or 8 digits, or `0`, which several units share; two rows for a
commune that both forces share; blank rows; codes that communes bore before a merger; a postal code of another
department; the same unit with straight and typographic apostrophes.
Refuses a line whose commune, force, id or postal codes make no sense, naming it.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from permanence.territory.changes import Change, Verb
from permanence.territory.facts import CommuneFact, UnitFact
from permanence.territory.names import exact, plain
from permanence.territory.official.tables import Refusal, Row

COLUMNS = frozenset(
    ("code_commune", "libelle_commune", "institution", "id_service", "service", "code_postal", "codes_postaux")
)
INSEE = re.compile(r"(?:[0-9]{2}|2[AB])[0-9]{3}")
POSTAL_CODE = re.compile(r"[0-9]{5}")
OFFICIAL_ID = re.compile(r"[0-9]{0,12}")


@dataclass(frozen=True)
class Known:
    """What the territory holds already, for the reading of a file."""

    communes: Mapping[str, tuple[str, str]]
    """By code: name and department."""
    departments: Collection[str]
    former: Mapping[str, str]


@dataclass
class Read:
    """What the file says: facts by commune, lines without effect, lines refused."""

    facts: list[CommuneFact] = field(default_factory=list)
    aside: list[Change] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    lines: int = 0


@dataclass
class _Commune:
    name: str
    department: str
    units: list[UnitFact] = field(default_factory=list)
    former_units: list[tuple[Row, UnitFact]] = field(default_factory=list)
    postal_codes: dict[str, None] = field(default_factory=dict)
    has_own_row: bool = False


def read(rows: Iterable[Row | Refusal], known: Known) -> Read:
    """Reads every row, so that all that is wrong is told at once."""
    result = Read()
    communes: dict[str, _Commune] = {}
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        result.lines += 1
        problem = row if isinstance(row, Refusal) else _fault(row, known)
        if problem:
            result.refusals.append(problem)
        elif isinstance(row, Row):
            _take(row, known, communes, seen, result)
    result.facts = _with_usable_ids([_fact(insee, commune, result) for insee, commune in communes.items()])
    return result


def department_of(insee: str) -> str:
    """The department a commune's code says."""
    return insee[:3] if insee[:2] in ("97", "98") else insee[:2]


def _fault(row: Row, known: Known) -> Refusal | None:
    insee = row["code_commune"].upper()
    if not INSEE.fullmatch(insee):
        return Refusal(row.line, f"code de commune « {insee[:20]} » mal formé")
    if insee not in known.communes and insee not in known.former:
        if department_of(insee) not in known.departments:
            return Refusal(row.line, f"commune {insee} : département inconnu")
        if not row["libelle_commune"]:
            return Refusal(row.line, f"commune {insee} inconnue et sans nom")
    if row["institution"].upper() not in ("PN", "GN", ""):
        return Refusal(row.line, f"institution « {row['institution'][:20]} » : PN, GN ou rien attendu")
    if not OFFICIAL_ID.fullmatch(row["id_service"]):
        return Refusal(row.line, f"id_service « {row['id_service'][:20]} » n'est pas un nombre")
    if len(row["service"]) > 200 or len(row["libelle_commune"]) > 80:
        return Refusal(row.line, "nom trop long")
    wrong = [code for code in _postal_codes(row) if not POSTAL_CODE.fullmatch(code)]
    return Refusal(row.line, f"code postal « {wrong[0][:20]} » mal formé") if wrong else None


def _postal_codes(row: Row) -> list[str]:
    return [
        code.strip() for cell in (row["code_postal"], row["codes_postaux"]) for code in cell.split("-") if code.strip()
    ]


def _take(row: Row, known: Known, communes: dict[str, _Commune], seen: set[tuple[str, ...]], result: Read) -> None:
    written = row["code_commune"].upper()
    insee = written if written in known.communes else known.former.get(written, written)
    name, department = known.communes.get(insee, (row["libelle_commune"], department_of(insee)))
    commune = communes.setdefault(insee, _Commune(name, department))
    commune.postal_codes.update(dict.fromkeys(_postal_codes(row)))
    unit = _unit(row)
    identity = (written, unit.force if unit else "", unit.official_id if unit else "", plain(unit.name) if unit else "")
    if identity in seen:
        result.aside.append(
            Change(Verb.SET_ASIDE, "ligne", f"{row.line}, {written} {name}", after="déjà dite plus haut")
        )
        return
    seen.add(identity)
    if written != insee:
        commune.former_units += [(row, unit)] if unit else []
        return
    commune.has_own_row = True
    commune.units += [unit] if unit else []


def _unit(row: Row) -> UnitFact | None:
    force = row["institution"].upper()
    if not force:
        return None
    official_id = row["id_service"] if force == "GN" and int(row["id_service"] or 0) else ""
    return UnitFact(force, row["service"], official_id)


def _fact(insee: str, commune: _Commune, result: Read) -> CommuneFact:
    """A merged commune's own row says who answers; without one, the rows of its former communes do."""
    units = commune.units
    for row, unit in commune.former_units:
        which = f"{row.line}, ancien code {row['code_commune']} de {insee} {commune.name}"
        if commune.has_own_row:
            result.aside.append(Change(Verb.SET_ASIDE, "ligne", which, after="la commune a sa propre ligne"))
        else:
            units = [*units, unit]
    return CommuneFact(
        insee, commune.name, commune.department, tuple(commune.postal_codes), units=tuple(dict.fromkeys(units))
    )


def _with_usable_ids(facts: list[CommuneFact]) -> list[CommuneFact]:
    """An id that stands for several names is no key: those units go by their names."""
    names: dict[tuple[str, str], set[str]] = defaultdict(set)
    for fact in facts:
        for unit in fact.units:
            names[unit.force, unit.official_id].add(plain(unit.name))
    first: dict[tuple[str, ...], UnitFact] = {}

    def usable(unit: UnitFact) -> UnitFact:
        if len(names[unit.force, unit.official_id]) > 1:
            unit = UnitFact(unit.force, unit.name)
        name = "" if unit.official_id else exact(unit.name)
        return first.setdefault((unit.force, unit.official_id, name), unit)

    return [
        CommuneFact(f.insee, f.name, f.department, f.postal_codes, units=tuple(dict.fromkeys(map(usable, f.units))))
        for f in facts
    ]
