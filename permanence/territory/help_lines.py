"""What a number to call must say of itself, and the numbers the product comes with.

Refuses hours without a dated source: a person in trouble who finds a line closed does not try a second one.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from permanence.lib.errors import Invalid
from permanence.territory.facts import DATA
from permanence.territory.models import Department, HelpLine

EDITABLE = (
    "number",
    "medium",
    "label",
    "purpose",
    "always_open",
    "hours",
    "in_emergency",
    "position",
    "source",
    "dated_on",
    "departments",
    "language",
)


def carried() -> list[dict[str, Any]]:
    """The lines the product comes with, as fields of `HelpLine`; `zones` already turned into departments."""
    lines = json.loads((DATA / "help-lines.json").read_text(encoding="utf-8"))
    return [_fields(line) for line in lines]


def load() -> None:
    """Adds the carried lines and refreshes those that no operator edited or withdrew."""
    for fields in carried():
        identity = {name: fields.pop(name) for name in ("number", "medium", "language")}
        line = HelpLine.objects.filter(**identity).first()
        if line is None:
            HelpLine.objects.create(**identity, **fields)
        elif not line.edited and not line.withdrawn_at:
            HelpLine.objects.filter(pk=line.pk).update(**fields)


def check(line: HelpLine) -> None:
    """Raises `Invalid` with what is wrong by field."""
    errors = dict(_faults(line))
    if errors:
        raise Invalid("Corrigez les champs signalés : rien n’a été enregistré.", errors=errors)


def _faults(line: HelpLine) -> list[tuple[str, str]]:
    faults = [
        (name, "À remplir.") for name in ("number", "label", "purpose", "source") if not getattr(line, name).strip()
    ]
    if line.number.strip() and not all(c.isdigit() or c in " +" for c in line.number):
        faults.append(("number", "Des chiffres et des espaces seulement, par exemple 116 006."))
    if line.medium not in HelpLine.Medium.values:
        faults.append(("medium", "Choisissez appel ou SMS."))
    if (line.always_open or line.hours.strip()) and not line.dated_on:
        faults.append(("dated_on", "Des horaires demandent la date de leur source."))
    if line.always_open and line.hours.strip():
        faults.append(("hours", "Laissez vide une ligne ouverte jour et nuit, ou décochez."))
    unknown = set(line.departments) - set(Department.objects.values_list("code", flat=True))
    if unknown:
        faults.append(("departments", f"Départements inconnus : {', '.join(sorted(unknown))}."))
    return faults


def _fields(line: Mapping[str, Any]) -> dict[str, Any]:
    fields = {name: line[name] for name in EDITABLE if name in line}
    fields["language"] = line.get("language", "fr")
    if "dated_on" in line:
        fields["dated_on"] = date.fromisoformat(line["dated_on"])
    if "zones" in line:
        codes = Department.objects.filter(zone__in=line["zones"]).order_by("code").values_list("code", flat=True)
        fields["departments"] = list(codes)
    return fields
