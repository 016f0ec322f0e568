"""The shapes of facts before they meet the database, and the facts the product carries.

Answers for: reading `data/` into typed facts; the neutral labels. Refuses any name, address or number that no source
states.
"""

import gzip
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"
EDITION = "Compétence territoriale gendarmerie et police nationales (ministère de l'Intérieur), août 2026"
FILES = ("departments.tsv", "communes.tsv.gz", "police-services.txt")
FORCE_NAMES = {"PN": "Police nationale", "GN": "Gendarmerie nationale"}


@dataclass(frozen=True)
class DepartmentFact:
    code: str
    name: str
    zone: str
    time_zone: str


@dataclass(frozen=True)
class UnitFact:
    """A unit as a jurisdiction names it. No name: the neutral unit of its force and of the commune's department."""

    force: str
    name: str = ""
    official_id: str = ""


@dataclass(frozen=True)
class CommuneFact:
    insee: str
    name: str
    department: str
    postal_codes: tuple[str, ...] = ()
    population: int | None = None
    parent: str = ""
    units: tuple[UnitFact, ...] = field(default=())
    """Who answers for it: none where the source is blank or silent."""


def neutral_unit_name(force: str, department: str) -> str:
    """ "Gendarmerie nationale – Ain": true whatever the real units are called."""
    return f"{FORCE_NAMES[force]} – {department}"


def neutral_centre_name(force: str, department: str) -> str:
    """ "Police nationale – Ain, centre opérationnel": the real names differ (DDPN, DTPN, groupement…)."""
    return f"{neutral_unit_name(force, department)}, centre opérationnel"


@cache
def fingerprint() -> str:
    """SHA-256 of the carried facts: another edition of the product may carry others."""
    digest = hashlib.sha256()
    for name in FILES:
        digest.update((DATA / name).read_bytes())
    return digest.hexdigest()


def departments() -> list[DepartmentFact]:
    """The 109 departments and territories."""
    return [DepartmentFact(*row) for row in _table((DATA / "departments.tsv").read_text(encoding="utf-8"))]


def communes() -> Iterator[CommuneFact]:
    """Every commune and municipal arrondissement, with who answers for it."""
    services = (DATA / "police-services.txt").read_text(encoding="utf-8").splitlines()
    text = gzip.decompress((DATA / "communes.tsv.gz").read_bytes()).decode("utf-8")
    for insee, name, department, postal_codes, population, parent, standing in _table(text):
        yield CommuneFact(
            insee=insee,
            name=name,
            department=department,
            postal_codes=tuple(postal_codes.split("-")) if postal_codes else (),
            population=int(population) if population else None,
            parent=parent,
            units=tuple(_units(standing.split(), services)),
        )


@cache
def former_communes() -> dict[str, str]:
    """By the code a commune bore before a merger: the commune it is part of now."""
    return dict(_table((DATA / "former-communes.tsv").read_text(encoding="utf-8")))


def _units(standings: Iterable[str], services: list[str]) -> Iterator[UnitFact]:
    for standing in standings:
        if standing == "G":
            yield UnitFact("GN")
        elif standing.startswith("P"):
            yield UnitFact("PN", services[int(standing[1:])])


def _table(text: str) -> Iterator[list[str]]:
    rows = (line.split("\t") for line in text.splitlines())
    next(rows)
    return rows
