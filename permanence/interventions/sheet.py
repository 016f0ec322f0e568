"""The intervention sheet: what a patrol must know before it knocks, checked and put into words. Pure.

Nothing is compulsory but a place, or the reason why there is none. A question answered "yes", "no" or in words keeps
what was answered; what was not asked stays unknown, which is not "no".
"""

import math
import re
from collections.abc import Mapping
from typing import Any

from permanence.lib.errors import Invalid

Answer = str | bool | int | float
Sheet = dict[str, Answer]
"""By field; a field that is not there is not known."""

PLACE = ("insee", "address", "landmark", "floor", "access_code")
SHORT = ("insee", "floor", "access_code")
LINES = ("address", "landmark", "approach", "people", "aggressor", "vehicle", "no_place_reason")
QUESTIONS = ("weapon", "injured", "children", "dogs", "can_speak", "quiet_approach", "do_not_call_back")
"""Yes, no, or words; a number of children is an answer too."""
NUMBERS = ("latitude", "longitude", "accuracy_m")
TEXTS = (*SHORT, *LINES, "note")
FIELDS = (*SHORT, *LINES, *QUESTIONS, *NUMBERS, "note")
LONGEST = dict.fromkeys(SHORT, 60) | dict.fromkeys(LINES, 500) | dict.fromkeys(QUESTIONS, 300) | {"note": 2000}
LABELS = {
    "insee": "Commune",
    "address": "Adresse",
    "landmark": "Repère",
    "floor": "Étage, porte",
    "access_code": "Code d’accès",
    "approach": "Comment approcher",
    "people": "Qui est là",
    "aggressor": "Auteur",
    "vehicle": "Véhicule",
    "no_place_reason": "Pourquoi le lieu n’est pas connu",
    "weapon": "Arme",
    "injured": "Blessures",
    "children": "Enfants",
    "dogs": "Chien",
    "can_speak": "Peut parler",
    "quiet_approach": "Approche discrète",
    "do_not_call_back": "Ne pas rappeler",
    "latitude": "Latitude",
    "longitude": "Longitude",
    "accuracy_m": "Précision (m)",
    "note": "Autre",
}
HIGHEST = {"latitude": 90.0, "longitude": 180.0}
NO_PLACE = "Indiquez un lieu (commune, adresse, repère ou position), ou pourquoi il n’est pas connu."
_NO = re.compile(r"\s*(?:non\b|0+$)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def cleaned(given: Mapping[str, Any]) -> Sheet:
    """What was given, trimmed; empty answers are left out. Raises `Invalid` with each field that cannot be taken."""
    errors: dict[str, str] = {}
    sheet: Sheet = {}
    for name, value in given.items():
        if name not in FIELDS:
            errors[name] = "Ce champ n’existe pas."
            continue
        try:
            answer = _answer(name, value)
        except ValueError as refusal:
            errors[name] = str(refusal)
            continue
        if answer is not None:
            sheet[name] = answer
    if ("latitude" in sheet) != ("longitude" in sheet) and not errors:
        errors["latitude"] = "Une position a une latitude et une longitude."
    if errors:
        raise Invalid("La fiche ne peut pas être enregistrée telle quelle.", errors=errors)
    return sheet


def check_place(sheet: Mapping[str, Any], *, is_located: bool = False) -> None:
    """A sheet that leaves names a place, or says why not. `is_located`: her device shares its position.

    Raises `Invalid`.
    """
    has_place = is_located or any(sheet.get(name) for name in ("insee", "address", "landmark")) or "latitude" in sheet
    if not has_place and not sheet.get("no_place_reason"):
        raise Invalid("La fiche n’a pas de lieu.", errors={"no_place_reason": NO_PLACE})


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The fields that differ, in the order of the sheet."""
    return [name for name in FIELDS if before.get(name) != after.get(name)]


def denies(answer: Any) -> bool:
    """Whether an answer says no: no, none, or words that begin with it ("Non, elle chuchote")."""
    if isinstance(answer, str):
        return _NO.match(answer) is not None
    return answer is not None and not answer


def _answer(name: str, value: Any) -> Answer | None:
    if value is None:
        return None
    if name in NUMBERS:
        return _number(name, value)
    if isinstance(value, bool) or (isinstance(value, int) and name in QUESTIONS):
        if name in TEXTS:
            raise ValueError("Un texte est attendu.")
        return value
    if not isinstance(value, str):
        words = "Un texte est attendu." if name in TEXTS else "Oui, non, ou quelques mots."
        raise ValueError(words)  # noqa: TRY004 (what `cleaned` gathers)
    text = value.strip()
    if _CONTROL.search(text):
        raise ValueError("Ce texte contient des caractères illisibles.")
    if len(text) > LONGEST[name]:
        raise ValueError(f"Au plus {LONGEST[name]} caractères ({len(text)}).")
    return text or None


def _number(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or math.isnan(value):
        raise ValueError("Un nombre est attendu.")
    highest = HIGHEST.get(name, 1e7)
    if not -highest <= value <= highest or (name == "accuracy_m" and value < 0):
        raise ValueError(f"Une valeur entre {-highest:g} et {highest:g} est attendue.")
    return float(value)
