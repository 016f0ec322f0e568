"""Deadlines and hours as a front desk reads them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from permanence.casework.console import words
from permanence.casework.referrals.steps import State

PARIS, CAYENNE = ZoneInfo("Europe/Paris"), ZoneInfo("America/Cayenne")
NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
"""Ten in the morning in Paris, a Tuesday; six in Cayenne."""


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (-3, "En retard de 3 h : accepter ou refuser"),
        (-0.01, "En retard de 1 min : accepter ou refuser"),
        (-72, "En retard de 3 jours : accepter ou refuser"),
        (2, "Accepter ou refuser avant 12 h"),
        (24, "Accepter ou refuser avant demain à 10 h"),
        (72.5, "Accepter ou refuser avant vendredi 13 mars à 10 h 30"),
    ],
)
def test_a_deadline_is_said_as_one_would(hours: float, said: str) -> None:
    step = words.to_do(State.SENT, None, NOW)
    assert words.headline(step, NOW + timedelta(hours=hours), NOW, PARIS) == said


def test_what_awaits_nothing_says_the_step_alone() -> None:
    assert words.headline("recevoir la personne", None, NOW, PARIS) == "Recevoir la personne"


def test_an_hour_is_told_on_the_clock_of_the_department() -> None:
    at = NOW + timedelta(hours=2)
    assert (words.near(at, NOW, PARIS), words.near(at, NOW, CAYENNE)) == ("12 h", "8 h")
    assert words.span(at, 90, CAYENNE) == "de 8 h à 9 h 30"


def test_once_the_hour_has_passed_what_came_of_it_is_awaited() -> None:
    ended = NOW - timedelta(minutes=1)
    assert words.to_do(State.CONFIRMED, ended, NOW) == words.OVER
    assert words.to_do(State.CONFIRMED, NOW + timedelta(hours=1), NOW) == words.TO_DO[State.CONFIRMED]
