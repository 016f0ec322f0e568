"""Nobody acknowledges: louder after 30 seconds, a supervisor and a second centre after 60, once each."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.desk import actions as desk
from permanence.desk.models import Intake
from permanence.interventions import actions, emergencies, queries
from permanence.interventions import clock as escalation
from permanence.interventions.models import Intervention
from permanence.interventions.steps import Act
from permanence.live.models import Conversation
from permanence.territory.models import OperationsCentre
from tests.desk.conftest import Arrive
from tests.interventions.conftest import NARBONNE, RENNES, Ask, Centres

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


def test_one_that_cannot_be_escalated_holds_up_no_other(
    ask: Ask,
    arrive: Arrive,
    officer: Officer,
    supervisor: Officer,
    clock: time_machine.Traveller,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    broken, other = ask(), arrive("35000")
    desk.claim(by=officer, conversation=other.pk)
    fields = {"insee": RENNES}
    whole, _ = actions.request(by=officer, conversation=other.pk, pk=uuid4(), fields=fields)
    tell = escalation.timeline.tell

    def failing(intervention: Intervention) -> None:
        if intervention.pk == broken.pk:
            raise ValueError("something unforeseen")
        tell(intervention)

    monkeypatch.setattr(escalation.timeline, "tell", failing)
    climb(clock, 31)
    assert (kinds(broken), kinds(whole)) == (["request"], ["request", "louder"])


def test_a_supervisor_sees_their_own_however_many_the_other_force_has(
    held: Conversation,
    arrive: Arrive,
    ask: Ask,
    supervisor: Officer,
    clock: time_machine.Traveller,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(emergencies, "LOOKED_AT", 1)
    ask()
    for _ in range(2):
        climb(clock, 31)
    first = Intervention.objects.get()
    before = arrive("35000")
    Intake.objects.filter(pk=before.pk).update(force="GN")
    asked_at = first.requested_at - timedelta(minutes=1)
    Intervention.objects.create(
        conversation=before, rung=2, body=b"", requested_at=asked_at, requested_by=first.requested_by
    )
    assert [one["conversation"] for one in emergencies.of_supervisor(supervisor)] == [str(held.pk)]


def test_a_request_of_which_no_centre_could_be_told_calls_the_supervisor_at_once(
    ask: Ask, supervisor: Officer, centres: Centres
) -> None:
    OperationsCentre.objects.filter(department_id="35").delete()
    assert ask(insee=RENNES, address="une adresse").alerts.count() == 0
    assert [one["cause"] for one in emergencies.of_supervisor(supervisor)] == ["no_centre"]
