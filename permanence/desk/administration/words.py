"""The audit journal in French: its codes are for machines, its readers are people."""

from collections.abc import Mapping

from permanence.accounts.models import Presence, Role
from permanence.audit.models import Entry
from permanence.desk.vocabulary import Level, Mark
from permanence.territory.models import Edition

ACTS: Mapping[str, str] = {
    "sign in": "se connecter",
    "sign out": "se déconnecter",
    "issue token": "ouvrir le poste de travail",
    "open live channel": "ouvrir la liaison en direct",
    "change password": "changer de mot de passe",
    "enrol second factor": "enregistrer un second facteur",
    "reset second factor": "effacer le second facteur",
    "create officer": "créer un compte",
    "change officer": "modifier un compte",
    "deactivate officer": "désactiver un compte",
    "reactivate officer": "réactiver un compte",
    "see officers": "voir les comptes",
    "edit officers": "gérer les comptes",
    "set presence": "changer de disponibilité",
    "see queue": "voir la file d’attente",
    "claim conversation": "prendre une conversation",
    "see conversation": "voir une conversation",
    "read conversation": "lire une conversation",
    "write in conversation": "écrire dans une conversation",
    "note on conversation": "noter sur une conversation",
    "correct force": "corriger la force",
    "correct level": "corriger le niveau",
    "mark conversation": "marquer une conversation",
    "end conversation": "terminer une conversation",
    "give back conversation": "rendre une conversation à la file",
    "transfer conversation": "transférer une conversation",
    "take over conversation": "reprendre une conversation à un agent",
    "offer transfer": "proposer une conversation à un collègue",
    "accept transfer": "accepter une conversation proposée",
    "refuse transfer": "refuser une conversation proposée",
    "withdraw transfer": "garder une conversation proposée",
    "close transfer": "clore une proposition à un collègue",
    "invite into conversation": "inviter un collègue dans une conversation",
    "offer invitation": "inviter un collègue dans une conversation",
    "accept invitation": "rejoindre une conversation",
    "refuse invitation": "refuser une invitation",
    "withdraw invitation": "retirer une invitation",
    "close invitation": "clore une invitation",
    "part from conversation": "faire sortir un invité d’une conversation, ou en sortir",
    "make offer": "proposer une personne de la file",
    "accept offer": "accepter une personne de la file",
    "refuse offer": "refuser une personne de la file",
    "close offer": "clore une proposition de la file",
    "arm again offer": "prolonger une proposition après un redémarrage",
    "begin conversation": "commencer une conversation",
    "resume conversation": "reprendre une conversation",
    "leave conversation": "quitter une conversation",
    "answer more": "compléter ses réponses",
    "say in danger": "se dire en danger",
    "alarm": "alarme",
    "see territory": "voir le territoire",
    "edit territory": "modifier le territoire",
    "load territory": "charger des données du territoire",
    "settle commune": "retenir la force d’une commune",
    "reopen commune": "rendre une commune aux données officielles",
    "edit unit": "modifier une unité",
    "edit operations centre": "modifier un centre opérationnel",
    "edit help lines": "gérer les numéros d’aide",
    "add help line": "ajouter un numéro d’aide",
    "edit help line": "modifier un numéro d’aide",
    "withdraw help line": "retirer un numéro d’aide",
    "restore help line": "remettre un numéro d’aide",
    "edit partners": "gérer les partenaires",
    "add partner": "ajouter un partenaire",
    "edit partner": "modifier un partenaire",
    "withdraw partner": "retirer un partenaire",
    "restore partner": "remettre un partenaire",
    "see unit console": "ouvrir la console d’une unité",
    "see roster": "voir le planning",
    "edit roster": "tenir le planning",
    "see own roster": "voir ses vacations",
    "see replies": "voir les réponses préparées",
    "edit replies": "gérer les réponses préparées",
    "load replies": "charger les réponses préparées",
    "add reply": "ajouter une réponse préparée",
    "edit reply": "modifier une réponse préparée",
    "withdraw reply": "retirer une réponse préparée",
    "restore reply": "remettre une réponse préparée",
    "keep own replies": "gérer ses propres réponses",
    "save own reply": "enregistrer une réponse personnelle",
    "delete own reply": "supprimer une réponse personnelle",
    "keep notebook": "tenir le carnet d’une conversation",
    "read notes": "lire les notes d’une conversation",
    "read notebook": "lire le carnet d’une conversation",
    "pin fact": "épingler un fait",
    "unpin fact": "retirer un fait épinglé",
    "set reminder": "poser un rappel",
    "end reminder": "clore un rappel",
    "tick question": "cocher une question",
    "search conversation": "chercher dans une conversation",
    "translate message": "faire traduire un message",
    "see audit journal": "lire le journal d’audit",
}
OBJECTS: Mapping[str, str] = {
    "officer": "compte",
    "conversation": "conversation",
    "conversations": "conversations",
    "commune": "commune",
    "unit": "unité",
    "centre": "centre opérationnel",
    "help line": "numéro d’aide",
    "partner": "partenaire",
    "edition": "édition de données",
    "file": "fichier",
    "page": "page",
    "queue": "file d’attente",
    "return code": "code de reprise",
    "api": "programme",
    "journal": "journal d’audit",
    "reply": "réponse préparée",
    "replies": "réponses préparées",
    "own reply": "réponse personnelle",
    "roster": "planning",
    "team": "équipe",
    "shift": "vacation",
    "cycle": "cycle de vacations",
    "transfer": "proposition à un collègue",
    "invitation": "invitation d’un collègue",
    "offer": "proposition de la file",
    "offers": "propositions de la file",
}
OUTCOMES: Mapping[str, str] = {
    Entry.Outcome.DONE: "fait",
    Entry.Outcome.READ: "lu",
    Entry.Outcome.REFUSED: "refusé",
}
ACTORS: Mapping[str, str] = {
    "operator": "opérateur de la machine",
    "system": "tâche automatique",
    "officers": "plusieurs agents",
    "nobody": "personne non identifiée",
}


