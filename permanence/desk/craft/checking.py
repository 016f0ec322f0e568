"""What the words of a reply must be: a shortcut that can be typed, a text that can be sent. Pure."""

import re

from permanence.desk.craft.vocabulary import LONGEST_REPLY, LONGEST_SHORTCUT, SHORTCUT
from permanence.live.text import UNTRANSMITTABLE

Errors = dict[str, str]
COMMANDS = frozenset(
    {"note", "fin", "niveau", "force", "marque", "transfert", "rappel", "fait", "chercher", "suivante", "pause"}
    | {"questions", "disponible", "aide", "reponses"}
)
"""Words that the console keeps for itself; `desk/static/desk/commands.js` does them."""


def shortcut(given: str) -> Errors:
    """Nothing, or what is wrong with it."""
    if not re.match(SHORTCUT, given) or len(given) > LONGEST_SHORTCUT:
        return {
            "shortcut": f"Minuscules sans accent, chiffres et tirets, {LONGEST_SHORTCUT} caractères au plus. "
            "Par exemple : rendez-vous."
        }
    if given in COMMANDS:
        return {"shortcut": "Ce mot est déjà une commande du poste : choisissez-en un autre."}
    return {}


def text(given: str) -> Errors:
    """Nothing, or what is wrong with it."""
    if not given:
        return {"text": "Écrivez le texte de la réponse."}
    if len(given) > LONGEST_REPLY:
        return {"text": f"{len(given) - LONGEST_REPLY} caractères de trop : {LONGEST_REPLY} au plus."}
    if UNTRANSMITTABLE.search(given):
        return {"text": "Ce texte contient un caractère qui ne peut pas être envoyé."}
    if given.count("{") != given.count("}") or re.search(r"\{[^{}]*[{\n]|\{\s*\}", given):
        return {"text": "Chaque { doit se fermer par }, avec entre les deux ce qui est à compléter."}
    return {}
