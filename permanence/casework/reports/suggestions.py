"""What the entry says that a report could begin with: offered beside the field, never filled in by itself. Pure."""

from collections.abc import Mapping
from typing import Any

from permanence.casework.reports.vocabulary import KINDS_OF, Category, Kind, Writer
from permanence.desk.models import Intake

FIRST = "arrival"
"""The item that a suggested fact would be."""


def suggested(intake: Intake, content: Mapping[str, Any]) -> dict[str, Any]:
    """By path; nothing where an officer has already answered."""
    told: dict[str, Any] = {}
    if intake.reporter and not content.get("reporter"):
        told["reporter"] = intake.reporter
    if not any(path.startswith("facts.") for path in content):
        told |= _fact(intake.categories)
    is_hers = (content.get("reporter") or intake.reporter) == Writer.VICTIM  # whoever else writes may live elsewhere
    if intake.insee and is_hers and not content.get("victim.insee"):
        told["victim.insee"] = intake.insee
    return told


def _fact(said: list[str]) -> dict[str, Any]:
    """The first category said at the entry, with the kinds of violence said beside it."""
    category = next((code for code in Category.values if code in said), None)
    kinds = [code for code in Kind.values if code in said]
    if category is None:
        return {}
    fact: dict[str, Any] = {f"facts.{FIRST}.category": category}
    return fact | ({f"facts.{FIRST}.kinds": kinds} if kinds and category in KINDS_OF else {})
