"""The week, hour by hour: from the days of a year at most."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from random import Random

import pytest
from django.test import Client

from permanence.accounts.models import Officer
from permanence.statistics import recount
from permanence.statistics.pages import week
from tests.statistics import history, stories

pytestmark = pytest.mark.django_db
Browser = Callable[[Officer], Client]
ADDRESS = "/brigade/chiffres/semaine/"


def test_days_are_told_by_their_name_and_hours_by_their_beginning() -> None:
    monday, sunday = date(2026, 3, 2), date(2026, 3, 8)
    days = {
        monday: Counter({"genuine|hour|09": 2, "genuine|hour|23": 1, "genuine": 3}),
        sunday: Counter({"genuine": 0}),
    }
    assert week.hours(days) == {(0, 9): 2, (0, 23): 1}
    drawn = week.drawn(week.hours(days))
    assert [cell.text for cell in drawn.rows[9].cells] == ["2", "0", "0", "0", "0", "0", "0"]
    assert drawn.rows[9].cells[0].heat == 5
    assert len(drawn.rows) == 24


def test_the_page_says_when_one_writes_most(clock: object, few: None, analyst: Officer, browser_of: Browser) -> None:
    begun = [datetime(2026, 3, 2, 21, 15, tzinfo=UTC)] * 2 + [datetime(2026, 3, 4, 9, 0, tzinfo=UTC)]
    history.write([stories.one(Random(number), at) for number, at in enumerate(begun)])
    recount.rebuild()
    page = browser_of(analyst).get(ADDRESS, {"period": "month"}).content.decode()
    assert "On écrit le plus le lundi entre 22 h et 23 h (2 conversations sur 3)" in page
    assert '<td class="heat--5">2</td>' in page


def test_more_than_a_year_is_refused_and_nothing_is_said_of_nothing(
    clock: object, analyst: Officer, browser_of: Browser
) -> None:
    refused = browser_of(analyst).get(ADDRESS, {"from": "2024-01-01", "to": "2025-12-31"})
    assert refused.status_code == 422
    assert week.TOO_LONG in refused.content.decode()
    empty = browser_of(analyst).get(ADDRESS)
    assert "Personne n’a écrit pendant cette période." in empty.content.decode()
