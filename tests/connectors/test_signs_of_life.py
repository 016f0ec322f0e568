"""A connector is asked for a sign of life each minute: a dead one is known before somebody needs it."""

import dataclasses
from typing import Any

import pytest
import time_machine

from permanence.interventions.connectors import delivery, pulse, queries
from permanence.interventions.connectors.models import Pulse
from permanence.interventions.connectors.peers import Connector
from tests.connectors.conftest import Connect
from tests.environment.peer import PeerSystem
from tests.interventions.conftest import Ask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def look(connector: Connector, clock: time_machine.Traveller, seconds: int) -> None:
    """As the periodic work does, ten seconds a turn."""
    for _ in range(seconds // 10):
        if pulse.is_due(connector):
            pulse.ask(connector)
        clock.shift(10)


def test_it_is_asked_each_minute_signed_and_told_nothing(
    connected: Connector, peer: PeerSystem, clock: time_machine.Traveller
) -> None:
    look(connected, clock, 180)
    assert peer.events() == ["pulse"] * 3
    assert all(one.is_signed for one in peer.arrived)
    assert set(peer.arrived[0].told) == {"service", "to", "id", "event", "written_at"}
    assert len({one.key for one in peer.arrived}) == 3
    assert queries.failing() == []


def test_one_that_is_silent_for_two_minutes_is_told_until_it_answers(
    connected: Connector, peer: PeerSystem, clock: time_machine.Traveller
) -> None:
    look(connected, clock, 60)
    peer.status = 503
    look(connected, clock, 110)
    assert queries.failing() == [], "a restart is no alarm"
    look(connected, clock, 20)
    (dead,) = queries.failing()
    assert (dead.name, dead.waiting) == ("salle", 0)
    peer.status = 200
    look(connected, clock, 30)
    assert queries.failing() == []


def test_a_sign_of_life_sends_what_waits_without_the_delay_that_had_grown(
    connected: Connector, peer: PeerSystem, ask: Ask, clock: time_machine.Traveller
) -> None:
    look(connected, clock, 60)
    peer.status = 503
    ask()
    for _ in range(20):
        look(connected, clock, 10)
        delivery.deliver()
    peer.status = 200
    clock.shift(10)
    pulse.ask(connected)
    assert peer.events() == ["pulse", "pulse"]
    assert delivery.deliver() == 1


def test_an_exchange_network_has_no_word_for_it_and_an_operator_may_turn_it_off(
    connect: Connect, peer: PeerSystem, clock: time_machine.Traveller
) -> None:
    network = connect(peer, "reseau", format="rc-eda", sender="fr.police.essai", recipient="fr.health.essai")
    quiet = connect(peer, "muette", pulse=False)
    look(network, clock, 60)
    look(quiet, clock, 60)
    assert (peer.arrived, Pulse.objects.count()) == ([], 0)


def test_what_was_silent_and_is_named_no_more_alarms_nobody(
    connected: Connector, peer: PeerSystem, clock: time_machine.Traveller, settings: Any
) -> None:
    peer.status = 500
    look(connected, clock, 180)
    assert len(queries.failing()) == 1
    settings.PERMANENCE = dataclasses.replace(settings.PERMANENCE, connectors=[])
    assert queries.failing() == []


def test_of_two_processes_one_asks(connected: Connector, peer: PeerSystem) -> None:
    pulse.ask(connected)
    pulse.ask(connected)
    assert len(peer.arrived) == 1
