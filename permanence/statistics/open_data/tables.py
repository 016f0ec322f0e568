"""The tables of the open data: five, with the same columns every year. Codes for machines, French beside them. Pure.

A column is never renamed, moved or given another meaning; what is new is a new table.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from permanence.statistics import words
from permanence.statistics.open_data import places
from permanence.statistics.open_data.weaving import AMONG, COUPLE, CROSSED, FORCES, LISTED, MONTHS, REPORT
from permanence.statistics.open_data.year import Statistic
from permanence.statistics.scopes import ALL, SCOPES
from permanence.territory import queries as territory

WHOLE = "total"
"""In a column that parts: all of it together."""
Line = tuple[tuple[str, ...], Statistic]
"""What stands before the count, and the count."""


@dataclass(frozen=True)
class Column:
    """`name` is the head in the file; `about`: one French sentence."""

    name: str
    about: str
    type: str = "string"
    """Of the W3C's CSV on the Web."""


@dataclass(frozen=True)
class Table:
    """One file in two forms. Before the count: `columns`; after it: whether it is withheld."""

    code: str
    title: str
    about: str
    columns: tuple[Column, ...]

    def all_columns(self) -> tuple[Column, ...]:
        """As they stand in the file."""
        return (YEAR, *self.columns, COUNT, WITHHELD)

    def lines(self) -> Iterator[Line]:
        """Every line, the same ones every year."""
        return _LINES[self.code]()


YEAR = Column("annee", "Année, du 1er janvier au 31 décembre, heure de Paris.", "gYear")
COUNT = Column("nombre", "Nombre compté ; vide quand il est couvert par le secret statistique.", "nonNegativeInteger")
WITHHELD = Column(
    "secret",
    "true : le nombre n’est pas diffusé, parce qu’il est petit (moins de 11, zéro compris) ou parce qu’il permettrait "
    "d’en retrouver un petit.",
    "boolean",
)
_MONTH = Column("mois", "Mois, de 01 à 12 ; total : l’année entière.")
_FORCE = Column("force", "PN : Police nationale ; GN : Gendarmerie nationale ; total : les deux.")
_SCOPE = Column("champ", "Code du champ ; total : tous les signalements.")
_SCOPE_NAME = Column("champ_libelle", "Nom du champ.")
_VALUE = Column("valeur", "Code de la valeur ; unknown : non connue.")
_VALUE_NAME = Column("valeur_libelle", "Nom de la valeur.")
SEVERAL = "Un même signalement peut relever de plusieurs champs : leur somme peut dépasser le total."

TABLES = (
    Table(
        "signalements",
        "Signalements par mois, force et champ",
        f"Signalements enregistrés, au jour de leur enregistrement. {SEVERAL}",
        (_MONTH, _FORCE, _SCOPE, _SCOPE_NAME),
    ),
    Table(
        "signalements-territoires",
        "Signalements par région et département",
        f"Lieu des faits, à défaut celui donné à l’entrée. {SEVERAL}",
        (
            Column("niveau", "pays, region ou departement."),
            Column("code", "Code officiel géographique ; COM : collectivités d’outre-mer ; unknown : non connu."),
            Column("nom", "Nom du territoire."),
            _SCOPE,
            _SCOPE_NAME,
        ),
    ),
    Table(
        "signalements-profils",
        "Signalements selon la victime, l’auteur et la personne qui écrit",
        f"Un tableau par variable, sans les croiser entre elles. {SEVERAL}",
        (
            _SCOPE,
            _SCOPE_NAME,
            Column("variable", "reporter : qui écrit ; sex, age_band : la victime ; relation : lien de l’auteur."),
            _VALUE,
            _VALUE_NAME,
        ),
    ),
    Table(
        "conversations",
        "Conversations et interventions demandées",
        "Conversations au jour de leur début, interventions au jour de leur demande.",
        (
            Column("mesure", "Ce qui est compté."),
            Column("mesure_libelle", "Nom de ce qui est compté."),
            Column("ventilation", "total, mois, heure ou jour (de la semaine, 1 : lundi)."),
            _VALUE,
        ),
    ),
    Table(
        "orientations",
        "Orientations et suites",
        "Orientations au jour de leur envoi, suites au jour où elles sont connues.",
        (
            _FORCE,
            Column("mesure", "referral : orientations ; outcome : suites connues."),
            Column("variable", "total ; ground : fondement ; to : destinataire ; outcome : suite."),
            _VALUE,
            _VALUE_NAME,
        ),
    ),
)


def _scope(scope: str) -> tuple[str, str]:
    return (WHOLE if scope == ALL else scope, SCOPES[scope][0])


def _month(month: int) -> str:
    return f"{month:02d}" if month else WHOLE


def _reports() -> Iterator[Line]:
    for month in (0, *MONTHS):
        for force in ("", *FORCES):
            for scope in LISTED:
                before = (_month(month), force or WHOLE, *_scope(scope))
                yield before, REPORT._replace(month=month, force=force, scope=scope)


def _territories() -> Iterator[Line]:
    found = [("pays", "FR", "France", "")]
    for code, (name, departments) in places.REGIONS.items():
        alone = len(departments) == 1
        found.append(("region", code, name, departments[0] if alone else f"region:{code}"))
    found += [("departement", code, territory.department_name(code), code) for code in places.DEPARTMENTS]
    found.append(("departement", places.UNKNOWN, words.value("department", places.UNKNOWN), places.UNKNOWN))
    for level, code, name, place in found:
        for scope in LISTED:
            yield (level, code, name, *_scope(scope)), REPORT._replace(place=place, scope=scope)


def _profiles() -> Iterator[Line]:
    for dimension in (*CROSSED, "relation"):
        for scope in LISTED if dimension != "relation" else (ALL,):
            if scope == COUPLE and dimension == "sex":
                continue
            for value in words.values(dimension):
                at = REPORT._replace(scope=scope, dimension=dimension, value=value)
                yield (*_scope(scope), dimension, value, words.value(dimension, value)), at


def _conversations() -> Iterator[Line]:
    for measure in ("conversation", *AMONG, "intervention"):
        named = (measure, words.MEASURES[measure])
        for month in (0, *MONTHS):
            yield (*named, "mois" if month else WHOLE, _month(month)), Statistic(measure, month=month)
    for parted, dimension in (("heure", "hour"), ("jour", "weekday")):
        for value in words.values(dimension):
            at = Statistic("genuine", dimension=dimension, value=value)
            yield ("genuine", words.MEASURES["genuine"], parted, value), at


def _referrals() -> Iterator[Line]:
    for force in ("", *FORCES):
        for measure, dimensions in (("referral", ("ground", "to")), ("outcome", ("outcome",))):
            at = Statistic(measure, force=force)
            yield (force or WHOLE, measure, WHOLE, WHOLE, words.MEASURES[measure]), at
            for dimension in dimensions:
                for value in words.values(dimension):
                    before = (force or WHOLE, measure, dimension, value, words.value(dimension, value))
                    yield before, at._replace(dimension=dimension, value=value)


_LINES = {
    "signalements": _reports,
    "signalements-territoires": _territories,
    "signalements-profils": _profiles,
    "conversations": _conversations,
    "orientations": _referrals,
}
