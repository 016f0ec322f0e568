"""The note to the commander: one page, what one would say to a journalist, true to the figures. Pure but for `pdf`.

The sentence, five figures, one chart, what is counted and what is not, when it was made and what it was made of: the
figures themselves are attached as JSON, whose hash is printed as the reference.
"""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings

from permanence.accounts.models import Force
from permanence.casework.documents import typesetting
from permanence.casework.documents.glyphs import printable
from permanence.casework.documents.showing import LETTERS, MARKS, MONO
from permanence.roster.words import MONTHS
from permanence.statistics import comparing, sentences
from permanence.statistics.exports import as_json
from permanence.statistics.exports.book import BOTH, DEMONSTRATION, Book, moment
from permanence.statistics.exports.shape import Table, Value
from permanence.statistics.paris import PARIS
from permanence.statistics.scopes import SCOPES

TEMPLATE = Path(__file__).parent / "template" / "note.typ"
DESK = "Brigade numérique"
FIGURES = ("report", "genuine", "emergency", "intervention", "complaint")
TITLE = "Note au commandement"
CHART = "Signalements, et sur la période comparée"
FEWEST_BARS, MOST_BARS = 2, 24
"""Months: fewer are no chart, more are told by years."""
SHORT = {
    "janvier": "janv.",
    "février": "févr.",
    "juillet": "juil.",
    "septembre": "sept.",
    "octobre": "oct.",
    "novembre": "nov.",
    "décembre": "déc.",
}
LONGEST_MONTH = 6
LIMITS = (
    "Un signalement est ce qu’une personne a dit et qu’un agent a enregistré : il ne préjuge ni des faits ni de leur "
    "qualification. Les chiffres disent combien de personnes écrivent, non combien de violences ont lieu ; ils "
    "dépendent aussi de ce que le service est connu."
)
CHANCE = (
    "La fourchette est l’intervalle de confiance à 95 % de l’évolution : de part et d’autre de zéro, l’écart ne se "
    "distingue pas du hasard."
)


class Bar(NamedTuple):
    """A pair of marks of the chart: this period, and the same of the year before."""

    label: str
    now: int
    before: int


def pdf(book: Book) -> bytes:
    """The page. Raises `lib.errors.Unavailable`."""
    fonts = settings.PERMANENCE.data_dir / "fonts"
    ready = shown(book, state_marks=settings.PERMANENCE.state_marks)
    return typesetting.sheet(TEMPLATE, record=as_json.write(book), ready=ready, fonts=fonts if fonts.is_dir() else None)


def name(book: Book) -> str:
    """Of the file, without its ending."""
    return book.name.replace("chiffres", "note", 1)


def shown(book: Book, *, state_marks: bool = False) -> dict[str, Any]:
    """What the template reads."""
    local = book.made_at.astimezone(PARIS)
    digest = hashlib.sha256(as_json.write(book)).hexdigest()
    parts = ("year", "month", "day", "hour", "minute", "second")
    return {
        "marks": list(MARKS) if state_marks else [],
        "force": Force(book.question.force).label if book.question.force else BOTH,
        "desk": DESK,
        "title": TITLE,
        "subtitle": printable(_subtitle(book)),
        "made": {one: getattr(local, one) for one in parts} | {"words": moment(book.made_at)},
        "reference": reference(digest),
        "digest": digest,
        "banner": DEMONSTRATION if book.is_demonstration else "",
        "sentence": printable(book.sentence),
        "ago": f"{sentences.span(book.before.from_on, book.before.to_on)}. {book.days[0].upper()}{book.days[1:]}.",
        "figures": [list(row) for row in figures(book)],
        "chart": _chart(bars(book)),
        "about": [[label, printable(text)] for label, text in _about(book)],
        "fonts": [one.lower() for one in LETTERS],
        "mono": [one.lower() for one in (*MONO, *LETTERS[:1])],
    }


def reference(digest: str) -> str:
    """What is printed of a hash: its first sixteen digits, in fours."""
    return " ".join(digest[start : start + 4] for start in range(0, 16, 4))


def figures(book: Book) -> Iterator[tuple[str, str, str, str, str, str]]:
    """The rows of the page: the figure, how many, a year before, the difference, the change, between what and what."""
    headlines = _table(book, "headlines")
    for code in FIGURES:
        row = headlines.row(code)
        found = comparing.compare(_count(row["count"]), _count(row["count_before"]))
        sign = {1: "+", 0: "", -1: "−"}[(found.difference > 0) - (found.difference < 0)]
        more = f"{sign}{sentences.THIN if sign else ''}{sentences.number(abs(found.difference))}"
        share = sentences.percent(found.percent) if sentences.is_enough(found) else "–"
        numbers = (sentences.number(found.now), sentences.number(found.before), more)
        yield (str(row["label"]), *numbers, share, sentences.interval(found) or "–")


def bars(book: Book) -> list[Bar]:
    """What is drawn: reports by month; by year where the period is long, by category where it is within one month."""
    rows = list(_table(book, "months").records())
    found = [Bar(str(row["label"]), _count(row["report"]), _count(row["report_before"])) for row in rows]
    if len(found) < FEWEST_BARS:
        rows = list(_table(book, "categories").records())
        return [Bar(str(row["label"]), _count(row["count"]), _count(row["count_before"])) for row in rows]
    if len(found) <= MOST_BARS:
        return found
    years = dict.fromkeys(one.label.rpartition(" ")[2] for one in found)
    by_year = {year: [one for one in found if one.label.endswith(year)] for year in years}
    return [Bar(year, sum(one.now for one in of), sum(one.before for one in of)) for year, of in by_year.items()]


def _chart(drawn: Sequence[Bar]) -> dict[str, Any]:
    """`title`, `bars` (label, now, before, each as shown and as a share of the tallest), `told` to who does not see."""
    tallest = max((max(one.now, one.before) for one in drawn), default=0) or 1
    told = "; ".join(
        f"{one.label} : {sentences.number(one.now)}, période comparée {sentences.number(one.before)}" for one in drawn
    )
    return {
        "bars": [
            {
                "label": _short(one.label),
                "now": {"share": one.now / tallest, "shown": sentences.number(one.now)},
                "before": {"share": one.before / tallest, "shown": sentences.number(one.before)},
            }
            for one in drawn
        ],
        "told": f"{CHART}. {told}",
        "title": CHART,
    }


def _short(label: str) -> str:
    """`janv. 26` of a month; the rest as it is."""
    month, _, year = label.partition(" ")
    if month not in MONTHS or not year.isdecimal():
        return label
    return f"{month if len(month) < LONGEST_MONTH else SHORT[month]} {year[2:]}"


def _about(book: Book) -> Iterator[tuple[str, str]]:
    scope, meaning = SCOPES[book.question.scope]
    for one in book.definitions:
        if one.code == "report":
            yield "Ce qui est compté", f"{one.name}. {one.meaning} {one.is_not}".strip()
    yield "Champ", f"{scope}. {meaning}"
    yield "Limites", LIMITS
    yield "Fourchette", CHANCE


def _subtitle(book: Book) -> str:
    parts = [book.period[0].upper() + book.period[1:], SCOPES[book.question.scope][0]]
    return " · ".join([*parts, book.department] if book.department else parts)


def _table(book: Book, code: str) -> Table:
    return next(table for table in book.tables if table.code == code)


def _count(value: Value) -> int:
    assert isinstance(value, int)
    return value
