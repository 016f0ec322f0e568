"""Eight windows enter overlapping shifts of one officer at the same instant: one stands."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.lib.errors import Invalid, Refused
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


def test_a_shift_removed_while_its_exchange_is_accepted_is_one_or_the_other(
    supervisor: Officer, officer: Officer, colleague: Officer
) -> None:
    team = actions.create_team(by=supervisor, force="PN", name="Nuit")
    for number in range(10):
        begins = timezone.now() + timedelta(days=number + 1)
        entered = actions.enter_shift(
            by=supervisor, team=team.pk, officer=officer, starts_at=begins, ends_at=begins + timedelta(hours=8)
        )
        swap = actions.ask_swap(by=officer, shift=entered.shift.pk, to=colleague)
        results = at_once(
            [
                partial(actions.accept_swap, by=colleague, swap=swap.pk),
                partial(actions.remove_shift, by=supervisor, shift=entered.shift.pk),
            ]
        )
        assert all(not isinstance(one, BaseException) or isinstance(one, Refused) for one in results), results
        assert not Shift.objects.filter(pk=entered.shift.pk).exists()
