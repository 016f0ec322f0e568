"""Nobody acknowledges: louder after 30 seconds, a supervisor and a second centre after 60, once each."""

import pytest
import time_machine

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.interventions import actions, emergencies, queries
from permanence.interventions import clock as escalation
from permanence.interventions.models import Intervention
from permanence.interventions.steps import Act
from tests.interventions.conftest import NARBONNE, Ask

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_rest(clock: time_machine.Traveller) -> None:
    """Time stands still in these tests."""


def kinds(intervention: Intervention) -> list[str]:
    return list(intervention.steps.order_by("number").values_list("kind", flat=True))


def test_it_climbs_one_rung_at_a_time_and_each_once(ask: Ask, clock: time_machine.Traveller) -> None:
    intervention = ask()
    climb(clock, 29)
    assert kinds(intervention) == ["request"]
    climb(clock, 1)
    climb(clock, 0)
    assert kinds(intervention) == ["request", "louder"]
    climb(clock, 30)
    climb(clock, 600)
    assert kinds(intervention) == ["request", "louder", "escalate"]
    told = list(intervention.alerts.order_by("pk").values_list("centre__name", "why"))
    assert told == [("CIC 35", "competent"), ("CORG 35", "second")]
    assert Entry.objects.filter(act__endswith="e intervention", actor="system").count() == 1
    assert Entry.objects.filter(act="louder intervention", actor="system").count() == 1


def climb(traveller: time_machine.Traveller, seconds: float) -> None:
    traveller.shift(seconds)
    escalation.sweep()


def test_who_acknowledges_stops_it(ask: Ask, operator: Officer, clock: time_machine.Traveller) -> None:
    intervention = ask()
    climb(clock, 31)
    actions.advance(by=operator, intervention=intervention.pk, act=Act.ACKNOWLEDGE)
    climb(clock, 600)
    assert kinds(intervention) == ["request", "louder", "acknowledge"]


def test_reopened_it_rings_anew(ask: Ask, operator: Officer, clock: time_machine.Traveller) -> None:
    intervention = ask()
    actions.advance(by=operator, intervention=intervention.pk, act=Act.CANCEL, said="doublon")
    climb(clock, 600)
    actions.advance(by=operator, intervention=intervention.pk, act=Act.REOPEN)
    climb(clock, 31)
    climb(clock, 31)
    assert kinds(intervention)[-3:] == ["reopen", "louder", "escalate"]


def test_where_both_forces_were_told_the_department_of_entry_is_next(ask: Ask, clock: time_machine.Traveller) -> None:
    intervention = ask(insee=NARBONNE)
    climb(clock, 31)
    climb(clock, 31)
    names = list(intervention.alerts.order_by("pk").values_list("centre__name", flat=True))
    assert names == ["CIC 11", "CORG 11", "CIC 35", "CORG 35"]
    assert queries.view(intervention)["timeline"][-1]["centres"] == ["CIC 35", "CORG 35"]


def test_after_an_hour_without_periodic_work_it_climbs_all_it_missed(ask: Ask, clock: time_machine.Traveller) -> None:
    intervention = ask()
    climb(clock, 3600)
    climb(clock, 0)
    assert kinds(intervention) == ["request", "louder", "escalate"]


def test_the_supervisor_is_told_and_a_request_without_a_place_at_once(
    ask: Ask, supervisor: Officer, clock: time_machine.Traveller
) -> None:
    intervention = ask(no_place_reason="elle ne sait pas où elle est")
    assert [one["cause"] for one in emergencies.of_supervisor(supervisor)] == ["no_place"]
    assert list(emergencies.wrong()) == [], "nobody is called outside for that alone"
    climb(clock, 31)
    climb(clock, 31)
    assert [one["cause"] for one in emergencies.of_supervisor(supervisor)] == ["unanswered"]
    assert [(kind, force) for kind, force, _ in emergencies.wrong()] == [("centre", "PN")]
    intervention.refresh_from_db()
    intervention.state = "acknowledged"
    intervention.save()
    assert emergencies.of_supervisor(supervisor) == []
