"""Scopes (champs): which conversations a figure is about. Pure.

A conversation is in a scope by its filed report where there is one, else by what was said at the door; all that comes
of it (interventions, referrals, outcomes) is in the same scopes.
"""

from collections.abc import Iterable, Mapping

from permanence.casework.reports.queries import COMMANDERS_KINDS
from permanence.casework.reports.vocabulary import MINORS, Category, Kind, Sex
from permanence.desk.vocabulary import Age

ALL = "all"
SCOPES: Mapping[str, tuple[str, str]] = {
    ALL: ("Toutes les violences", "Toutes les conversations, quels que soient les faits."),
    "conjugal": (
        "Violences conjugales",
        "Au moins un fait de violences conjugales au signalement ; à défaut de signalement, dit à l’entrée.",
    ),
    "couple_women": (
        "Violences faites aux femmes dans le couple",
        "Signalement d’au moins un fait de violences conjugales physiques, psychologiques ou sexuelles (les seules "
        "violences économiques n’y suffisent pas), dont la victime est une femme. Sans signalement, le sexe de la "
        "victime n’est pas connu : la conversation n’y est pas.",
    ),
    "intrafamily": (
        "Violences intrafamiliales",
        "Au moins un fait de violences intrafamiliales, hors du couple, au signalement ; à défaut, dit à l’entrée.",
    ),
    "sexual": (
        "Violences sexuelles",
        "Au moins un fait de violences sexuelles, y compris dans le couple ou la famille ; à défaut de signalement, "
        "dit à l’entrée.",
    ),
    "sexist": (
        "Violences ou outrages sexistes",
        "Au moins un fait de violences ou d’outrages sexistes au signalement ; à défaut, dit à l’entrée.",
    ),
    "discrimination": (
        "Discrimination, haine",
        "Au moins un fait de discrimination ou de haine au signalement ; à défaut, dit à l’entrée.",
    ),
    "cyber_harassment": (
        "Cyberharcèlement",
        "Au moins un fait de cyberharcèlement au signalement ; à défaut, dit à l’entrée.",
    ),
    "minors": (
        "Mineurs",
        "Victime de moins de 18 ans au signalement ; à défaut de signalement, la personne qui écrit dit avoir moins "
        "de 18 ans.",
    ),
}
"""By code: French name, French meaning."""
CATEGORIES = tuple(Category.values)
Facts = Iterable[tuple[str, str, str]]
"""Category, kind, offence of each fact of a report."""


def by_report(facts: Facts, sex: str, age: str) -> tuple[str, ...]:
    """The scopes of a conversation whose report is filed."""
    found = {ALL}
    for category, kind, _ in facts:
        found.add(category)
        if kind == Kind.SEXUAL:
            found.add(Category.SEXUAL)
        if category == Category.CONJUGAL and kind in COMMANDERS_KINDS and sex == Sex.FEMALE:
            found.add("couple_women")
    if age in MINORS:
        found.add("minors")
    return tuple(scope for scope in SCOPES if scope in found)


def by_door(categories: Iterable[str], age: str) -> tuple[str, ...]:
    """The scopes of a conversation without a filed report."""
    found = {ALL, *(one for one in categories if one in CATEGORIES)}
    if age == Age.MINOR:
        found.add("minors")
    return tuple(scope for scope in SCOPES if scope in found)
