"""A report as a readable account, in French: the same for a screen, a unit and a document. Pure.

A witness is told of only where the witness agreed, and never what is known of other witnesses.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from permanence.casework.reports import fields
from permanence.casework.reports import windows as contact
from permanence.casework.reports.vocabulary import Category, Kind, When, WitnessConsent, label
from permanence.casework.sections import Section

Rows = list[tuple[str, str]]
PERSON = ("name", "sex", "age", "born_on", "telephone", "mail", "address", "commune")


def sections(content: Mapping[str, Any], *, witness: Mapping[str, Any] | None = None) -> list[Section]:
    """The whole account; sections with nothing to say are left out."""
    told = [
        ("Récit", _rows(content, "", ("reporter", "professional", "summary"))),
        *_facts(content),
        ("Victime", _rows(content, "victim", (*PERSON, "needs", "text"))),
        ("Auteur", _rows(content, "author", ("relation", "lives_with", *PERSON, "text"))),
        *_many(content, "others", "Autre auteur", ("relation", "name", "sex", "text")),
        *_many(content, "children", "Enfant", ("name", "age", "exposed", "text")),
        ("Démarches antérieures", _rows(content, "before", ("complaint", "protection", "medical", "text"))),
        ("Accord pour transmettre", _consent(content)),
        ("Quand et comment la joindre", _windows(content)),
        ("Témoin", _witness(witness or {})),
    ]
    return [Section(title, tuple(rows)) for title, rows in told if rows]


def dates(content: Mapping[str, Any], item: str) -> str:
    """When a fact took place: "le 12/08/2024", "entre 2022 et 08/2024", "depuis 2019"."""
    begin, end, when, more = (content.get(f"facts.{item}.{name}", "") for name in ("from_on", "until_on", "when", "at"))
    begin, end = fields.shown_date(begin), fields.shown_date(end)
    if begin and when == When.SINCE:
        told = f"depuis {_the(begin)}"
    elif begin and end:
        told = f"entre {_the(begin)} et {_the(end)}"
    elif begin:
        told = f"le {begin}" if begin.count("/") == 2 else f"en {begin}"
    else:
        told = f"jusqu’à {end}" if end else ""
    return ", ".join(part for part in (told, more) if part)


def _the(day: str) -> str:
    return f"le {day}" if day.count("/") == 2 else day


def _facts(content: Mapping[str, Any]) -> list[tuple[str, Rows]]:
    found = _ids(content, "facts")
    return [
        (_fact_title(content, item, number, len(found)), _fact(content, item)) for number, item in enumerate(found, 1)
    ]


def _fact_title(content: Mapping[str, Any], item: str, number: int, total: int) -> str:
    category = content.get(f"facts.{item}.category", "")
    name = label(Category, category) if category else "sans catégorie"
    return f"Faits {number} : {name}" if total > 1 else f"Faits : {name}"


def _fact(content: Mapping[str, Any], item: str) -> Rows:
    group = f"facts.{item}"
    place = ", ".join(part for part in (content.get(f"{group}.place"), content.get(f"{group}.commune")) if part)
    kinds = ", ".join(label(Kind, kind) for kind in content.get(f"{group}.kinds", []))
    rows = [("Violences", kinds), *_rows(content, group, ("offences",)), ("Quand", dates(content, item)), ("Où", place)]
    return [row for row in rows if row[1]] + _rows(content, group, ("text",))


def _many(content: Mapping[str, Any], group: str, title: str, names: Iterable[str]) -> list[tuple[str, Rows]]:
    found = _ids(content, group)
    return [
        (f"{title} {number}" if len(found) > 1 else title, _rows(content, f"{group}.{item}", names))
        for number, item in enumerate(found, 1)
    ]


def _consent(content: Mapping[str, Any]) -> Rows:
    rows = _rows(content, "consent", ("transmission", "how", "text", "at", "by"))
    seq = content.get("consent.seq")
    return [*rows, ("Message", f"n° {seq}")] if seq and rows else rows


def _windows(content: Mapping[str, Any]) -> Rows:
    return [(f"Créneau {number}", window.words) for number, window in enumerate(contact.windows(content), 1)]


def _witness(witness: Mapping[str, Any]) -> Rows:
    if witness.get("consent", witness.get("witness.consent")) != WitnessConsent.GIVEN:
        return []
    known = {path if path.startswith("witness.") else f"witness.{path}": value for path, value in witness.items()}
    return _rows(known, "witness", ("name", "relation", "telephone", "mail", "text"))


def _rows(content: Mapping[str, Any], group: str, names: Iterable[str]) -> Rows:
    rows = []
    for name in names:
        path = f"{group}.{name}" if group else name
        told = fields.shown(path, content.get(path))
        if told:
            rows.append((fields.label(path).partition(" · ")[2], told))
    return rows


def _ids(content: Mapping[str, Any], group: str) -> list[str]:
    return list(dict.fromkeys(path.split(".")[1] for path in content if path.startswith(f"{group}.")))
