"""The numbers to call, as pages show them: those of the territory. Pages themselves hold 17, 112 and 114."""

from typing import Any, TypedDict

from permanence.territory import queries as territory

FEW = ("3919", "119", "3018", "3114")
"""What the arrival and the end page show first."""
OPEN_ALL_HOURS = "Jour et nuit"


class Line(TypedDict):
    """One line to call or to write to."""

    number: str
    label: str
    purpose: str
    hours: str
    href: str
    in_emergency: bool


def some_lines(department: str = "") -> list[Line]:
    """The few that the arrival page shows."""
    return [line for line in _lines(department) if line["number"].replace(" ", "") in FEW]


def urgent_lines() -> list[Line]:
    """Emergency lines, in their order."""
    return [line for line in _lines() if line["in_emergency"]]


def other_lines() -> list[Line]:
    """Lines that listen and advise, in their order."""
    return [line for line in _lines() if not line["in_emergency"]]


def _lines(department: str = "") -> list[Line]:
    return [_line(row) for row in territory.help_lines(department or None)]


def _line(row: dict[str, Any]) -> Line:
    scheme = "sms" if row["medium"] == "sms" else "tel"
    return {
        "number": row["number"],
        "label": row["label"],
        "purpose": row["purpose"],
        "hours": OPEN_ALL_HOURS if row["always_open"] else row["hours"],
        "href": f"{scheme}:{row['number'].replace(' ', '')}",
        "in_emergency": row["in_emergency"],
    }
