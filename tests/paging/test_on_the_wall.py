"""What the wallboard says of calls to whoever is on call; who says that they look after it; the watched work."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from config import watchdog
from config.jobs import JOBS
from config.models import Heartbeat
from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.desk.paging import actions, delivery
from permanence.desk.paging.models import Alarm
from permanence.desk.wallboard import board
from tests.desk.conftest import Arrive
from tests.environment.pager import Pager

pytestmark = pytest.mark.django_db
BrowserOf = Callable[[Officer], Client]


@pytest.fixture
def called(arrive: Arrive, pager: Pager, clock: time_machine.Traveller, supervisor: Officer) -> Alarm:
    """Nobody of the police is there for somebody who waits; whoever is on call was told."""
    arrive("35000")
    clock.shift(61)
    actions.sweep()
    delivery.deliver()
    return Alarm.objects.get()


def test_a_call_is_on_the_wall_until_somebody_looks_after_it(
    called: Alarm, supervisor: Officer, browser_of: BrowserOf
) -> None:
    (call,) = board.board()["calls"]
    assert (call["times"], call["by"]) == (1, "")
    assert call["text"].startswith("Police nationale : personne n’est connecté et 1 personne attend depuis ")
    answer = browser_of(supervisor).post(f"/brigade/mur/appels/{called.pk}")
    assert answer.status_code == 204
    (call,) = board.board()["calls"]
    assert call["by"] == "Capitaine Inès"
    assert Entry.objects.filter(act="acknowledge alarm", actor=supervisor.actor).exists()


@pytest.mark.parametrize("who", ["officer", "gendarme", "administrator", "unit", "analyst"])
def test_nobody_else_looks_after_it(
    who: str, called: Alarm, request: pytest.FixtureRequest, browser_of: BrowserOf
) -> None:
    somebody = request.getfixturevalue(who)
    assert browser_of(somebody).post(f"/brigade/mur/appels/{called.pk}").status_code == 403
    called.refresh_from_db()
    assert called.acknowledged_by is None
    assert Entry.objects.filter(actor=somebody.actor, outcome="refused").exists()


def test_the_other_force_s_supervisor_finds_no_such_call(
    called: Alarm, supervisor: Officer, browser_of: BrowserOf
) -> None:
    Officer.objects.filter(pk=supervisor.pk).update(force="GN")
    supervisor.refresh_from_db()
    answer = browser_of(supervisor).post(f"/brigade/mur/appels/{called.pk}")
    assert (answer.status_code, answer.json()["detail"]) == (404, "Cette alarme n’existe pas.")


def test_a_channel_that_fails_is_a_grave_alarm_of_the_wall(
    called: Alarm, pager: Pager, clock: time_machine.Traveller
) -> None:
    pager.status = 500
    for wait in (15 * 60, 10):
        clock.shift(wait)
        delivery.deliver()
    (alarm,) = [one for one in board.board()["alarms"] if one["kind"] == "paging"]
    assert alarm["grave"]
    assert alarm["text"] == "L’astreinte ne reçoit pas les appels (webhook) : téléphonez"


def test_periodic_work_that_is_dead_is_told_by_a_serving_process(pager: Pager, clock: time_machine.Traveller) -> None:
    Heartbeat.objects.create(name=JOBS, by="somebody", at=timezone.now())
    assert not watchdog.look()
    clock.shift(121)
    assert watchdog.look()
    assert list(Alarm.objects.values_list("kind", flat=True)) == ["work"]
