"""A system of a centre on loopback, to which this deployment is connected; an officer who asks for a patrol."""

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from permanence.interventions.connectors.peers import Connector
from tests.environment.peer import SECRET, PeerSystem
from tests.interventions.conftest import _look_again, arrive, ask, centres, few, held, operator, other_operator

__all__ = ["_look_again", "arrive", "ask", "centres", "few", "held", "operator", "other_operator"]

Connect = Callable[..., Connector]


@pytest.fixture
def peer() -> Iterator[PeerSystem]:
    """It answers 200 until it is told otherwise."""
    found = PeerSystem()
    yield found
    found.stop()


@pytest.fixture
def connect(settings: Any) -> Connect:
    """`connect(peer)`: one connector more, for all centres unless others are named."""

    def connecting(peer: PeerSystem, name: str = "salle", **fields: Any) -> Connector:
        connector = Connector(name, peer.url, SECRET, **({"centres": ("all",)} | fields))
        settings.PERMANENCE = dataclasses.replace(
            settings.PERMANENCE, connectors=[*settings.PERMANENCE.connectors, connector]
        )
        return connector

    return connecting


@pytest.fixture
def connected(peer: PeerSystem, connect: Connect) -> Connector:
    """The peer serves every centre."""
    return connect(peer)
