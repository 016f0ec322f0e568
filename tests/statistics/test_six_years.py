"""Six years of known history: every figure equals an independent recount in plain Python."""

import random
from collections import Counter
from datetime import date, timedelta
from itertools import product

import pytest

from permanence.statistics import keeping, queries, reading, recount
from permanence.statistics.models import Cell, Counted, Share
from permanence.statistics.queries import Question
from permanence.statistics.scopes import SCOPES
from tests.statistics.stories import Story
from tests.statistics.truth import truth

pytestmark = pytest.mark.django_db


def expected(history: list[Story], question: Question) -> Counter[str]:
    return truth(history, question.from_on, question.to_on, question.force, question.department, question.scope)


@pytest.mark.parametrize("year", range(2022, 2028))
def test_every_figure_of_a_year_equals_the_recount(history: list[Story], year: int) -> None:
    for force, scope in product(("", "PN", "GN"), SCOPES):
        question = Question(date(year, 1, 1), date(year, 12, 31), force, "", scope)
        assert queries.vector(question) == expected(history, question), question


@pytest.mark.parametrize("department", ["35", "2A", "974"])
def test_every_figure_of_a_department_equals_the_recount(history: list[Story], department: str) -> None:
    for force, scope in product(("", "GN"), ("all", "conjugal", "couple_women", "minors")):
        question = Question(date(2023, 2, 14), date(2026, 10, 3), force, department, scope)
        assert queries.vector(question) == expected(history, question), question


def test_any_period_is_exact_to_the_day(history: list[Story]) -> None:
    chance, first = random.Random(7), date(2021, 12, 25)
    questions = []
    for _ in range(25):
        from_on = first + timedelta(days=chance.randint(0, 2190))
        to_on = from_on + timedelta(days=chance.choice([0, 1, 6, 27, 30, 31, 58, 364, 365, 900]))
        place = chance.choice(["", "PN", "GN"]), chance.choice(["", "35", "11"]), chance.choice(list(SCOPES))
        questions.append(Question(from_on, to_on, *place))
    assert queries.many(questions) == [expected(history, question) for question in questions]


def test_months_and_days_add_up_to_their_period(history: list[Story]) -> None:
    for department in ("", "35"):
        question = Question(date(2024, 2, 10), date(2024, 4, 20), "", department)
        whole = queries.vector(question)
        assert sum(queries.monthly(question).values(), Counter()) == whole
        assert sum(queries.daily(question).values(), Counter()) == whole
        assert list(queries.monthly(question)) == [date(2024, 2, 1), date(2024, 3, 1), date(2024, 4, 1)]
        assert queries.daily(question)[date(2024, 2, 29)] == expected(
            history, Question(date(2024, 2, 29), date(2024, 2, 29), "", department)
        )


def test_the_service_grows_every_year(history: list[Story]) -> None:
    years = [queries.vector(Question(date(year, 1, 1), date(year, 12, 31))) for year in range(2022, 2028)]
    counts = [one["conversation"] for one in years]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1] / 2


def test_a_period_that_ends_before_it_begins_is_empty(history: list[Story]) -> None:
    assert queries.vector(Question(date(2023, 5, 2), date(2023, 5, 1))) == Counter()


def test_the_check_finds_nothing_and_reads_everything_again(history: list[Story]) -> None:
    assert recount.check() == []
    assert recount.check(afresh=True) == []


def test_the_check_names_a_count_that_was_changed_behind_its_back(history: list[Story]) -> None:
    counted = Cell.objects.filter(grain="month", force="GN", department="35", scope="all")
    cell = counted.filter(counts__contains='"conversation":').order_by("start")[0]
    cell.counts = cell.counts.replace('"conversation":', '"conversation":1')
    cell.save()
    Cell.objects.filter(grain="day", start=date(2025, 5, 3), force="GN", scope="all").delete()
    found = {(one.grain, one.department, one.key) for one in recount.check()}
    assert ("month", "35", "conversation") in found
    assert ("day", "", "conversation") in found


def test_counted_one_by_one_the_figures_are_the_same(history: list[Story]) -> None:
    cells = dict(Cell.objects.values_list("pk", "counts"))
    names = {pk: name for pk, *name in Cell.objects.values_list("pk", "grain", "start", "force", "department", "scope")}
    before = {tuple(names[pk]): text for pk, text in cells.items()}
    for model in (Share, Counted, Cell):
        model.objects.all().delete()
    keeping.recounted(*(story.id for story in history))
    keeping.recounted(*(story.id for story in history[:50]))
    rows = Cell.objects.values_list("grain", "start", "force", "department", "scope", "counts")
    assert {tuple(name): text for *name, text in rows if text != "{}"} == before


def test_read_in_parts_they_are_the_same(history: list[Story]) -> None:
    parts = [list(reading.every(part=part)) for part in reading.parts(3)]
    assert all(parts)
    together = {str(one.conversation): one.case for part in parts for one in part}
    assert together == {str(one.conversation): one.case for one in reading.every()}
