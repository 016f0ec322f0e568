"""What a report holds: checked, counted, put into words. Pure.

The content is a flat dictionary `{path: value}` (see `fields`). Several officers fill it at once: each saving gives
some paths, the others stay. Who a witness is stands apart from the rest, under `witness`, and is told only where the
witness agreed.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from permanence.casework.reports import fields
from permanence.casework.reports.account import sections
from permanence.casework.reports.vocabulary import IMPLIED, KINDS_OF, OFFENCES_OF
from permanence.lib.errors import Invalid

__all__ = ["apart", "cleaned", "contradictions", "facts", "ids", "missing", "sections", "typed"]

Content = dict[str, Any]
REFUSED = "Certains champs ne peuvent pas être enregistrés tels quels."
WITNESS = "witness."
DATES = ("from_on", "until_on", "born_on")


def cleaned(given: Mapping[str, Any], *, today: date | None = None) -> Content:
    """What was given, as it is kept; empty answers are left out. `today`: dates after it are refused.

    Raises `Invalid` with each path that cannot be taken.
    """
    errors: dict[str, str] = {}
    kept: Content = {}
    for path, value in given.items():
        field = fields.field_of(path)
        if field is None:
            errors[path] = "Ce champ n’existe pas."
        elif value is not None:
            try:
                answer = field.clean(value)
                _check_past(path, answer, today)
            except ValueError as refusal:
                errors[path] = str(refusal)
            else:
                if answer not in ("", []):
                    kept[path] = answer
    if errors:
        raise Invalid(REFUSED, errors=errors)
    return kept


def contradictions(content: Mapping[str, Any], given: Iterable[str]) -> dict[str, str]:
    """What does not go together, beside one of the paths `given`."""
    errors: dict[str, str] = {}
    for group, first, last, wrong in (
        ("facts", "from_on", "until_on", "La fin ne peut pas précéder le début."),
        ("windows", "from", "until", "L’heure de fin doit suivre celle de début."),
    ):
        for item in ids(content, group):
            begin, end = (f"{group}.{item}.{name}" for name in (first, last))
            if _ends_before(group, content.get(begin), content.get(end)):
                errors[end if end in given or begin not in given else begin] = wrong
    for group, most in fields.MANY.items():
        added = [path for path in given if path.startswith(f"{group}.")]
        if len(ids(content, group)) > most and added:
            errors[added[0]] = f"Au plus {most}."
    return errors


def typed(content: Mapping[str, Any]) -> dict[str, str]:
    """The plain columns of a report: what the figures count."""
    return {
        "reporter": content.get("reporter", ""),
        "victim_sex": content.get("victim.sex", ""),
        "victim_age": content.get("victim.age", ""),
        "relation": content.get("author.relation", ""),
        "consent": content.get("consent.transmission", ""),
    }


def facts(content: Mapping[str, Any]) -> list[dict[str, str]]:
    """The rows of `Fact`: each category with each kind and each offence of that kind, once."""
    rows: dict[tuple[str, str, str], None] = {}
    for item in ids(content, "facts"):
        category = content.get(f"facts.{item}.category", "")
        if not category:
            continue
        offences = content.get(f"facts.{item}.offences", [])
        for kind in _kinds(category, content.get(f"facts.{item}.kinds", [])):
            own = [offence for offence in offences if offence in OFFENCES_OF.get(kind, ())]
            rows.update(dict.fromkeys((category, kind, offence) for offence in own or [""]))
    return [{"category": category, "kind": kind, "offence": offence} for category, kind, offence in rows]


def missing(content: Mapping[str, Any]) -> dict[str, str]:
    """What must still be said before the report is filed, by path; the words finish "il manque …"."""
    lacking = {} if facts(content) else {"facts": "une catégorie de faits au moins"}
    return (
        lacking if content.get("reporter") else {"reporter": "qui écrit (victime, témoin ou professionnel)"} | lacking
    )


def ids(content: Mapping[str, Any], group: str) -> list[str]:
    """The items of a group that stands several times, in the order in which they were begun."""
    found = (path.split(".")[1] for path in content if path.startswith(f"{group}."))
    return list(dict.fromkeys(found))


def apart(content: Mapping[str, Any]) -> tuple[Content, Content]:
    """The content without the witness, and the witness's paths."""
    witness = {path: value for path, value in content.items() if path.startswith(WITNESS)}
    return {path: value for path, value in content.items() if path not in witness}, witness


def _kinds(category: str, chosen: list[str]) -> list[str]:
    if category in IMPLIED:
        return [IMPLIED[category]]
    return (chosen if category in KINDS_OF else []) or [""]


def _ends_before(group: str, begin: Any, end: Any) -> bool:
    if not begin or not end:
        return False
    # A month, a year: what is known of both is compared.
    length = len(begin) if group == "windows" else min(len(begin), len(end))
    return bool(end <= begin if group == "windows" else end[:length] < begin[:length])


def _check_past(path: str, answer: Any, today: date | None) -> None:
    is_past = path.rsplit(".", 1)[-1] in DATES and bool(answer)
    if today is not None and is_past and answer > today.isoformat()[: len(answer)]:
        raise ValueError("Cette date est à venir.")
