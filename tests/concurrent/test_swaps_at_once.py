"""An exchange is accepted and taken back, and a shift offered twice, at the same instant: one of them stands."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.roster import actions
from permanence.roster.actions import AlreadyAsked, Lapsed
from permanence.roster.models import Shift, Swap
from tests.concurrent.crowd import at_once, refusals

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shift(supervisor: Officer, officer: Officer) -> Shift:
    team = actions.create_team(by=supervisor, force="PN", name="Nuit")
    start = timezone.now() + timedelta(hours=24)
    entered = actions.enter_shift(
        by=supervisor, team=team.pk, officer=officer, starts_at=start, ends_at=start + timedelta(hours=8)
    )
    return entered.shift


def test_of_an_answer_and_a_withdrawal_one_stands(shift: Shift, officer: Officer, colleague: Officer) -> None:
    swap = actions.ask_swap(by=officer, shift=shift.pk, to=colleague).pk
    accept, withdraw = (
        partial(actions.accept_swap, by=colleague, swap=swap),
        partial(actions.withdraw_swap, by=officer, swap=swap),
    )
    results = at_once([accept, withdraw] * 4)
    assert len(refusals(results, Lapsed)) == 7
    shift.refresh_from_db()
    is_done = Swap.objects.get(pk=swap).state == Swap.State.DONE
    assert shift.officer == (colleague if is_done else officer)


def test_a_shift_is_offered_to_one_colleague_at_a_time(shift: Shift, officer: Officer, colleague: Officer) -> None:
    results = at_once([partial(actions.ask_swap, by=officer, shift=shift.pk, to=colleague)] * 8)
    assert len(refusals(results, AlreadyAsked)) == 7
    assert Swap.objects.filter(state__in=Swap.OPEN).count() == 1