def actor(plain: str, names: Mapping[str, str]) -> str:
    """Who, in words: `names` gives the account's name by plain id (`officer:12`)."""
    if plain in names:
        return names[plain]
    if plain.startswith("visitor"):
        return "un visiteur"
    return ACTORS.get(plain, plain)


DETAILS: Mapping[str, str] = {
    "role": "rôle",
    "force": "force",
    "from": "avant",
    "to": "après",
    "level": "niveau",
    "state": "état",
    "capacity": "conversations à la fois",
    "password_changed": "mot de passe changé",
    "fields": "champs",
    "filters": "filtres",
    "lines": "lignes",
    "kind": "contenu",
    "unit": "unité",
    "counts": "",
    "added": "ajoutés :",
    "changed": "modifiés :",
    "removed": "retirés :",
    "kept": "gardés :",
    "set aside": "sans effet :",
    "before": "avant :",
    "after": "après :",
    "insee": "commune",
    "waited_s": "attente en secondes :",
    "how": "façon :",
    "conversations": "conversations :",
    "visitor": "messages du visiteur :",
    "language": "langue",
    "version": "version",
    "seq": "message",
    "minutes": "dans (minutes) :",
    "reinforced": "en renfort de",
    "offered_by": "de l’agent",
    "offered_to": "à l’agent",
    "former": "avant, l’agent",
    "guest": "invité, l’agent",
}
"""Names in an entry's detail; what is not here shows as it is."""
VALUES: Mapping[str, str] = {
    **{role.value: str(role.label).lower() for role in Role},
    **{state.value: str(state.label).lower() for state in Presence},
    **{kind.value: str(kind.label).lower() for kind in Edition.Kind},
    **{level.value: str(level.label).lower() for level in Level},
    **{kind.value: str(kind.label).lower() for kind in Mark},
    "quick_exit": "sortie rapide",
    "closed": "page fermée",
    "waiting": "en attente",
    "active": "en cours",
    "ended": "terminée",
    "offered": "proposée",
    "accepted": "acceptée",
    "refused": "refusée",
    "withdrawn": "retirée",
    "timed_out": "sans réponse",
}
HIDDEN = frozenset({"sha256", "transfer", "invitation", "offer"})


def detail(facts: Mapping[str, object]) -> str:
    """An entry's detail on one line; what is empty says nothing."""
    told = (f"{_name(name)} {_value(value)}".strip() for name, value in facts.items() if _tells(name, value))
    return ", ".join(told)


def _name(name: str) -> str:
    """A name that is no word of ours is a thing that is counted or listed: its value stands after a colon."""
    return DETAILS.get(name, f"{name} :")


def _tells(name: str, value: object) -> bool:
    return name not in HIDDEN and value not in ("", None, False, [], {})


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "" if value else "non"
    if isinstance(value, list):
        return " ".join(_value(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{_name(name)} {_value(held)}" for name, held in value.items())
    text = VALUES.get(str(value), str(value))
    return text if len(text) <= 60 else f"{text[:59]}…"
