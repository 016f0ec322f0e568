"""Two thousand idle connections and one that floods: whatever the others say is acknowledged all the same.

How soon, `bench/flood.py` measures.
"""

import asyncio

import pytest

from bench import flood, servers
from tests.environment.servers import database

pytestmark = pytest.mark.server
SECONDS = 4


def test_the_others_are_all_answered_and_the_flood_is_refused() -> None:
    with servers.product(flood.TALKERS + 1, database=database(), limits="3") as server:
        noticed = asyncio.run(flood.measure(server, SECONDS))
    assert noticed.answered == noticed.said > 0, noticed
    assert noticed.turned_away == 0, noticed
    assert noticed.refused > 0, noticed
    assert 0 < noticed.acknowledged < noticed.sent / 2, noticed
