"""The documentation shows how to check a signature: what it shows is true."""

import re
import time
from typing import Any

import pytest

from permanence.interventions.connectors import delivery, signing
from permanence.interventions.connectors.peers import Connector
from tests.architecture.tree import ROOT
from tests.environment.peer import SECRET, PeerSystem
from tests.interventions.conftest import Ask

PAGE = (ROOT / "docs" / "connectors.md").read_text(encoding="utf-8")


def test_the_example_of_the_documentation_is_signed_as_it_says() -> None:
    found = re.search(r"With the secret `(.+?)`, at `(\d+)`, the body `(.+?)` is signed\s+(sha256=[0-9a-f]{64})", PAGE)
    assert found is not None
    secret, timestamp, body, signed = found.groups()
    assert signing.signature(secret, timestamp, body.encode()) == signed


@pytest.mark.django_db
def test_the_code_of_the_documentation_takes_what_leaves_and_nothing_else(
    connected: Connector, peer: PeerSystem, ask: Ask
) -> None:
    code = re.search(r"```python\n(.+?)```", PAGE, re.DOTALL)
    assert code is not None
    shown: dict[str, Any] = {}
    exec(code[1], shown)
    ask()
    delivery.deliver()
    (received,) = peer.arrived
    assert shown["is_ours"](SECRET, received.headers, received.body)
    assert not shown["is_ours"](SECRET, received.headers, received.body + b" ")
    assert not shown["is_ours"](SECRET[1:], received.headers, received.body)


@pytest.mark.parametrize("away_s", [-301, 301, -(10**9)])
def test_a_signature_of_another_moment_is_worth_nothing(away_s: int) -> None:
    now = time.time()
    timestamp = str(int(now + away_s))
    signed = signing.signature(SECRET, timestamp, b"{}")
    assert not signing.holds(SECRET, b"{}", timestamp=timestamp, signed=signed, now=now)
    assert signing.holds(SECRET, b"{}", timestamp=timestamp, signed=signed, now=now + away_s)
