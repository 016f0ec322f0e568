"""The French words of measures, dimensions and their values, for every screen, file and page alike. Pure but for the
names of departments."""

from collections.abc import Mapping

from permanence.accounts.models import Force
from permanence.casework.referrals.models import Referral
from permanence.casework.reports import vocabulary as report
from permanence.desk import vocabulary as desk
from permanence.roster.words import DAYS
from permanence.statistics.counting import UNKNOWN
from permanence.statistics.languages import LANGUAGES
from permanence.territory import queries as territory

MEASURES: Mapping[str, str] = {
    "conversation": "Conversations",
    "genuine": "Conversations où la personne a écrit",
    "answered": "Conversations répondues",
    "abandoned": "Abandons avant toute réponse",
    "emergency": "Urgences",
    "report": "Signalements",
    "intervention": "Interventions demandées",
    "acknowledged": "Interventions prises en compte",
    "dispatched": "Patrouilles envoyées",
    "arrived": "Patrouilles arrivées sur place",
    "referral": "Orientations",
    "appointment": "Rendez-vous proposés",
    "outcome": "Suites connues",
    "complaint": "Plaintes",
    "set_aside": "Mises à part",
}
DIMENSIONS: Mapping[str, str] = {
    "reporter": "Qui écrit",
    "age": "Mineur ou majeur",
    "category": "Violences",
    "kind": "Nature des violences",
    "couple": "Nature des violences dans le couple",
    "offence": "Faits relevés",
    "sex": "Sexe de la victime",
    "age_band": "Âge de la victime",
    "relation": "Lien avec l’auteur",
    "language": "Langue",
    "level": "Niveau d’urgence",
    "hour": "Heure",
    "weekday": "Jour de la semaine",
    "department": "Département",
    "ground": "Ce qui permet de transmettre",
    "to": "Destinataire",
    "outcome": "Suite",
    "mark": "Pourquoi mise à part",
}
DURATIONS: Mapping[str, str] = {
    "wait": "Attente de la première réponse",
    "length": "Durée de la conversation",
    "acknowledge": "Délai de prise en compte par le centre",
    "dispatch": "Délai d’envoi d’une patrouille",
    "arrive": "Délai d’arrivée sur place",
    "to_report": "Délai jusqu’au signalement",
    "to_referral": "Délai jusqu’à l’orientation",
    "to_acceptance": "Délai jusqu’à l’acceptation par l’unité",
    "to_appointment": "Délai jusqu’au premier rendez-vous proposé",
    "to_outcome": "Délai jusqu’à la suite",
}
FUNNEL: Mapping[str, str] = {
    "genuine": "La personne a écrit",
    "answered": "Un agent lui a répondu",
    "report": "Un signalement est enregistré",
    "agreed": "Elle accepte qu’il soit transmis",
    "referral": "Il est transmis",
    "accepted": "L’unité l’accepte",
    "appointment": "Un rendez-vous est proposé",
    "received": "La personne est reçue",
    "complaint": "Une plainte est déposée",
}
FORCES: Mapping[str, str] = {str(code): str(label) for code, label in Force.choices}
_WRITERS = {str(code): str(label) for code, label in report.Writer.choices}
_DOOR = {
    "physical": "Violences physiques",
    "psychological": "Violences psychologiques",
    "economic": "Violences économiques",
}
_VALUES: Mapping[str, Mapping[str, str]] = {
    "reporter": _WRITERS,
    "age": {"minor": "Moins de 18 ans", "adult": "18 ans ou plus"},
    "category": _DOOR | {str(code): str(label) for code, label in report.Category.choices},
    "kind": {str(code): str(label) for code, label in report.Kind.choices},
    "couple": {str(code): str(label) for code, label in report.Kind.choices},
    "offence": {str(code): str(label) for code, label in report.Offence.choices},
    "sex": {str(code): str(label) for code, label in report.Sex.choices},
    "age_band": {str(code): str(label) for code, label in report.AgeBand.choices},
    "relation": {str(code): str(label) for code, label in report.Relation.choices},
    "level": {str(code): str(label) for code, label in desk.Level.choices},
    "weekday": {str(number): DAYS[number - 1].capitalize() for number in range(1, 8)},
    "hour": {f"{number:02d}": f"{number} h à {number + 1} h" for number in range(24)},
    "ground": {str(code): str(label) for code, label in Referral.Ground.choices},
    "to": {"unit": "Unité territoriale", "partner": "Association ou service partenaire"},
    "outcome": {str(code): str(label) for code, label in Referral.Outcome.choices},
    "mark": {"exercise": "Exercice"} | {str(code): str(label) for code, label in desk.Mark.choices},
}
_NOT_SAID = {"kind": "Sans précision", "offence": "Sans précision", "department": "Non connu", "category": "Non dites"}


def value(dimension: str, code: str) -> str:
    """ "Femme", "Ille-et-Vilaine", "Lundi"; the code itself where it has no word."""
    if code == UNKNOWN:
        return _NOT_SAID.get(dimension, "Non connu")
    if dimension == "department":
        return territory.department_name(code) or code
    word = (LANGUAGES if dimension == "language" else _VALUES.get(dimension, {})).get(code, code)
    return word[:1].upper() + word[1:]


def values(dimension: str) -> list[str]:
    """The codes of a dimension in the order in which they are shown, `unknown` last; languages are not listed."""
    if dimension == "department":
        return [one["code"] for one in territory.departments()] + [UNKNOWN]
    known = list(_VALUES.get(dimension, {}))
    return known if dimension in ("hour", "weekday", "mark", "to", "ground", "level") else [*known, UNKNOWN]
