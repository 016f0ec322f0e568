"""By what each measure is parted, table by table. Pure."""

from typing import NamedTuple

from permanence.casework.reports.vocabulary import Category

SEVERAL = "Un même signalement peut figurer sur plusieurs lignes : leur somme peut dépasser le total."
AT_THE_DOOR = "Une même conversation peut figurer sur plusieurs lignes : leur somme peut dépasser le total."


class Parting(NamedTuple):
    """A table of one measure by the values of one dimension."""

    code: str
    title: str
    measure: str
    dimension: str
    note: str = ""
    known: tuple[str, ...] = ()
    """The values that always have a row; empty: all that have a word."""


REPORTS = (
    Parting("categories", "Signalements par catégorie", "report", "category", SEVERAL, tuple(Category.values)),
    Parting("couple_kinds", "Violences dans le couple, par nature", "report", "couple", SEVERAL),
    Parting("kinds", "Signalements par nature des violences", "report", "kind", SEVERAL),
    Parting("offences", "Signalements par infraction", "report", "offence", SEVERAL),
    Parting("reporters", "Signalements selon qui écrit", "report", "reporter"),
    Parting("sexes", "Signalements selon le sexe de la victime", "report", "sex"),
    Parting("age_bands", "Signalements selon l’âge de la victime", "report", "age_band"),
    Parting("relations", "Signalements selon le lien avec l’auteur", "report", "relation"),
)
CONVERSATIONS = (
    Parting("door_reporters", "Conversations selon qui écrit", "genuine", "reporter"),
    Parting("door_ages", "Conversations selon l’âge déclaré", "genuine", "age"),
    Parting("door_categories", "Conversations selon les faits dits", "genuine", "category", AT_THE_DOOR),
    Parting("levels", "Conversations par niveau d’urgence", "genuine", "level"),
    Parting("languages", "Conversations par langue", "genuine", "language"),
)
REFERRALS = (
    Parting("grounds", "Orientations selon leur fondement", "referral", "ground"),
    Parting("receivers", "Orientations selon qui reçoit", "referral", "to"),
    Parting("outcomes", "Suites des orientations", "outcome", "outcome"),
)
MARKS = ("exercise", "test", "training", "abuse", "duplicate")
SET_ASIDE = Parting("set_aside", "Mises à part des chiffres", "set_aside", "mark", known=MARKS)
