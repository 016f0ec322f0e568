"""A hole of the roster in the next day is on the wallboard before it is an empty desk."""

import pytest

from permanence.accounts.models import Officer
from permanence.desk.wallboard import board
from tests.roster.conftest import Enter, enter, team

__all__ = ["enter", "team"]

pytestmark = pytest.mark.django_db


def holes() -> list[str]:
    return [alarm["text"] for alarm in board.board()["alarms"] if alarm["kind"] == "roster"]


def test_the_first_hole_of_the_next_day_is_told(enter: Enter, officer: Officer) -> None:
    enter(officer, 0, 8)
    (told,) = holes()
    assert told == "Police nationale : personne au planning dès 11:30"


def test_a_day_without_a_hole_is_not(enter: Enter, officer: Officer, colleague: Officer) -> None:
    enter(officer, 0, 13)
    enter(colleague, 13, 25)
    assert holes() == []
    (ahead,) = [alarm for alarm in board.board()["alarms"] if alarm["kind"] == "roster ahead"]
    assert ahead["text"] == "Planning : 1 créneau sans personne d’ici 4 semaines"


def test_a_hole_is_told_with_both_its_ends(enter: Enter, officer: Officer, colleague: Officer) -> None:
    enter(officer, 0, 8)
    enter(colleague, 9, 25)
    assert holes() == ["Police nationale : personne au planning de 11:30 à 12:30"]


def test_a_force_without_a_roster_has_no_hole(officer: Officer) -> None:
    assert holes() == []
