"""One person in danger is one alarm: it is never doubled, and it rings where she is."""

import pytest
import time_machine

from permanence.accounts.models import Officer, Role
from permanence.interventions import actions, queries
from permanence.interventions import clock as escalation
from permanence.interventions.actions.requesting import AlreadyRequested
from permanence.interventions.models import Intervention
from permanence.interventions.steps import OPEN, Act
from permanence.live.models import Conversation
from tests.conftest import MakeOfficer
from tests.interventions.conftest import CESSON, NARBONNE, RENNES, Ask, Centres

pytestmark = pytest.mark.django_db


@pytest.fixture
def aude(make_officer: MakeOfficer, centres: Centres) -> Officer:
    """At the police's centre of another department."""
    return make_officer("cic11", Role.CENTRE, "PN", centre=centres.police_11.pk)


def test_a_former_one_is_not_reopened_beside_one_that_is_under_way(
    ask: Ask, officer: Officer, operator: Officer
) -> None:
    former = ask()
    actions.advance(by=operator, intervention=former.pk, act=Act.CANCEL, said="doublon")
    ask()
    for by in (operator, officer):
        with pytest.raises(AlreadyRequested, match="déjà en cours"):
            actions.advance(by=by, intervention=former.pk, act=Act.REOPEN)
    assert Intervention.objects.filter(state__in=OPEN).count() == 1


def test_a_place_corrected_after_another_centre_took_it_rings_at_the_right_one(
    held: Conversation, ask: Ask, officer: Officer, operator: Officer, aude: Officer, clock: time_machine.Traveller
) -> None:
    intervention = ask(insee=RENNES, address="une adresse")
    for act in (Act.ACKNOWLEDGE, Act.DISPATCH):
        actions.advance(by=operator, intervention=intervention.pk, act=act)
    actions.keep_sheet(by=officer, conversation=held.pk, fields={"insee": NARBONNE})
    shown = queries.board(aude)[0]
    assert (shown["state"], shown["centre"], shown["rung"]) == ("requested", None, 0)
    assert [step["kind"] for step in shown["timeline"]][-2:] == ["sheet", "reopen"]
    assert "lieu du danger a changé" in shown["timeline"][-1]["text"]
    assert shown["next"][0] == "acknowledge"
    assert queries.board(operator)[0]["state"] == "requested", "who had it sees that they have it no more"
    clock.shift(31)
    assert escalation.sweep() == 1
    actions.advance(by=aude, intervention=intervention.pk, act=Act.ACKNOWLEDGE)


def test_whoever_answers_for_the_new_place_too_keeps_it(
    held: Conversation, ask: Ask, officer: Officer, operator: Officer
) -> None:
    intervention = ask(insee=RENNES, address="une adresse")
    actions.advance(by=operator, intervention=intervention.pk, act=Act.ACKNOWLEDGE)
    actions.keep_sheet(by=officer, conversation=held.pk, fields={"address": "une autre"})
    actions.keep_sheet(by=officer, conversation=held.pk, fields={"insee": ""})
    actions.keep_sheet(by=officer, conversation=held.pk, fields={"insee": RENNES})
    intervention.refresh_from_db()
    assert intervention.state == "acknowledged"


def test_a_centre_that_an_officer_chose_keeps_it(
    held: Conversation, officer: Officer, aude: Officer, centres: Centres
) -> None:
    fields = {"insee": RENNES}
    intervention, _ = actions.request(
        by=officer, conversation=held.pk, pk=held.pk, fields=fields, chosen=[centres.police_11.pk]
    )
    actions.advance(by=aude, intervention=intervention.pk, act=Act.ACKNOWLEDGE)
    actions.keep_sheet(by=officer, conversation=held.pk, fields={"insee": CESSON})
    intervention.refresh_from_db()
    assert (intervention.state, intervention.alerts.count()) == ("acknowledged", 2)
