"""Days, hours and holes in French, as one would say them on the telephone: pure."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from permanence.roster.coverage import Hole

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
PLACES = {
    "Europe/Paris": "heure de Paris",
    "Indian/Reunion": "heure de La Réunion",
    "Indian/Mayotte": "heure de Mayotte",
    "America/Cayenne": "heure de Guyane",
    "America/Guadeloupe": "heure de Guadeloupe",
    "America/Martinique": "heure de Martinique",
    "America/Miquelon": "heure de Saint-Pierre-et-Miquelon",
    "Pacific/Noumea": "heure de Nouvelle-Calédonie",
    "Pacific/Tahiti": "heure de Tahiti",
    "Pacific/Wallis": "heure de Wallis-et-Futuna",
}
"""The zones in which teams work, as they are called there."""


def day(on: date) -> str:
    """`mardi 1er décembre`."""
    return f"{DAYS[on.weekday()]} {'1er' if on.day == 1 else on.day} {MONTHS[on.month - 1]}"


def hour(at: datetime) -> str:
    """`3 h`, `3 h 30`, `minuit`: of an instant already on the clock it is read by."""
    if (at.hour, at.minute) == (0, 0):
        return "minuit"
    return f"{at.hour} h {at.minute:02}" if at.minute else f"{at.hour} h"


def span(start: datetime, end: datetime, zone: str) -> str:
    """`mardi 1er décembre, de 3 h à 3 h 30`; overnight, `de 19 h à 7 h le lendemain`; over days, `du … au …`."""
    tz = ZoneInfo(zone)
    first, last = start.astimezone(tz), end.astimezone(tz)
    before_last = (last - timedelta(microseconds=1)).date()
    if before_last == first.date():
        return f"{day(first.date())}, de {hour(first)} à {hour(last)}"
    if last - first <= timedelta(hours=24):
        return f"{day(first.date())}, de {hour(first)} à {hour(last)} le lendemain"
    return f"du {day(first.date())}, {hour(first)}, au {day(last.date())}, {hour(last)}"


def hole(found: Hole, zone: str) -> str:
    """`mardi 1er décembre, de 3 h à 3 h 30 : personne`, or `: 1 présent sur 2`."""
    return f"{span(found.starts_at, found.ends_at, zone)} : {lacking(found.fewest, found.needed)}"


def lacking(present: int, needed: int) -> str:
    """`personne`, or `1 présent sur 2`."""
    if not present:
        return "personne" if needed == 1 else f"personne, il en faut {needed}"
    return f"{present} présent{'s' if present > 1 else ''} sur {needed}"


def length(duration: timedelta) -> str:
    """`12 h`, `11 h 30`."""
    minutes = int(duration.total_seconds() // 60)
    return f"{minutes // 60} h {minutes % 60:02}" if minutes % 60 else f"{minutes // 60} h"


def place(zone: str) -> str:
    """`heure de Paris`."""
    return PLACES.get(zone, f"heure de {zone.rpartition('/')[2].replace('_', ' ')}")
