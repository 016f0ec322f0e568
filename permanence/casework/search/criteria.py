"""What a search asks for, read from what was typed and checked. Pure but for the clock's date, which is given.

Kinds of violence may be sensitive data, by which alone nobody may select people (décret 2022-337): a search by kind of
violence names something else too, a time, a unit, a state, a person.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from permanence.lib.errors import Invalid

DRAFT, FILED = "draft", "filed"
PERSON = ("name", "telephone", "mail")
ALONE = "Ajoutez une période, une unité, un état ou une personne : les seules violences ne suffisent pas à chercher."
_REFERENCE = re.compile(r"(?:(PN|GN)\W*)?(?:(\d{4})\W+)?(\d{1,6})", re.IGNORECASE)


@dataclass(frozen=True)
class Criteria:
    """Each empty where it is not asked for. `mine`: what the officer holds, held last or filed alone."""

    reference: str = ""
    name: str = ""
    telephone: str = ""
    mail: str = ""
    unit: str = ""
    """A part of its name."""
    state: str = ""
    """`draft`, `filed`, `referral:STATE` or `outcome:OUTCOME`."""
    category: str = ""
    opened_from: str = ""
    """ISO dates, of days in Paris, both included."""
    opened_until: str = ""
    danger: bool = False
    mine: bool = False

    @property
    def names_one(self) -> bool:
        """It can be of a few cases at the most: a reference, a person."""
        return bool(self.reference or any(getattr(self, field) for field in PERSON))

    @property
    def kinds(self) -> list[str]:
        """The criteria that are asked for, as the journal names them: never their values."""
        return sorted(one.name for one in fields(self) if getattr(self, one.name))

    def stored(self) -> dict[str, Any]:
        """To be sealed: what is asked for alone."""
        return {name: value for name, value in asdict(self).items() if value}


def read(given: Mapping[str, Any], *, force: str, year: int) -> Criteria:
    """The criteria of a form's cleaned data. `force` and `year` complete a reference that says neither.

    Raises `Invalid` with each field that cannot be taken.
    """
    found = Criteria(
        reference=_reference(given.get("reference") or "", force, year),
        opened_from=_day(given.get("opened_from")),
        opened_until=_day(given.get("opened_until")),
        danger=bool(given.get("danger")),
        mine=bool(given.get("mine")),
        **{name: (given.get(name) or "").strip() for name in (*PERSON, "unit", "state", "category")},
    )
    if found.opened_from and found.opened_until and found.opened_from > found.opened_until:
        raise Invalid("Période à corriger.", errors={"opened_until": "La fin est avant le début."})
    if found.category and found.kinds in (["category"], ["category", "danger"]):
        raise Invalid("Précisez la recherche.", errors={"category": ALONE})
    return found


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _reference(typed: str, force: str, year: int) -> str:
    """`GN-2026-000123`, whatever was typed of it: its number alone is of the officer's force, this year."""
    if not typed.strip():
        return ""
    match = _REFERENCE.fullmatch(typed.strip())
    of_force = ((match[1] if match else "") or force).upper()
    if match is None or not of_force:
        words = "Écrivez-la comme GN-2026-000123, ou son seul numéro."
        raise Invalid("Référence à corriger.", errors={"reference": words})
    return f"{of_force}-{match[2] or year}-{int(match[3]):06d}"
