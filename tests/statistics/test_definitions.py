"""Each definition has a statement that runs on this database, and whose answer is the figure."""

import json
from datetime import date
from pathlib import Path

import pytest

from permanence.statistics import definitions, queries
from permanence.statistics.definitions import DEFINITIONS
from permanence.statistics.models import Visits
from permanence.statistics.queries import Question
from permanence.statistics.words import MEASURES
from tests.statistics.stories import Story

WRITTEN = Path(__file__).with_name("definitions.json")
pytestmark = pytest.mark.django_db
QUESTIONS = (
    Question(date(2022, 1, 1), date(2027, 12, 31)),
    Question(date(2024, 2, 29), date(2025, 3, 30), "GN"),
    Question(date(2022, 12, 31), date(2026, 10, 25), "PN", "35"),
    Question(date(2023, 1, 1), date(2023, 12, 31), "", "974"),
)


@pytest.mark.parametrize("code", [code for code in DEFINITIONS if code != "connection"])
def test_its_statement_gives_the_figure(history: list[Story], code: str) -> None:
    scope = "couple_women" if code == "couple_women" else "all"
    figure = DEFINITIONS[code].figure
    assert figure is not None
    for asked in QUESTIONS:
        vector = queries.vector(Question(asked.from_on, asked.to_on, asked.force, asked.department, scope))
        assert definitions.answer(code, asked) == figure(vector), asked
    assert definitions.answer(code, QUESTIONS[0]) > 0


def test_connections_are_counted_by_anonymous_counters(db: None) -> None:
    for day, name, count in ((1, "arrived", 7), (2, "arrived", 5), (2, "wrote", 3), (3, "arrived", 11)):
        Visits.objects.create(day=date(2026, 3, day), hour=3, name=name, language="fr", count=count)
    period = Question(date(2026, 3, 1), date(2026, 3, 2))
    assert definitions.answer("connection", period) == 12
    assert queries.visits(period)["arrived"] == 12


def test_no_definition_changes_in_silence() -> None:
    """One that changes is given its day in `CHANGED_SINCE`, and written anew in this test's file."""
    written = json.loads(WRITTEN.read_text(encoding="utf-8"))
    assert written == {code: [one.since.isoformat(), one.fingerprint] for code, one in DEFINITIONS.items()}


def test_every_measure_is_defined_and_says_what_it_is_not() -> None:
    assert set(MEASURES) <= set(DEFINITIONS)
    for definition in DEFINITIONS.values():
        for sentence in (definition.meaning, *definition.is_not, definition.counts_on, definition.place):
            assert sentence.endswith(".")
        assert definition.is_not, definition.code
