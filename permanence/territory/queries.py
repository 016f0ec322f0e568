"""What the other rooms ask of the territory. Answers from this process's memory (`index`), in microseconds.

Refuses to leave anybody at a dead end: every refusal says what to do next, and a place that is not known is still a
place, that both desks see.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from permanence.lib.errors import Invalid, NotFound
from permanence.territory.index import CommuneEntry, UnitEntry, current
from permanence.territory.models import Force, OperationsCentre, Unit
from permanence.territory.routing import Ask, decide

T = TypeVar("T")
WHOLE_CITIES = frozenset({"75056", "69123", "13055"})
"""Paris, Lyon and Marseille: their arrondissements stand in their place."""
DEFAULT_TIME_ZONE = "Europe/Paris"
_POSTAL_CODE = re.compile(r"[0-9]{5}")


class UnknownPostalCode(NotFound):
    """Five digits that no commune bears."""

    title = "Code postal inconnu"


class MalformedPostalCode(Invalid):
    """Not five digits."""

    title = "Code postal à corriger"


class UnknownCommune(Invalid):
    """A commune code that does not exist, or that the postal code given with it does not cover."""

    title = "Commune à corriger"


@dataclass(frozen=True)
class Place:
    """Where a visitor says they are, as far as it is known."""

    force: str | None = None
    insee: str | None = None
    commune_name: str | None = None
    department: str | None = None
    unit_id: int | None = None
    unit_name: str | None = None
    ask: Ask | None = "officer"
    """Who can settle the force when it is None."""


def lookup(code: str) -> dict[str, Any]:
    """The answer of `GET /territory/postal-codes/{code}`. Raises `UnknownPostalCode`, `MalformedPostalCode`."""
    digits = digits_of(code)
    communes = communes_of(digits)
    if not communes:
        raise UnknownPostalCode(
            f"Le code postal {digits} n’est pas dans nos listes. Vérifiez les cinq chiffres ; le code d’une boîte "
            "postale ou d’un CEDEX ne convient pas. Vous pouvez aussi continuer sans code postal : un policier ou un "
            "gendarme vous demandera où vous êtes."
        )
    decision = decide([entry.force for entry in communes])
    return {
        "postal_code": digits,
        "force": decision.force,
        "ask": decision.ask,
        "communes": [_commune(entry) for entry in communes],
    }


def digits_of(text: str) -> str:
    """The five digits of what was typed, spaces left out. Raises `MalformedPostalCode`."""
    digits = "".join(unicodedata.normalize("NFKC", text[:40]).split())
    if not _POSTAL_CODE.fullmatch(digits):
        raise MalformedPostalCode(
            "Un code postal compte cinq chiffres, par exemple 35000. Vous pouvez aussi continuer sans code postal : "
            "un policier ou un gendarme vous demandera où vous êtes.",
            errors={"postal_code": "Donnez cinq chiffres, par exemple 35000, ou laissez vide."},
        )
    return digits


def communes_of(code: str) -> tuple[CommuneEntry, ...]:
    """The communes under a postal code, in the order of the alphabet; none when it is unknown."""
    return current().postal_codes.get(code, ())


def postal_codes_of(force: str | None = None) -> list[str]:
    """The postal codes where one force answers and it is known (`force`: this one), in order."""
    wanted = [force] if force else list(Force.values)
    codes = current().postal_codes.items()
    return sorted(code for code, communes in codes if decide([one.force for one in communes]).force in wanted)


def commune(insee: str) -> CommuneEntry:
    """One commune. Raises `UnknownCommune`."""
    entry = current().communes.get(insee)
    if entry is None:
        raise _unknown_commune()
    return entry


def undecided() -> list[CommuneEntry]:
    """The communes whose force is not one and known, by name: an operator may settle them."""
    return [entry for entry in current().communes.values() if entry.force is None and entry.insee not in WHOLE_CITIES]


def place(postal_code: str | None = None, insee: str | None = None) -> Place:
    """Where a conversation opens. Nothing given, or a postal code that no commune bears: a place without force.

    Raises `MalformedPostalCode`, and `UnknownCommune` for a commune that is not one of the postal code's.
    """
    given = (postal_code or "").strip()
    communes = communes_of(digits_of(given)) if given else ()
    if insee:
        return _place_of_communes([_chosen(insee, communes)])
    return _place_of_communes(communes)


def time_zone(department: str | None) -> str:
    """The IANA time zone a department lives by; Paris where it is not known."""
    found = current().departments.get(department or "")
    return found["time_zone"] if found else DEFAULT_TIME_ZONE


def departments() -> list[dict[str, str]]:
    """`code`, `name`, `zone`, `time_zone` of all, by code."""
    return [dict(row) for _code, row in sorted(current().departments.items())]


def department_name(code: str | None) -> str:
    """ "Ille-et-Vilaine"; empty where the code is not known."""
    found = current().departments.get(code or "")
    return found["name"] if found else ""


def help_lines(department: str | None = None, language: str = "fr") -> list[dict[str, Any]]:
    """The numbers to show, in order: those that answer in the department (all where it is not known), in the
    language, or in French where that language has none."""
    rows = [row for row in current().help_lines if _answers_in(row["departments"], department)]
    spoken = [row for row in rows if row["language"] == language] or [row for row in rows if row["language"] == "fr"]
    return [_help_line(row) for row in spoken]


def units_of(insee: str) -> list[Unit]:
    """The units that answer for a commune (both forces' where it is shared), with what is known of them."""
    entry = current().communes.get(insee)
    if entry is None:
        return []
    order = {unit.id: place for place, unit in enumerate(entry.units)}
    rows = Unit.objects.filter(pk__in=order).select_related("department")
    return sorted(rows, key=lambda unit: order[unit.pk])


def centres_of(insee: str) -> list[OperationsCentre]:
    """The operations centres to alert for a commune: its force's, both forces' where it is shared or unknown."""
    entry = commune(insee)
    rows = OperationsCentre.objects.filter(department=entry.department).order_by("force")
    forces = [entry.force] if entry.force else sorted({unit.force for unit in entry.units})
    return list(rows.filter(force__in=forces) if forces else rows)


def _chosen(insee: str, communes: Sequence[CommuneEntry]) -> CommuneEntry:
    """The commune named; under a postal code, Paris, Lyon and Marseille stand for the arrondissement meant."""
    entry = current().communes.get(insee.strip().upper())
    if entry is None:
        raise _unknown_commune()
    if not communes or entry in communes:
        return entry
    parts = [other for other in communes if other.parent == entry.insee]
    if len(parts) == 1:
        return parts[0]
    raise _unknown_commune()


def _unknown_commune() -> UnknownCommune:
    return UnknownCommune(
        "Choisissez une commune de la liste, ou continuez sans : un policier ou un gendarme vous demandera où vous "
        "êtes.",
        errors={"insee": "Choisissez une commune de la liste, ou laissez vide."},
    )


def _place_of_communes(communes: Sequence[CommuneEntry]) -> Place:
    if not communes:
        return Place()
    whole = current()
    parts = [e for e in whole.communes.values() if e.parent == communes[0].insee] if _is_whole(communes) else communes
    decision = decide([entry.force for entry in parts])
    unit = _only([entry.unit for entry in parts]) if decision.force else None
    one = communes[0] if len(communes) == 1 else None
    return Place(
        force=decision.force,
        insee=one.insee if one else None,
        commune_name=one.name if one else None,
        department=_only([entry.department for entry in communes]),
        unit_id=unit.id if unit else None,
        unit_name=unit.name if unit else None,
        ask=decision.ask,
    )


def _is_whole(communes: Sequence[CommuneEntry]) -> bool:
    """Paris, Lyon or Marseille, named without an arrondissement."""
    return len(communes) == 1 and communes[0].insee in WHOLE_CITIES


def _only(values: Iterable[T | None]) -> T | None:
    different = set(values)
    return different.pop() if len(different) == 1 else None


def _commune(entry: CommuneEntry) -> dict[str, Any]:
    return {
        "insee": entry.insee,
        "name": entry.name,
        "department": entry.department,
        "force": entry.force,
        "unit": _unit(entry.unit),
    }


def _unit(unit: UnitEntry | None) -> dict[str, Any] | None:
    return {"id": unit.id, "name": unit.name} if unit else None


def _answers_in(codes: Sequence[str], department: str | None) -> bool:
    return not codes or not department or department in codes


def _help_line(row: Any) -> dict[str, Any]:
    return {
        "number": row["number"],
        "label": row["label"],
        "purpose": row["purpose"],
        "medium": row["medium"],
        "always_open": row["always_open"],
        "hours": row["hours"],
        "in_emergency": row["in_emergency"],
        "source": row["source"],
        "date": row["dated_on"].isoformat() if row["dated_on"] else None,
    }
