"""What an idle connection costs in memory, and how long a start takes."""

import asyncio

from bench import people, servers
from bench.people import Silent
from bench.servers import Measured
from tests.environment import postgresql

CONNECTIONS = 2_000
SETTLES_S = 6


def report(url: str) -> str:
    """A paragraph for RESULTS.md."""
    database = postgresql.new_database(url)
    try:
        with servers.product(CONNECTIONS // 2, database=database) as server:
            kilobytes = asyncio.run(_weigh(server))
            start_s = server.start_s
    finally:
        postgresql.drop_database(database)
    return (
        f"\n{CONNECTIONS:,} idle connections of visitors and officers, all opened: {kilobytes:.0f} KB each. "
        f"From the command to the first answer: {start_s:.1f} s.\n"
    )


async def _weigh(server: Measured) -> float:
    """Kilobytes of the server's memory a connection: the slope between a quarter of them and all of them."""
    assert server.parties is not None
    frames = [frame for one in server.parties for frame in (people.as_visitor(one), people.as_officer(one))]
    quarter = len(frames) // 4
    kept = [await people.connect(server, Silent(frame)) for frame in frames[:quarter]]
    await asyncio.sleep(SETTLES_S)
    before = server.memory_kb()
    kept += [await people.connect(server, Silent(frame)) for frame in frames[quarter:]]
    await asyncio.sleep(SETTLES_S)
    grown = server.memory_kb() - before
    for transport in kept:
        transport.disconnect()
    return grown / (len(frames) - quarter)
