"""Eight windows enter overlapping shifts of one officer at the same instant: one stands."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.lib.errors import Invalid
from permanence.roster import actions
from permanence.roster.actions import Overlapping
from permanence.roster.models import Shift, Team
from tests.concurrent.crowd import at_once, refusals

pytestmark = pytest.mark.django_db(transaction=True)
WINDOWS = 8


def test_of_overlapping_shifts_entered_at_once_one_stands(supervisor: Officer, officer: Officer) -> None:
    team = actions.create_team(by=supervisor, force="PN", name="Nuit")
    start = timezone.now() + timedelta(hours=1)

    def enter(window: int) -> None:
        begins = start + timedelta(minutes=window)
        actions.enter_shift(
            by=supervisor, team=team.pk, officer=officer, starts_at=begins, ends_at=begins + timedelta(hours=8)
        )

    results = at_once([partial(enter, window) for window in range(WINDOWS)])
    assert len(refusals(results, Overlapping)) == WINDOWS - 1
    assert Shift.objects.count() == 1


def test_of_teams_of_one_name_created_at_once_one_stands(supervisor: Officer) -> None:
    def create() -> None:
        actions.create_team(by=supervisor, force="PN", name="Nuit")

    results = at_once([create] * WINDOWS)
    assert len(refusals(results, Invalid)) == WINDOWS - 1
    assert Team.objects.count() == 1
