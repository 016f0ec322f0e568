"""Several processes lay the same cycles at the same instant: every turn is laid once."""

from datetime import date, time, timedelta
from unittest import mock

import pytest
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.roster import actions
from permanence.roster.actions import cycles
from permanence.roster.models import Shift
from permanence.roster.pattern import Turn
from tests.concurrent.crowd import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_turn_is_laid_once(supervisor: Officer, officer: Officer, colleague: Officer) -> None:
    team = actions.create_team(by=supervisor, force="PN", name="Nuit")
    tomorrow: date = timezone.localdate() + timedelta(days=1)
    with mock.patch.object(cycles, "HORIZON", timedelta(days=3)):
        actions.start_cycle(
            by=supervisor,
            team=team.pk,
            name="Nuits",
            days=1,
            anchor_on=tomorrow,
            turns=(Turn(0, time(19), time(7)),),
            members={officer: 0, colleague: 0},
            first_on=tomorrow,
        )
    before = Shift.objects.count()
    laid = at_once([actions.extend_cycles] * 6)
    assert Shift.objects.count() == before + sum(number for number in laid if isinstance(number, int))
    spans = list(Shift.objects.values_list("officer", "starts_at"))
    assert len(spans) == len(set(spans))
