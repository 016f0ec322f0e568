"""What one says of a figure, to a commander or to a journalist: in French, true to the numbers, the rounding said.

Pure. A percent is said of ten and more; a rise or a fall is called one only where chance hardly explains
it; a number in a sentence is never rounded, a percent always is, to a whole one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import isinf

from permanence.roster.words import MONTHS
from permanence.statistics.comparing import Comparison, rounded, year_before, years_back

THIN = "\u202f"
"""Between thousands, and before a percent sign: it never breaks a line."""

FEW = 10
"""A percent of fewer than these says less than the numbers themselves: it is left unsaid."""
NOUNS: Mapping[str, tuple[str, str]] = {
    "conversation": ("conversation", "conversations"),
    "genuine": ("conversation où la personne a écrit", "conversations où la personne a écrit"),
    "answered": ("conversation répondue", "conversations répondues"),
    "abandoned": ("abandon", "abandons"),
    "report": ("signalement", "signalements"),
    "emergency": ("urgence", "urgences"),
    "intervention": ("demande d’intervention", "demandes d’intervention"),
    "acknowledged": ("intervention prise en compte", "interventions prises en compte"),
    "dispatched": ("départ de patrouille", "départs de patrouille"),
    "arrived": ("arrivée de patrouille", "arrivées de patrouille"),
    "referral": ("orientation", "orientations"),
    "appointment": ("rendez-vous fixé", "rendez-vous fixés"),
    "outcome": ("suite connue", "suites connues"),
    "complaint": ("plainte", "plaintes"),
    "visit": ("arrivée sur le site", "arrivées sur le site"),
}
"""Each measure, one and several."""
MASCULINE = frozenset(("abandoned", "report", "dispatched", "appointment"))
SCOPES: Mapping[str, str] = {
    "all": "",
    "conjugal": "de violences conjugales",
    "couple_women": "de violences faites aux femmes au sein du couple (physiques, psychologiques, sexuelles)",
    "intrafamily": "de violences intrafamiliales",
    "sexual": "de violences sexuelles",
    "sexist": "de violences ou d’outrages sexistes",
    "discrimination": "de discrimination ou de haine",
    "cyber_harassment": "de cyberharcèlement",
    "minors": "concernant des victimes mineures",
}
"""What follows the noun."""
FORCES: Mapping[str, str] = {"PN": "à la police nationale", "GN": "à la gendarmerie nationale"}


@dataclass(frozen=True)
class Asked:
    """What a sentence is about: a measure over a period, both days included; `today`, the day it is said on.

    `department`: its name, as in « Ille-et-Vilaine »; empty for all of them.
    """

    measure: str
    from_on: date
    to_on: date
    today: date
    force: str = ""
    department: str = ""
    scope: str = "all"


def headline(asked: Asked, figures: Comparison) -> str:
    """« 2 450 signalements depuis le 1er janvier, contre 2 100 à la même date l’an dernier : 350 de plus (+ 17 %). »"""
    said = " ".join(part for part in (counted(asked, figures.now), period(asked)) if part)
    return f"{said}, {_against(asked, figures)}."


def counted(asked: Asked, number_of: int) -> str:
    """« 2 450 signalements de violences conjugales à la gendarmerie nationale (Ille-et-Vilaine) »."""
    parts = [noun(asked.measure, number_of), SCOPES[asked.scope], FORCES.get(asked.force, "")]
    if asked.department:
        parts.append(f"({asked.department})")
    return " ".join(part for part in parts if part)


def noun(measure: str, number_of: int) -> str:
    """« aucun signalement », « 1 signalement », « 2 450 signalements »."""
    one, many = NOUNS[measure]
    if not number_of:
        return f"{none_of(measure)} {one}"
    return f"{number(number_of)} {many if plural(number_of) else one}"


def none_of(measure: str) -> str:
    """« aucun », « aucune »."""
    return "aucun" if measure in MASCULINE else "aucune"


def period(asked: Asked) -> str:
    """« depuis le 1er janvier » where it still runs; a month, a year or « du … au … » where it is over or apart."""
    first, last = asked.from_on, asked.to_on
    if last == asked.today and (first.month, first.day) == (1, 1) and first.year == last.year:
        return "depuis le 1er janvier"
    if last == asked.today and first < last:
        return f"depuis le {day(first)}"
    return span(first, last)


def span(first: date, last: date) -> str:
    """« en 2026 », « en mars 2026 », « le 3 mars 2026 », « du 1er mars au 3 avril 2026 »."""
    if first == last:
        return f"le {day(first)}"
    if first.day == 1 and (first.year, first.month) == (last.year, last.month) and _is_last(last):
        return f"en {MONTHS[first.month - 1]} {first.year}"
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return f"en {first.year}" if first.year == last.year else f"de {first.year} à {last.year}"
    start = day(first) if first.year != last.year else day(first).rsplit(" ", 1)[0]
    return f"du {start} au {day(last)}"


def _is_last(last: date) -> bool:
    return date.fromordinal(last.toordinal() + 1).day == 1


def _against(asked: Asked, figures: Comparison) -> str:
    first, last = year_before(asked.from_on, asked.to_on)
    since = asked.to_on == asked.today and years_back(asked.from_on, asked.to_on) == 1
    same = (last.month, last.day) == (asked.to_on.month, asked.to_on.day)
    when = "à la même date l’an dernier" if since and same else span(first, last)
    if not figures.before:
        return f"contre {none_of(asked.measure)} {when}"
    return f"contre {number(figures.before)} {when} : {change(figures)}"


def change(figures: Comparison) -> str:
    """« 350 de plus (+ 17 %), une hausse nette », « autant »; nothing is called a rise that chance may explain."""
    if not figures.difference:
        return "autant"
    size = f"{number(abs(figures.difference))} de {'plus' if figures.difference > 0 else 'moins'}"
    share = f" ({percent(figures.percent)})" if is_enough(figures) else ""
    return f"{size}{share}, {certainty(figures)}"


def is_enough(figures: Comparison) -> bool:
    """Whether a percent may be said."""
    return figures.before >= FEW


def certainty(figures: Comparison) -> str:
    """« une hausse nette », « une baisse nette », « un écart qui ne se distingue pas du hasard »."""
    if figures.is_clear:
        return "une hausse nette" if figures.difference > 0 else "une baisse nette"
    return "un écart qui ne se distingue pas du hasard"


def interval(figures: Comparison) -> str:
    """« entre + 11 % et + 23 % »; empty where too little was counted the year before, of which a percent could be."""
    if figures.low is None or figures.high is None or not is_enough(figures):
        return ""
    return f"entre {percent(figures.low)} et {percent(figures.high)}"


def percent(value: float | None, digits: int = 0) -> str:
    """« + 17 % », « − 3 % », « 0 % », « moins de + 1 % »; « – » where there is none."""
    if value is None or isinf(value):
        return "–"
    size = rounded(abs(value), digits)
    sign = "+" if value > 0 else "−"
    if not value:
        return f"0{THIN}%"
    if not size:
        return f"moins de {sign}{THIN}{decimal(10**-digits, digits)}{THIN}%"
    return f"{sign}{THIN}{decimal(size, digits)}{THIN}%"


def share(hits: int, total: int) -> str:
    """« 62 % » of `total`, rounded to a whole percent; never « 100 % » nor « 0 % » where it is not wholly so."""
    if not total:
        return "–"
    whole = int(rounded(100 * hits / total))
    if hits and not whole:
        return f"moins de 1{THIN}%"
    if hits < total and whole == 100:
        return f"plus de 99{THIN}%"
    return f"{whole}{THIN}%"


def number(value: int) -> str:
    """« 2 450 », the space thin and unbreakable."""
    return f"{value:,}".replace(",", THIN).replace("-", "−")


def decimal(value: float, digits: int = 1) -> str:
    """« 1 234,5 »."""
    text = f"{rounded(value, digits):,.{digits}f}"
    return text.replace(",", THIN).replace(".", ",").replace("-", "−")


def day(on: date) -> str:
    """« 1er janvier 2026 »."""
    return f"{'1er' if on.day == 1 else on.day} {MONTHS[on.month - 1]} {on.year}"


def duration(seconds: int | None) -> str:
    """« 45 s », « 2 min 10 s », « 3 h 05 », « 4 jours »: no finer than one would say; « – » where there is none."""
    if seconds is None:
        return "–"
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 600 and seconds % 60:
        return f"{seconds // 60} min {seconds % 60:02} s"
    if seconds < 3600:
        return f"{seconds // 60} min"
    if seconds < 2 * 86_400:
        return f"{seconds // 3600} h {seconds % 3600 // 60:02}" if seconds % 3600 // 60 else f"{seconds // 3600} h"
    return f"{seconds // 86_400} jours"


def plural(value: float) -> bool:
    """Whether French says it in the plural: from two on."""
    return abs(value) >= 2
