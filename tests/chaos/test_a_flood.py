"""Two thousand idle connections and one that floods: the other conversations keep being answered at once."""

import asyncio

import pytest

from bench import flood, servers
from tests.environment.servers import database

pytestmark = [pytest.mark.server, pytest.mark.timeout(180)]
AT_ONCE_MS = 500
"""What a person does not notice, on a machine that runs other tests beside; `python -m bench` gives the figures."""
SECONDS = 4


def test_the_others_are_answered_at_once_and_the_flood_is_refused() -> None:
    with servers.product(flood.TALKERS + 1, database=database(), limits="3") as server:
        noticed = asyncio.run(flood.measure(server, SECONDS))
    assert noticed.flooded_p99_ms < AT_ONCE_MS, noticed
    assert noticed.refused > 0, noticed
    assert 0 < noticed.acknowledged < noticed.sent / 10, noticed
