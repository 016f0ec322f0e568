"""What a visitor says when arriving, checked: nothing is compulsory, everything wrong is named by its field."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from permanence.desk.vocabulary import Age, Category, Reporter
from permanence.lib.errors import Invalid, Refused
from permanence.territory import queries as territory
from permanence.territory.queries import Place

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")


@dataclass(frozen=True)
class Arrival:
    """What was said at the door. A person in danger is never refused for what the other fields hold."""

    postal_code: str | None = None
    insee: str | None = None
    reporter: str = ""
    age: str = ""
    categories: Sequence[str] = field(default_factory=tuple)
    language: str = "fr"
    in_danger: bool = False


def check(arrival: Arrival) -> tuple[Arrival, Place]:
    """The arrival as it will be kept, and its place. Raises `Invalid` with every wrong field at once."""
    errors: dict[str, str] = {}
    place = _place(arrival, errors)
    _one_of(arrival.reporter, Reporter.values, "reporter", errors)
    _one_of(arrival.age, Age.values, "age", errors)
    unknown = [category for category in arrival.categories if category not in Category.values]
    if unknown:
        errors["categories"] = f"Valeurs possibles : {', '.join(Category.values)}."
    if not LANGUAGE.fullmatch(arrival.language):
        errors["language"] = "Donnez un code de langue, par exemple fr."
    if errors and not arrival.in_danger:
        raise Invalid("Certaines réponses sont à corriger ; toutes sont facultatives.", errors=errors)
    return _without(arrival, errors), place


def _place(arrival: Arrival, errors: dict[str, str]) -> Place:
    try:
        return territory.place(arrival.postal_code or None, arrival.insee or None)
    except Refused as refusal:
        errors.update(refusal.errors or {"postal_code": refusal.detail})
        return territory.Place()


def _one_of(value: str, values: Sequence[str], name: str, errors: dict[str, str]) -> None:
    if value and value not in values:
        errors[name] = f"Valeurs possibles : {', '.join(values)}."


def _without(arrival: Arrival, errors: Mapping[str, str]) -> Arrival:
    """The same without its wrong answers."""
    code = "" if "postal_code" in errors else arrival.postal_code
    return Arrival(
        postal_code=territory.digits_of(code) if code else None,
        insee=None if "insee" in errors else arrival.insee,
        reporter="" if "reporter" in errors else arrival.reporter,
        age="" if "age" in errors else arrival.age,
        categories=tuple(c for c in dict.fromkeys(arrival.categories) if c in Category.values),
        language="fr" if "language" in errors else arrival.language,
        in_danger=arrival.in_danger,
    )
