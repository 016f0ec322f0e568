"""A system that is not reached is told to supervisors and to whoever is on call; the console works on."""

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from permanence.accounts.models import Officer
from permanence.desk.paging import actions as paging
from permanence.desk.paging import delivery as pages
from permanence.desk.wallboard import board
from permanence.interventions import actions
from permanence.interventions.connectors import delivery, queries
from permanence.interventions.connectors.models import Sending
from permanence.interventions.connectors.peers import Connector
from permanence.interventions.models import Intervention
from permanence.interventions.steps import Act
from tests.environment.pager import Pager
from tests.environment.peer import PeerSystem
from tests.interventions.conftest import Ask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def pager(settings: Any) -> Iterator[Pager]:
    """Whoever is on call."""
    found = Pager()
    settings.PERMANENCE = dataclasses.replace(settings.PERMANENCE, page_webhook=found.url)
    yield found
    found.stop()


def on_the_wall() -> list[str]:
    return [alarm["text"] for alarm in board.board()["alarms"] if alarm["kind"] == "connector"]


def fail(peer: PeerSystem, clock: time_machine.Traveller) -> None:
    peer.status = 500
    delivery.deliver()
    clock.shift(3)
    delivery.deliver()


def test_two_failures_are_on_the_wall_until_it_answers(
    connected: Connector, peer: PeerSystem, ask: Ask, clock: time_machine.Traveller
) -> None:
    ask()
    peer.status = 500
    delivery.deliver()
    assert on_the_wall() == [], "one failure is a moment's"
    clock.shift(3)
    delivery.deliver()
    assert on_the_wall() == ["Les alertes n’arrivent plus au système d’un centre opérationnel : téléphonez-lui"]
    peer.status = 200
    clock.shift(60)
    delivery.deliver()
    assert on_the_wall() == []


def test_what_nobody_tried_for_a_minute_is_told_too(
    connected: Connector, ask: Ask, clock: time_machine.Traveller
) -> None:
    ask()
    clock.shift(61)
    assert [one.name for one in queries.failing()] == ["salle"]


def test_whoever_is_on_call_is_paged_without_an_address_or_a_name(
    connected: Connector, peer: PeerSystem, ask: Ask, pager: Pager, clock: time_machine.Traveller
) -> None:
    ask()
    fail(peer, clock)
    paging.sweep()
    pages.deliver()
    (page,) = [page for page in pager.told if page["kind"] == "connector"]
    assert page["text"] == "Les alertes n’arrivent pas au système d’un centre depuis 3 h 30"
    assert (page["force"], page["people"]) == (None, 1)


def test_the_console_works_on(
    connected: Connector, peer: PeerSystem, ask: Ask, operator: Officer, clock: time_machine.Traveller
) -> None:
    intervention = ask()
    fail(peer, clock)
    advanced = actions.advance(by=operator, intervention=intervention.pk, act=Act.ACKNOWLEDGE)
    assert advanced.state == "acknowledged"


def test_a_connector_that_is_named_no_more_alarms_nobody_and_loses_nothing(
    connected: Connector, peer: PeerSystem, ask: Ask, settings: Any, clock: time_machine.Traveller
) -> None:
    ask()
    fail(peer, clock)
    connectors = settings.PERMANENCE.connectors
    settings.PERMANENCE = dataclasses.replace(settings.PERMANENCE, connectors=[])
    assert (queries.failing(), delivery.deliver(), Sending.objects.filter(arrived_at=None).count()) == ([], 0, 1)
    settings.PERMANENCE = dataclasses.replace(settings.PERMANENCE, connectors=connectors)
    peer.status = 200
    clock.shift(60)
    assert delivery.deliver() == 1


def test_what_became_an_exercise_since_stays_and_alarms_nobody(
    connected: Connector, peer: PeerSystem, ask: Ask, clock: time_machine.Traveller
) -> None:
    ask()
    Intervention.objects.update(is_exercise=True)
    clock.shift(120)
    assert (delivery.deliver(), queries.failing()) == (0, [])
