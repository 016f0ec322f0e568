"""A team of the police, and a way to enter shifts by hours from now."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.roster import actions
from permanence.roster.actions import Entered
from permanence.roster.models import Kind, Team

Enter = Callable[..., Entered]


@pytest.fixture
def team(clock: time_machine.Traveller, supervisor: Officer) -> Team:
    """A team of the Police nationale."""
    return actions.create_team(by=supervisor, force="PN", name="Brigade de nuit")


@pytest.fixture
def enter(team: Team, supervisor: Officer) -> Enter:
    """`enter(officer, 1, 8)`: from one to eight hours from now, by the supervisor unless `by`."""

    def entered(
        officer: Officer, start: float, end: float, *, by: Officer = supervisor, kind: str = Kind.DESK
    ) -> Entered:
        now = timezone.now()
        return actions.enter_shift(
            by=by,
            team=team.pk,
            officer=officer,
            starts_at=now + timedelta(hours=start),
            ends_at=now + timedelta(hours=end),
            kind=kind,
        )

    return entered
