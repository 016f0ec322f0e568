"""The fields of a report: every path, what it may hold, its French label. Pure.

A path is `field`, `group.field`, or `group.id.field` where a group may stand several times (the client makes `id`).
What a field is not given stays unknown, which is not "no".
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from permanence.casework.reports import vocabulary as words

MANY = {"facts": 20, "children": 12, "others": 10, "windows": 10}
"""The groups that may stand several times, and how often at most."""
ITEM = re.compile(r"[a-z0-9]{4,16}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_FRENCH = re.compile(r"(?:(?:(\d{1,2})[/. ])?(\d{1,2})[/. ])?(\d{4})")
_TIME = re.compile(r"([01]?\d|2[0-4])(?:\s*[:hH]\s*([0-5]\d)?)?")
OLDEST_YEAR = 1900


@dataclass(frozen=True)
class Field:
    """What one field holds: `clean` takes what was given and gives it as it is kept, or raises `ValueError`."""

    label: str
    clean: Callable[[Any], Any]
    show: Callable[[Any], str] = str
    """The kept value as one reads it."""


def text(label: str, longest: int = 500) -> Field:
    """Some words."""

    def clean(value: Any) -> str:
        if not isinstance(value, str):
            raise ValueError("Un texte est attendu.")  # noqa: TRY004 (what `content` gathers)
        given = value.strip()
        if _CONTROL.search(given):
            raise ValueError("Ce texte contient des caractères illisibles.")
        if len(given) > longest:
            raise ValueError(f"Au plus {longest} caractères ({len(given)}).")
        return given

    return Field(label, clean)


def choice(label: str, choices: type[Any]) -> Field:
    """One code of a vocabulary."""

    def clean(value: Any) -> str:
        if value != "" and value not in choices.values:
            raise ValueError("Ce choix n’existe pas.")
        return str(value)

    return Field(label, clean, lambda code: words.label(choices, code))


def choices(label: str, known: type[Any]) -> Field:
    """Some codes, each once, in the order of the vocabulary."""

    def clean(value: Any) -> list[str]:
        if not isinstance(value, list) or any(one not in known.values for one in value):
            raise ValueError("Un de ces choix n’existe pas.")
        return [str(code) for code in known.values if code in value]

    return Field(label, clean, lambda codes: ", ".join(words.label(known, code) for code in codes))


def day(label: str) -> Field:
    """A date, or the month or the year alone where no more is known: kept `2024-08-12`, `2024-08`, `2024`."""
    return Field(label, partial_date, shown_date)


def hour(label: str) -> Field:
    """`HH:MM`; 24:00 is the end of a day."""

    def clean(value: Any) -> str:
        found = _TIME.fullmatch(value.strip()) if isinstance(value, str) else None
        if value == "":
            return ""
        if not found or (found[1] == "24" and found[2] not in (None, "00")):
            raise ValueError("Une heure est attendue, par exemple 14:30.")
        return f"{int(found[1]):02d}:{found[2] or '00'}"

    return Field(label, clean, lambda kept: kept.replace(":", " h ").removesuffix(" 00"))


def number(label: str, highest: int) -> Field:
    """A whole number from 0."""

    def clean(value: Any) -> int:
        given = int(value) if isinstance(value, str) and value.strip().isdecimal() and len(value) < 5 else value
        if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= highest:
            raise ValueError(f"Un nombre de 0 à {highest} est attendu.")
        return given

    return Field(label, clean)


def numbers(label: str, highest: int, most: int) -> Field:
    """Some whole numbers, each once, in order."""

    def clean(value: Any) -> list[int]:
        is_list = isinstance(value, list) and len(value) <= most
        if not is_list or any(isinstance(one, bool) or not isinstance(one, int) for one in value):
            raise ValueError("Des nombres sont attendus.")
        if any(not 0 <= one <= highest for one in value):
            raise ValueError(f"Des nombres de 0 à {highest} sont attendus.")
        return sorted(set(value))

    return Field(label, clean, lambda kept: ", ".join(str(one) for one in kept))


def partial_date(value: Any) -> str:
    """A date as it is kept. Raises `ValueError`."""
    given = value.strip() if isinstance(value, str) else value
    if given == "":
        return ""
    iso = _ISO.fullmatch(given) if isinstance(given, str) else None
    french = _FRENCH.fullmatch(given) if isinstance(given, str) and not iso else None
    parts = iso.groups() if iso else tuple(reversed(french.groups())) if french else None
    if parts is None:
        raise ValueError("Une date est attendue : 12/08/2024, 08/2024 ou 2024.")
    known = [int(part) for part in parts if part]
    try:
        date(*[*known, 1, 1][:3])
    except ValueError:
        raise ValueError("Cette date n’existe pas.") from None
    if known[0] < OLDEST_YEAR:
        raise ValueError("Cette année est trop ancienne.")
    return "-".join([f"{known[0]:04d}", *(f"{part:02d}" for part in known[1:])])


def shown_date(kept: str) -> str:
    """ "12/08/2024", "08/2024", "2024"."""
    return "/".join(reversed(kept.split("-")))


PEOPLE: dict[str, Field] = {
    "name": text("Nom", 200),
    "sex": choice("Sexe", words.Sex),
    "age": choice("Âge", words.AgeBand),
    "born_on": day("Né le"),
    "telephone": text("Téléphone", 60),
    "mail": text("Courriel", 200),
    "address": text("Adresse"),
    "insee": text("Commune", 5),
    "text": text("Précisions", 2000),
    "quotes": numbers("Messages cités", 10**9, 50),
}
ALONE: dict[str, dict[str, Field]] = {
    "": {
        "summary": text("Résumé", 8000),
        "quotes": numbers("Messages cités", 10**9, 50),
        "reporter": choice("Qui écrit", words.Writer),
        "professional": text("Fonction, organisme", 200),
    },
    "victim": {**PEOPLE, "needs": text("Besoins pour la recevoir")},
    "author": {
        **PEOPLE,
        "relation": choice("Lien avec la victime", words.Relation),
        "lives_with": choice("Sous le même toit", words.Answer),
    },
    "before": {
        "complaint": choice("Plainte ou main courante", words.Answer),
        "protection": choice("Ordonnance de protection", words.Answer),
        "medical": choice("Constat médical", words.Answer),
        "text": text("Précisions", 2000),
        "quotes": numbers("Messages cités", 10**9, 50),
    },
    "consent": {
        "transmission": choice("Accord pour transmettre", words.Transmission),
        "how": choice("Connu par", words.ConsentHow),
        "seq": number("Message", 10**9),
        "text": text("Précisions"),
    },
    "witness": {
        "name": text("Nom", 200),
        "telephone": text("Téléphone", 60),
        "mail": text("Courriel", 200),
        "relation": text("Lien avec la victime", 200),
        "consent": choice("Accord", words.WitnessConsent),
        "seq": number("Message", 10**9),
        "text": text("Précisions", 2000),
    },
}
REPEATED: dict[str, dict[str, Field]] = {
    "facts": {
        "category": choice("Catégorie", words.Category),
        "kinds": choices("Violences", words.Kind),
        "offences": choices("Faits relevés", words.Offence),
        "when": choice("Quand", words.When),
        "from_on": day("Date"),
        "until_on": day("Jusqu’au"),
        "at": text("Moment, fréquence", 200),
        "insee": text("Commune", 5),
        "place": text("Lieu"),
        "text": text("Récit", 8000),
        "quotes": numbers("Messages cités", 10**9, 50),
    },
    "children": {
        "name": text("Prénom", 200),
        "age": number("Âge", 25),
        "exposed": choice("Présence", words.Exposed),
        "text": text("Précisions"),
    },
    "others": {
        "name": text("Nom", 200),
        "sex": choice("Sexe", words.Sex),
        "relation": choice("Lien avec la victime", words.Relation),
        "text": text("Précisions"),
    },
    "windows": {
        "days": numbers("Jours", 6, 7),
        "from": hour("De"),
        "until": hour("À"),
        "how": choice("Moyen", words.How),
        "to": text("À quel numéro, quelle adresse", 200),
        "say": text("Si quelqu’un d’autre répond"),
        "note": text("Remarque"),
    },
}
GROUPS = {
    "": "Récit",
    "facts": "Faits",
    "victim": "Victime",
    "author": "Auteur",
    "others": "Autre auteur",
    "children": "Enfant",
    "before": "Démarches antérieures",
    "consent": "Accord",
    "windows": "Contact",
    "witness": "Témoin",
}
SET_BY_THE_HOUSE = {"commune": "Commune", "at": "Recueilli le", "by": "Recueilli par"}
"""Kept beside what was given: the name of a commune; when and by whom an agreement was recorded."""


def field_of(path: str) -> Field | None:
    """The field of a path; None where there is none."""
    parts = path.split(".")
    if len(parts) == 3 and ITEM.fullmatch(parts[1]):
        return REPEATED.get(parts[0], {}).get(parts[2])
    if len(parts) == 3:
        return None
    group, name = parts if len(parts) == 2 else ("", parts[0])
    return ALONE.get(group, {}).get(name)


def label(path: str) -> str:
    """ "Faits · Lieu"."""
    group = path.partition(".")[0] if "." in path else ""
    name = path.rpartition(".")[2]
    field = field_of(path)
    return f"{GROUPS.get(group, group)} · {field.label if field else SET_BY_THE_HOUSE.get(name, name)}"


def shown(path: str, kept: Any) -> str:
    """A kept value as one reads it."""
    field = field_of(path)
    if path == "consent.at" and kept:
        return f"{datetime.fromisoformat(kept).astimezone(ZoneInfo('Europe/Paris')):%d/%m/%Y à %H:%M} (heure de Paris)"
    return "" if kept in (None, "", []) else field.show(kept) if field else str(kept)
