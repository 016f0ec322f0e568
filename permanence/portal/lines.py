"""The numbers to call: those of the territory's records, and the few that every page must hold without them."""

from typing import TypedDict

URGENT = frozenset({"17", "112", "114", "15", "18"})


class Line(TypedDict):
    """One line to call or to write to."""

    number: str
    label: str
    hours: str
    href: str


# What DOMAIN states as fact, shown until the records answer.
ALWAYS: list[Line] = [
    {
        "number": "3919",
        "label": "Violences faites aux femmes",
        "hours": "Jour et nuit. Pas une ligne d’urgence.",
        "href": "tel:3919",
    },
    {"number": "119", "label": "Enfants en danger", "hours": "Jour et nuit", "href": "tel:119"},
    {"number": "3114", "label": "Prévention du suicide", "hours": "Jour et nuit", "href": "tel:3114"},
]


def some_lines() -> list[Line]:
    """The few that the arrival page shows."""
    return ALWAYS


def all_lines() -> list[Line]:
    """Every line, in its order."""
    return ALWAYS
