"""The French of every code that a table of figures says, in the order in which it is read. Pure."""

from collections.abc import Mapping

from django.db import models

from permanence.accounts.models import Force
from permanence.casework.referrals.models import Referral
from permanence.casework.reports import vocabulary as reports
from permanence.desk import vocabulary as desk
from permanence.roster.words import DAYS

UNKNOWN = "unknown"
NOT_SAID = "Non précisé"


def _of(words: type[models.TextChoices]) -> dict[str, str]:
    return {str(code): str(label)[0].upper() + str(label)[1:] for code, label in words.choices}


MEASURES: Mapping[str, str] = {
    "conversation": "Conversations ouvertes",
    "genuine": "Conversations véritables",
    "answered": "Conversations qui ont reçu une réponse",
    "abandoned": "Conversations abandonnées avant toute réponse",
    "report": "Signalements",
    "emergency": "Urgences",
    "intervention": "Interventions demandées",
    "acknowledged": "Interventions prises en compte",
    "dispatched": "Interventions avec patrouille envoyée",
    "arrived": "Interventions avec patrouille sur place",
    "referral": "Orientations",
    "appointment": "Rendez-vous",
    "outcome": "Suites connues",
    "complaint": "Plaintes",
    "set_aside": "Écartées des chiffres",
}
FORCES: Mapping[str, str] = _of(Force) | {"": "Force non encore déterminée"}
WRITERS: Mapping[str, str] = _of(reports.Writer)
AGES: Mapping[str, str] = {"minor": "Moins de 18 ans", "adult": "18 ans ou plus"}
LEVELS: Mapping[str, str] = _of(desk.Level)
DOOR: Mapping[str, str] = _of(desk.Category)
CATEGORIES: Mapping[str, str] = _of(reports.Category)
KINDS: Mapping[str, str] = _of(reports.Kind)
OFFENCES: Mapping[str, str] = _of(reports.Offence)
SEXES: Mapping[str, str] = _of(reports.Sex)
AGE_BANDS: Mapping[str, str] = _of(reports.AgeBand)
RELATIONS: Mapping[str, str] = _of(reports.Relation)
GROUNDS: Mapping[str, str] = _of(Referral.Ground)
RECEIVERS: Mapping[str, str] = {
    "unit": "Unité de police ou de gendarmerie",
    "partner": "Association ou service partenaire",
}
OUTCOMES: Mapping[str, str] = _of(Referral.Outcome)
MARKS: Mapping[str, str] = {
    "exercise": "Exercice",
    "test": "Test",
    "training": "Entraînement",
    "abuse": "Abus",
    "duplicate": "Doublon",
}
HOURS: Mapping[str, str] = {f"{hour:02}": f"{hour} h à {hour + 1} h" for hour in range(24)}
WEEKDAYS: Mapping[str, str] = {str(number): name.capitalize() for number, name in enumerate(DAYS, start=1)}
LANGUAGES: Mapping[str, str] = {
    "fr": "Français",
    "en": "Anglais",
    "es": "Espagnol",
    "pt": "Portugais",
    "it": "Italien",
    "de": "Allemand",
    "nl": "Néerlandais",
    "pl": "Polonais",
    "ro": "Roumain",
    "sq": "Albanais",
    "uk": "Ukrainien",
    "ru": "Russe",
    "tr": "Turc",
    "ar": "Arabe",
    "fa": "Persan",
    "zh": "Chinois",
}
"""Another language is told by its code."""
DURATIONS: Mapping[str, str] = {
    "wait": "De l’ouverture à la première réponse",
    "length": "De la première réponse à la fin de la conversation",
    "acknowledge": "De la demande d’intervention à sa prise en compte",
    "dispatch": "De la demande d’intervention au départ de la patrouille",
    "arrive": "De la demande d’intervention à l’arrivée sur place",
    "to_report": "Jusqu’au signalement",
    "to_referral": "Jusqu’à l’orientation",
    "to_acceptance": "Jusqu’à l’acceptation par l’unité",
    "to_appointment": "Jusqu’au rendez-vous",
    "to_outcome": "Jusqu’à la suite donnée",
}
FUNNEL: Mapping[str, tuple[str, str]] = {
    "genuine": ("Conversations véritables", ""),
    "answered": ("ont reçu une réponse", "wait"),
    "report": ("ont donné lieu à un signalement", "to_report"),
    "agreed": ("dont la personne accepte la transmission", ""),
    "referral": ("orientées vers une unité ou une association", "to_referral"),
    "accepted": ("acceptées par l’unité ou l’association", "to_acceptance"),
    "appointment": ("ont eu un rendez-vous", "to_appointment"),
    "received": ("dont la personne a été reçue", "to_outcome"),
    "complaint": ("ont abouti à une plainte", ""),
}
"""Each step, and the duration that leads to it where one is measured."""
