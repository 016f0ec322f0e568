"""Vectors as the figures keep them, of a year in which much happened and of the one before it."""

from collections import Counter
from datetime import UTC, date, datetime

from permanence.statistics.exports import tables
from permanence.statistics.exports.book import Book, Meaning
from permanence.statistics.exports.material import Material, before
from permanence.statistics.queries import Question

ASKED = Question(date(2022, 1, 1), date(2022, 11, 30))
MADE_AT = datetime(2022, 12, 1, 5, 30, tzinfo=UTC)
HOSTILE = ("=1+1", "+33 6", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1+1", "\r=1+1", " =1+1", "＝1+1", "\x00=1+1")
"""What somebody may call a department, a partner or a unit."""

MEANING = Meaning("report", "Signalement", "Ce que compte le chiffre annuel.", "Ni une plainte.", date(2022, 1, 1))

NOW = Counter(
    {
        "conversation": 3300,
        "genuine": 3000,
        "answered": 2900,
        "abandoned": 60,
        "report": 2450,
        "emergency": 120,
        "intervention": 80,
        "acknowledged": 79,
        "dispatched": 70,
        "arrived": 61,
        "referral": 900,
        "appointment": 400,
        "outcome": 300,
        "complaint": 200,
        "set_aside": 12,
        "report|category|conjugal": 2000,
        "report|category|sexual": 700,
        "report|category|unknown": 3,
        "report|sex|female": 2300,
        "report|sex|unknown": 150,
        "report|department|35": 40,
        "genuine|language|fr": 2900,
        "genuine|language|xx": 4,
        "genuine|hour|23": 7,
        "genuine|weekday|7": 9,
        "genuine|department|35": 50,
        "genuine|department|unknown": 20,
        "set_aside|mark|test": 12,
        "wait|0": 100,
        "wait|15": 700,
        "wait|300": 200,
        "arrive|600": 61,
        "to_report|0": 2000,
        "funnel|genuine": 3000,
        "funnel|answered": 2900,
        "funnel|report": 2000,
        "funnel|complaint": 180,
        "referral|ground|agreement": 880,
        "referral|to|partner": 30,
        "outcome|outcome|complaint": 200,
    }
)
BEFORE = Counter({"conversation": 2800, "genuine": 2500, "report": 2100, "report|category|conjugal": 2000})


def material(name: str = "Ille-et-Vilaine") -> Material:
    """Of both forces, all departments (two of them) and all scopes; `name`: what the first department is called."""
    return Material(
        now=NOW,
        before=BEFORE,
        months={date(2022, month, 1): (NOW, BEFORE) for month in range(1, 12)},
        forces={"PN": (NOW, BEFORE), "GN": (Counter(), Counter()), "": (Counter(), Counter())},
        scopes={"couple_women": (NOW, BEFORE)},
        departments={"35": name, "976": "Mayotte"},
        populations={"35": 1_000_000},
    )


def book(name: str = "Ille-et-Vilaine") -> Book:
    """The same as a file holds it."""
    return Book(
        question=ASKED,
        before=before(ASKED),
        tables=tuple(tables.of(material(name))),
        made_at=MADE_AT,
        sentence="2 450 signalements.",
        definitions=(
            Meaning("report", "Signalement", "Ce que compte le chiffre annuel.", "Ni une plainte.", date(2022, 1, 1)),
        ),
    )
