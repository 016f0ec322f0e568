"""Days, hours and holes as one would say them."""

from datetime import UTC, datetime, timedelta

import pytest

from permanence.roster import words
from permanence.roster.coverage import Hole

THREE = datetime(2026, 12, 1, 2, tzinfo=UTC)
"""Three at night in Paris."""
PARIS = "Europe/Paris"


@pytest.mark.parametrize(
    ("start", "hours", "said"),
    [
        (THREE, 0.5, "mardi 1er décembre, de 3 h à 3 h 30"),
        (THREE - timedelta(hours=3), 24, "mardi 1er décembre, de minuit à minuit"),
        (THREE + timedelta(hours=16), 12, "mardi 1er décembre, de 19 h à 7 h le lendemain"),
        (THREE, 72, "du mardi 1er décembre, 3 h, au vendredi 4 décembre, 3 h"),
    ],
)
def test_a_span_is_told_by_the_clock(start: datetime, hours: float, said: str) -> None:
    assert words.span(start, start + timedelta(hours=hours), PARIS) == said


def test_the_same_hole_is_read_by_the_clock_of_the_place() -> None:
    hole = Hole(THREE, THREE + timedelta(minutes=30), 0)
    assert words.hole(hole, PARIS) == "mardi 1er décembre, de 3 h à 3 h 30 : personne"
    assert words.hole(hole, "Indian/Reunion") == "mardi 1er décembre, de 6 h à 6 h 30 : personne"


def test_too_few_is_not_nobody() -> None:
    assert words.lacking(0, 2) == "personne, il en faut 2"
    assert words.lacking(1, 2) == "1 présent sur 2"
    assert words.lacking(2, 3) == "2 présents sur 3"


def test_a_place_without_a_name_of_ours_is_still_told() -> None:
    assert words.place("America/Cayenne") == "heure de Guyane"
    assert words.place("Pacific/Gambier") == "heure de Gambier"
