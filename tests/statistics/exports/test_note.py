"""The note is one page whatever the figures, says them truly, and carries what it was made of."""

import hashlib
import io
import json
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from permanence.statistics.exports import as_json, making, note, tables
from permanence.statistics.exports.book import Book
from permanence.statistics.exports.material import Material, before
from permanence.statistics.queries import Question
from permanence.statistics.scopes import SCOPES
from permanence.statistics.sentences import THIN
from tests.casework.documents.papers import elements, untagged
from tests.statistics.exports.vectors import ASKED, BEFORE, MADE_AT, NOW, book, material

pytestmark = pytest.mark.once
HUGE = Counter({key: 2_000_000_000 + len(key) for key in NOW})


def opened(given: Book) -> PdfReader:
    return PdfReader(io.BytesIO(note.pdf(given)))


def said(reader: PdfReader) -> str:
    return " ".join("\n".join(page.extract_text() for page in reader.pages).replace(THIN, " ").split())


def of(question: Question, now: Counter[str], ago: Counter[str], department: str = "") -> Book:
    """A book of a question, months and all, with the definitions as they stand."""
    years = range(question.from_on.year, question.to_on.year + 1)
    months = {date(year, month, 1): (now, ago) for year in years for month in range(1, 13)}
    found = Material(now, ago, months={on: pair for on, pair in months.items() if on <= question.to_on})
    sentence = making.sentence(question, found, date(2026, 11, 30), department)
    told = replace(book(), question=question, before=before(question), tables=tuple(tables.of(found)))
    return replace(told, sentence=sentence, definitions=making.meanings(), department=department)


@pytest.fixture(scope="module")
def whole() -> Book:
    """As it is asked most."""
    sentence = making.sentence(ASKED, material(), date(2022, 12, 1))
    return replace(book(), sentence=sentence, definitions=making.meanings())


def test_it_says_the_sentence_the_figures_and_what_they_mean(whole: Book) -> None:
    page = said(opened(whole))
    assert whole.sentence.replace(THIN, " ") in page
    for row in note.figures(whole):
        for cell in row:
            assert cell.replace(THIN, " ") in page
    assert "Signalements 2 450 2 100 + 350 + 17 % entre + 10 % et + 24 %" in page
    report = next(one for one in whole.definitions if one.code == "report")
    assert report.meaning in page
    assert note.LIMITS in page
    assert "1er décembre 2022 à 6 h 30 (heure de Paris)" in page


def test_the_figures_that_it_was_made_of_are_attached_under_the_hash_that_is_printed(whole: Book) -> None:
    reader = opened(whole)
    (attached,) = reader.attachments["chiffres.json"]
    digest = hashlib.sha256(attached).hexdigest()
    assert digest in said(reader).replace(" ", "")
    assert note.reference(digest) in said(reader)
    told = json.loads(attached)
    assert told == as_json.shape(whole)


def test_it_is_pdf_a_and_pdf_ua_and_its_chart_is_told_to_who_does_not_see_it(whole: Book) -> None:
    data = note.pdf(whole)
    reader = PdfReader(io.BytesIO(data))
    xmp = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()  # type: ignore[index]
    for mark in ("<pdfaid:part>3<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"):
        assert mark in xmp
    assert untagged(reader) == []
    told = [str(one["/Alt"]) for one in elements(reader) if "/Alt" in one]
    assert any("mars 2022 : 2 450, période comparée 2 100" in one.replace(THIN, " ") for one in told)


@pytest.mark.parametrize(
    "question",
    [
        Question(date(2022, 1, 1), date(2022, 11, 30), "GN", "35", "couple_women"),
        Question(date(2022, 1, 1), date(2027, 12, 31)),
        Question(date(2024, 2, 29), date(2024, 2, 29), "PN", "974", "minors"),
        Question(date(2025, 12, 1), date(2026, 11, 30), scope="cyber_harassment"),
        Question(date(2025, 1, 1), date(2026, 12, 31), scope="intrafamily"),
    ],
    ids=["commander", "six years", "one day", "twelve months", "two years"],
)
@pytest.mark.parametrize("counts", [Counter(), NOW, HUGE], ids=["nothing", "some", "huge"])
def test_it_is_one_page_whatever_the_period_and_the_figures(question: Question, counts: Counter[str]) -> None:
    name = "Terres australes et antarctiques françaises" if question.department else ""
    given = of(question, counts, counts if counts is HUGE else BEFORE if counts else Counter(), name)
    reader = opened(replace(given, is_demonstration=True))
    assert len(reader.pages) == 1
    assert given.sentence.replace(THIN, " ") in said(reader)
    assert SCOPES[question.scope][0] in said(reader)


def test_a_percent_of_fewer_than_ten_is_left_unsaid() -> None:
    few = of(
        Question(date(2022, 1, 1), date(2022, 11, 30)), Counter(report=24, genuine=24), Counter(report=6, genuine=10)
    )
    rows = {row[0]: row[1:] for row in note.figures(few)}
    assert rows["Signalements"] == ("24", "6", f"+{THIN}18", "–", "–")
    assert rows["Conversations où la personne a écrit"][3] == f"+{THIN}140{THIN}%"


def test_nothing_at_all_is_a_sentence_too() -> None:
    none = of(Question(date(2022, 1, 1), date(2022, 12, 31), department="2A"), Counter(), Counter(), "Corse-du-Sud")
    assert none.sentence == "Aucun signalement (Corse-du-Sud) en 2022, contre aucun en 2021."


def test_it_says_that_the_day_under_way_is_not_over(whole: Book) -> None:
    assert "Jours entiers, heure de Paris." in said(opened(whole))
    today = replace(whole, made_at=MADE_AT.replace(month=11, day=30))
    assert "Heure de Paris ; la journée en cours n’est pas finie" in said(opened(today))


def test_hostile_words_stay_words(whole: Book) -> None:
    hostile = '#text(fill: red)[x] \u202e $1 "</w> \\u{41} =1+1'
    page = said(opened(replace(whole, department=hostile, question=replace(ASKED, department="35"))))
    assert "#text(fill: red)[x] [U+202E] $1" in page


def test_a_long_period_is_drawn_by_years_and_a_short_one_by_categories() -> None:
    years = note.bars(of(Question(date(2022, 1, 1), date(2027, 12, 31)), NOW, BEFORE))
    assert [one.label for one in years] == ["2022", "2023", "2024", "2025", "2026", "2027"]
    assert years[0].now == 12 * NOW["report"]
    months = note.bars(book())
    assert [one.label for one in months][:2] == ["janvier 2022", "février 2022"]
    one_month = replace(
        book(), tables=tuple(tables.of(Material(NOW, BEFORE, months={date(2022, 1, 1): (NOW, BEFORE)})))
    )
    assert note.bars(one_month)[0] == note.Bar("Violences conjugales", 2000, 2000)


def test_it_is_made_the_same_twice() -> None:
    assert note.shown(book()) == note.shown(replace(book(), made_at=MADE_AT))
