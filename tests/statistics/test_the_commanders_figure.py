"""2 450 reports of violence against women within couples at the gendarmerie, between the first of January and a day of
2022: exactly those, whatever else happened that year."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from permanence.casework.reports.queries import COMMANDERS_KINDS, counted
from permanence.statistics import queries, recount
from permanence.statistics.queries import Question
from tests.statistics.history import write
from tests.statistics.stories import Report, Story, one
from tests.statistics.truth import truth

pytestmark = pytest.mark.django_db
COUNT, DAY = 2_450, date(2022, 11, 24)
FIRST = datetime(2021, 12, 31, 23, 0, tzinfo=UTC)
"""Midnight of the first of January in Paris."""
LAST = datetime(2022, 11, 24, 22, 59, 59, tzinfo=UTC)
"""The last second of the stated day in Paris."""
ASKED = Question(date(2022, 1, 1), DAY, "GN", "", "couple_women")


@pytest.fixture(scope="module")
def year(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[Story]]:
    """The year 2022 as far as it is told here, counted."""
    known = [*_counting(random.Random(2450)), *_not_counting(random.Random(2022))]
    with django_db_blocker.unblock(), transaction.atomic():
        write(known)
        recount.rebuild()
        yield known
        transaction.set_rollback(True)


def test_the_figure_is_2450(year: list[Story]) -> None:
    assert queries.vector(ASKED)["report"] == COUNT


def test_it_is_the_count_of_the_rows_and_of_plain_python(year: list[Story]) -> None:
    rows = counted().filter(
        force="GN",
        filed_at__gte=FIRST,
        filed_at__lte=LAST,
        victim_sex="female",
        facts__category="conjugal",
        facts__kind__in=COMMANDERS_KINDS,
    )
    assert rows.distinct().count() == COUNT
    assert truth(year, ASKED.from_on, ASKED.to_on, "GN", "", "couple_women")["report"] == COUNT


def test_a_day_more_or_less_is_another_figure(year: list[Story]) -> None:
    before, after = DAY - timedelta(days=1), DAY + timedelta(days=1)
    asked = [Question(ASKED.from_on, to_on, "GN", "", "couple_women") for to_on in (before, after)]
    less, more = (vector["report"] for vector in queries.many(asked))
    assert less < COUNT < more


def test_its_parts_add_up(year: list[Story]) -> None:
    told = queries.vector(ASKED)
    for dimension in ("relation", "age_band", "department", "hour", "weekday", "language", "reporter"):
        assert sum(count for key, count in told.items() if key.startswith(f"report|{dimension}|")) == COUNT
    assert told["report|sex|female"] == COUNT


def test_its_kinds_are_those_within_the_couple(year: list[Story]) -> None:
    told = queries.vector(ASKED)
    kinds = {kind: told[f"report|couple|{kind}"] for kind in ("physical", "psychological", "sexual")}
    assert sum(kinds.values()) == COUNT
    assert told["report|kind|physical"] > kinds["physical"], "violence of others in the family is another line"


def _counting(chance: random.Random) -> Iterator[Story]:
    """The 2 450, the first and the last at the very edges."""
    for number in range(COUNT):
        filed = FIRST + chance.random() * (LAST - FIRST)
        filed = {0: FIRST, 1: LAST}.get(number, filed)
        facts = {("conjugal", chance.choice(["physical", "psychological", "sexual"]), "")}
        facts |= {("conjugal", "economic", "")} if chance.random() < 0.3 else set()
        facts |= {("cyber_harassment", "", "")} if chance.random() < 0.1 else set()
        facts |= {("intrafamily", "physical", "")} if chance.random() < 0.1 else set()
        relation, age = chance.choice(["spouse", "partner", "ex"]), chance.choice(["18_24", "25_34", "35_49", ""])
        report = Report(filed, "GN", chance.choice(["35", "11", "974", ""]), facts=sorted(facts))
        report.relation, report.age = relation, age
        yield one(chance, filed - timedelta(minutes=chance.randint(10, 200)), report=report)


def _not_counting(chance: random.Random) -> Iterator[Story]:
    """A few of each that looks like one of them and is none."""
    physical = [("conjugal", "physical", "physical_violence")]
    for number in range(240):
        filed = FIRST + chance.random() * (LAST - FIRST)
        report, story = Report(filed, "GN", "35", facts=list(physical)), one(chance, filed - timedelta(hours=1))
        story.report = report
        match number % 12:
            case 0:
                report.force, story.force = "PN", "PN"
            case 1:
                report.sex = chance.choice(["male", "other", ""])
            case 2 | 3:
                report.facts = [("conjugal", chance.choice(["economic", ""]), "")]
            case 4:
                report.facts = [("intrafamily", "physical", ""), ("sexual", "sexual", "rape")]
            case 5:
                report.filed = None
            case 6:
                report.filed = FIRST - timedelta(seconds=1 + number)
            case 7:
                report.filed = LAST + timedelta(seconds=1 + number)
            case 8:
                story.mark = chance.choice(["test", "abuse", "duplicate"])
            case 9:
                story.exercise, story.mark, report.is_exercise = "among", "training", True
            case 10:
                report.is_exercise = True
            case _:
                story.report, story.categories = None, ["conjugal", "physical"]
        yield story
