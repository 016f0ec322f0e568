"""By what each measure is parted, table by table. Pure."""

from collections.abc import Mapping
from typing import NamedTuple

from permanence.statistics.exports import words

SEVERAL = "Un même signalement peut figurer sur plusieurs lignes : leur somme peut dépasser le total."
AT_THE_DOOR = "Une même conversation peut figurer sur plusieurs lignes : leur somme peut dépasser le total."


class Parting(NamedTuple):
    """A table of one measure by the values of one dimension, with the French of each value."""

    code: str
    title: str
    measure: str
    dimension: str
    labels: Mapping[str, str]
    note: str = ""


REPORTS = (
    Parting("categories", "Signalements par catégorie", "report", "category", words.CATEGORIES, SEVERAL),
    Parting("kinds", "Signalements par nature des violences", "report", "kind", words.KINDS, SEVERAL),
    Parting("offences", "Signalements par infraction", "report", "offence", words.OFFENCES, SEVERAL),
    Parting("reporters", "Signalements selon qui écrit", "report", "reporter", words.WRITERS),
    Parting("sexes", "Signalements selon le sexe de la victime", "report", "sex", words.SEXES),
    Parting("age_bands", "Signalements selon l’âge de la victime", "report", "age_band", words.AGE_BANDS),
    Parting("relations", "Signalements selon le lien avec l’auteur", "report", "relation", words.RELATIONS),
)
CONVERSATIONS = (
    Parting("door_reporters", "Conversations selon qui écrit", "genuine", "reporter", words.WRITERS),
    Parting("door_ages", "Conversations selon l’âge déclaré", "genuine", "age", words.AGES),
    Parting("door_categories", "Conversations selon les faits dits", "genuine", "category", words.DOOR, AT_THE_DOOR),
    Parting("levels", "Conversations par niveau d’urgence", "genuine", "level", words.LEVELS),
    Parting("languages", "Conversations par langue", "genuine", "language", words.LANGUAGES),
)
REFERRALS = (
    Parting("grounds", "Orientations selon leur fondement", "referral", "ground", words.GROUNDS),
    Parting("receivers", "Orientations selon qui reçoit", "referral", "to", words.RECEIVERS),
    Parting("outcomes", "Suites des orientations", "outcome", "outcome", words.OUTCOMES),
)
SET_ASIDE = Parting("set_aside", "Comptées nulle part ailleurs", "set_aside", "mark", words.MARKS)
LONG = frozenset({"language"})
"""Dimensions with many values that never occur: those are left out."""
