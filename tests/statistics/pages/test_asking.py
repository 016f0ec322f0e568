"""What is asked for: periods that move and dates that stand still, in an address that can be shared."""

from datetime import date
from typing import Any

import pytest

from permanence.accounts.models import Officer, Role
from permanence.lib.errors import Forbidden
from permanence.statistics.pages.asking import DATES, SINCE, Asking, dates, read
from permanence.statistics.queries import Question

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 31)


@pytest.fixture
def _paris(clock: Any) -> None:
    clock.move_to("2026-03-31T10:00:00+00:00")


def _read(officer: Officer, **given: str) -> Asking:
    return read(officer, {name.rstrip("_").replace("from_", "from"): value for name, value in given.items()}, TODAY)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("since", date(2026, 1, 1), TODAY),
        ("month", date(2026, 3, 1), TODAY),
        ("last-month", date(2026, 2, 1), date(2026, 2, 28)),
        ("12-months", date(2025, 3, 1), date(2026, 2, 28)),
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_a_period_by_name_moves_with_the_days(period: str, first: date, last: date) -> None:
    assert dates(period, TODAY) == (first, last)


@pytest.mark.parametrize("period", ["2026", "2019", "toujours", ""])
def test_another_word_is_no_period(period: str) -> None:
    assert dates(period, TODAY) is None


def test_nothing_asked_is_since_the_first_of_january(analyst: Officer) -> None:
    asking = _read(analyst)
    assert asking.question == Question(date(2026, 1, 1), TODAY)
    assert asking.period == SINCE
    assert asking.with_() == "?"


def test_days_are_read_as_browsers_and_as_french_people_write_them(analyst: Officer) -> None:
    asking = _read(analyst, from_="2025-02-01", to="28/2/2025", scope="couple_women")
    assert asking.period == DATES
    assert asking.question == Question(date(2025, 2, 1), date(2025, 2, 28), scope="couple_women")
    assert asking.dated == "from=2025-02-01&to=2025-02-28&scope=couple_women"


@pytest.mark.usefixtures("_paris")
def test_a_year_of_two_digits_is_of_this_century(analyst: Officer) -> None:
    asked = _read(analyst, from_="1/2/26", to="28/02/26").question
    assert asked == Question(date(2026, 2, 1), date(2026, 2, 28))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"from_": "hier"}, "from"),
        ({"to": "2025-02-30"}, "to"),
        ({"from_": "2025-03-01", "to": "2025-02-01"}, "from"),
        ({"from_": "2026-04-01", "to": "2026-04-30"}, "from"),
        ({"force": "BR"}, "force"),
        ({"department": "999"}, "department"),
        ({"scope": "tout"}, "scope"),
        ({"period": "toujours"}, "period"),
    ],
)
def test_a_refused_question_says_which_field_and_keeps_what_was_typed(
    analyst: Officer, given: dict[str, str], field: str
) -> None:
    asking = _read(analyst, **given)
    assert asking.question is None
    assert set(asking.errors) == {field}
    assert all(asking.typed[name.rstrip("_")] == value for name, value in given.items() if name != "period")


@pytest.mark.usefixtures("_paris")
def test_a_period_that_is_not_over_ends_today(analyst: Officer) -> None:
    asking = _read(analyst, from_="2026-01-01", to="2026-06-30")
    assert asking.question == Question(date(2026, 1, 1), TODAY)
    assert asking.is_cut


def test_whoever_serves_a_force_has_no_other_to_choose(supervisor: Officer) -> None:
    asking = _read(supervisor)
    assert asking.question == Question(date(2026, 1, 1), TODAY, force="PN")
    assert asking.forces() == []
    with pytest.raises(Forbidden):
        _read(supervisor, force="GN")


def test_a_link_to_another_period_keeps_the_rest(make_officer: Any) -> None:
    commander = make_officer("générale", Role.COMMANDER, "")
    asking = _read(commander, force="GN", department="35", scope="conjugal", period="2025")
    links = {choice.value: choice.address for choice in asking.periods()}
    assert links["since"] == "?force=GN&department=35&scope=conjugal"
    assert links["2024"] == "?period=2024&force=GN&department=35&scope=conjugal"
    assert [choice.value for choice in asking.periods() if choice.chosen] == ["2025"]
