"""The demonstration has a roster with exactly one hole, next Tuesday at 3 a.m., whatever the day it is started."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from config import demonstration, demonstration_roster
from permanence.accounts.models import Officer
from permanence.roster import queries
from permanence.roster.models import Shift

pytestmark = pytest.mark.django_db
STARTED = [
    datetime(2026, 11, 25, 12, 7, tzinfo=UTC),
    datetime(2026, 11, 30, 23, 59, tzinfo=UTC),  # Tuesday already, in Paris: three hours before
    datetime(2026, 12, 1, 2, 10, tzinfo=UTC),  # in the middle of that very hole
    datetime(2026, 10, 20, 6, 0, tzinfo=UTC),  # the clocks change that week
]


@pytest.mark.parametrize("at", STARTED)
def test_one_hole_on_a_tuesday_at_three(at: datetime) -> None:
    with time_machine.travel(at, tick=False):
        demonstration.create(8000)
        found = queries.holes(weeks=4)
    assert found["GN"] == []
    (hole,) = found["PN"]
    begins, ends = timezone.localtime(hole.starts_at), timezone.localtime(hole.ends_at)
    assert (begins.strftime("%A %H:%M"), ends.strftime("%H:%M")) == ("Tuesday 03:00", "03:30")
    assert 0 < (hole.starts_at - at).total_seconds() <= 8 * 86_400


def test_it_is_shown_to_a_supervisor_today(browser_of: Callable[[Officer], Client]) -> None:
    with time_machine.travel(STARTED[0], tick=False):
        demonstration.create(8000)
        chief = Officer.objects.get(username=demonstration_roster.CHIEF)
        page = browser_of(chief).get("/brigade/planning/").content.decode()
    assert "mardi 1er décembre, de 3 h à 3 h 30" in page


def test_a_second_start_changes_nothing() -> None:
    demonstration.create(8000)
    shifts = Shift.objects.count()
    demonstration.create(8000)
    assert Shift.objects.count() == shifts
