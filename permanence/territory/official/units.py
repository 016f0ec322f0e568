"""The file of units open to the public to what it says of each.

Its quirks: gendarmerie and police share one header and no column says which; ids that are the jurisdictions' for the
gendarmerie, `0` or missing for others; latitude and longitude sometimes exchanged; decimal commas; hours over several
lines. Refuses a line without a name, a department or a force; leaves out a telephone or a position that makes no
sense rather than show it.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from permanence.territory.changes import Change, Verb
from permanence.territory.names import exact, plain
from permanence.territory.official.jurisdictions import INSEE, OFFICIAL_ID, department_of
from permanence.territory.official.tables import Refusal, Row

COLUMNS = frozenset(
    ("identifiant_public_unite", "service", "telephone", "departement", "code_commune_insee", "horaires_accueil")
)
TELEPHONE = re.compile(r"[0-9+][0-9 +().,/-]{1,39}")
# Where France is: mainland, Antilles and Guiana, Indian Ocean and Pacific.
LATITUDES = ((41.0, 51.5), (2.0, 19.0), (46.0, 48.0), (-25.0, -7.0))
LONGITUDES = ((-6.0, 10.0), (-64.0, -51.0), (-57.0, -56.0), (44.0, 56.0), (157.0, 172.0), (-180.0, -134.0))


@dataclass(frozen=True)
class UnitDetails:
    """What the file says of one unit."""

    line: int
    force: str
    official_id: str
    name: str
    department: str
    address: str = ""
    telephone: str = ""
    opening_hours: str = ""
    latitude: float | None = None
    longitude: float | None = None
    url: str = ""


@dataclass
class Read:
    """What the file says: units, lines without effect, lines refused."""

    units: list[UnitDetails] = field(default_factory=list)
    aside: list[Change] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    lines: int = 0


def read(rows: Iterable[Row | Refusal], departments: Collection[str]) -> Read:
    """Reads every row, so that all that is wrong is told at once."""
    result = Read()
    taken: list[Row] = []
    for row in rows:
        result.lines += 1
        problem = row if isinstance(row, Refusal) else _fault(row, departments)
        if problem:
            result.refusals.append(problem)
        elif isinstance(row, Row):
            taken.append(row)
    alone = _force_of_the_file(taken)
    for row in taken:
        _take(row, force_of_name(row["service"]) or alone, departments, result)
    result.units = _distinct(result)
    return result


def force_of_name(name: str) -> str:
    """`PN`, `GN`, or empty when the name does not say."""
    words = set(plain(name).split())
    if words & {"police", "commissariat"}:
        return "PN"
    return "GN" if words & {"gendarmerie", "brigade", "brigades"} else ""


def _force_of_the_file(rows: Iterable[Row]) -> str:
    """The Ministry publishes one file a force: the names that say it speak for those that do not."""
    said = {force_of_name(row["service"]) for row in rows} - {""}
    return said.pop() if len(said) == 1 else ""


def _fault(row: Row, departments: Collection[str]) -> Refusal | None:
    if not row["service"]:
        return Refusal(row.line, "unité sans nom")
    if len(row["service"]) > 200:
        return Refusal(row.line, "nom trop long")
    if not OFFICIAL_ID.fullmatch(row["identifiant_public_unite"]):
        return Refusal(row.line, f"identifiant « {row['identifiant_public_unite'][:20]} » : ce n'est pas un nombre")
    if row["code_commune_insee"] and not INSEE.fullmatch(row["code_commune_insee"].upper()):
        return Refusal(row.line, f"code de commune « {row['code_commune_insee'][:20]} » mal formé")
    if not _department(row, departments):
        return Refusal(row.line, f"département « {row['departement'][:20]} » inconnu")
    return None


def _department(row: Row, departments: Collection[str]) -> str:
    written = row["departement"].upper()
    for code in (written, written.zfill(2), department_of(row["code_commune_insee"].upper())):
        if code in departments:
            return code
    return ""


def _take(row: Row, force: str, departments: Collection[str], result: Read) -> None:
    if not force:
        result.refusals.append(Refusal(row.line, f"« {row['service'][:60]} » : police ou gendarmerie ?"))
        return
    latitude, longitude = position(row["geocodage_x_gps"], row["geocodage_y_gps"])
    official_id = row["identifiant_public_unite"]
    result.units.append(
        UnitDetails(
            line=row.line,
            force=force,
            official_id=official_id if force == "GN" and int(official_id or 0) else "",
            name=row["service"],
            department=_department(row, departments),
            address=_address(row)[:300],
            telephone=_telephone(row, result),
            opening_hours=row["horaires_accueil"],
            latitude=latitude,
            longitude=longitude,
            url=row["url"] if row["url"].startswith(("https://", "http://")) and len(row["url"]) <= 300 else "",
        )
    )


def _address(row: Row) -> str:
    if row["adresse_geographique"]:
        return row["adresse_geographique"].replace("\n", ", ")
    town = f"{row['code_postal']} {row['commune']}".strip()
    return ", ".join(part for part in (row["voie"], town) if part).replace("\n", ", ")


def _telephone(row: Row, result: Read) -> str:
    given = row["telephone"]
    if given and not TELEPHONE.fullmatch(given):
        note = f"téléphone « {given[:40]} » non repris"
        result.aside.append(Change(Verb.SET_ASIDE, "ligne", f"{row.line}, {row['service']}", after=note))
        return ""
    return given


def position(x: str, y: str) -> tuple[float | None, float | None]:
    """Latitude and longitude, whichever column they are in; none where they are not in France."""
    try:
        a, b = float(x.replace(",", ".")), float(y.replace(",", "."))
    except ValueError:
        return None, None
    for latitude, longitude in ((b, a), (a, b)):
        if _within(latitude, LATITUDES) and _within(longitude, LONGITUDES):
            return latitude, longitude
    return None, None


def _within(value: float, ranges: Iterable[tuple[float, float]]) -> bool:
    return any(low <= value <= high for low, high in ranges)


def _distinct(result: Read) -> list[UnitDetails]:
    """One row a unit: what is said of it first stands."""
    first: dict[tuple[str, str, str, str], UnitDetails] = {}
    for unit in result.units:
        kept = first.setdefault((unit.force, unit.official_id, exact(unit.name), unit.department), unit)
        if kept is not unit:
            which, why = f"{unit.line}, {unit.name}", f"déjà dite ligne {kept.line}"
            result.aside.append(Change(Verb.SET_ASIDE, "ligne", which, after=why))
    return list(first.values())
