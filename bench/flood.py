"""Two thousand connections that say nothing, one that floods: what the other conversations notice of it."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from statistics import quantiles

from bench import people, servers
from bench.people import Silent, Voice
from bench.servers import Measured
from tests.environment import postgresql
from tests.environment.patience import PATIENCE_S

IDLE = 2_000
TALKERS = 20
EVERY_S = 0.25
SETTLES_S = 1.0
SECONDS = 10


@dataclass(frozen=True)
class Noticed:
    """Milliseconds from a message to its acknowledgement, for the 99th of a hundred, and what the flood got back."""

    idle: int
    calm_p99_ms: float
    flooded_p99_ms: float
    said: int
    """By the others under the flood."""
    answered: int
    turned_away: int
    """Of the others' messages: refused, in calm or under the flood."""
    sent: int
    acknowledged: int
    refused: int


def report(url: str) -> str:
    """A paragraph for RESULTS.md."""
    database = postgresql.new_database(url)
    try:
        with servers.product(TALKERS + 1, database=database, limits="3") as server:
            noticed = asyncio.run(measure(server, SECONDS))
    finally:
        postgresql.drop_database(database)
    return (
        f"\n{noticed.idle:,} idle connections and one that floods, with {TALKERS} conversations beside: p99 to `ack` "
        f"{noticed.calm_p99_ms:.1f} ms in calm, {noticed.flooded_p99_ms:.1f} ms under a flood of "
        f"{noticed.sent / SECONDS:,.0f} messages/s, of which {noticed.acknowledged / SECONDS:,.0f} were taken.\n"
    )


async def measure(server: Measured, seconds: float, *, idle: int = IDLE) -> Noticed:
    """`seconds` in calm, `seconds` under a flood; needs more conversations than talkers."""
    assert server.parties is not None
    async with _silent(server, idle):
        talkers = [await people.visitor(server, number) for number in range(TALKERS)]
        flooder = await people.visitor(server, TALKERS)
        await _talk(talkers, SETTLES_S)
        calm = await _talk(talkers, seconds)
        flood = asyncio.create_task(_flood(flooder))
        flooded = await _talk(talkers, seconds)
        said = sum(len(voice.took) + len(voice.sent_at) for voice in talkers)
        flood.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await flood
        sent = len(flooder.took) + flooder.refused + len(flooder.sent_at)
        for voice in (*talkers, flooder):
            voice.transport.disconnect()
    turned_away = sum(voice.refused for voice in talkers)
    others = (_p99(calm), _p99(flooded), said, len(flooded), turned_away)
    return Noticed(idle, *others, sent, len(flooder.took), flooder.refused)


@asynccontextmanager
async def _silent(server: Measured, number: int) -> AsyncIterator[None]:
    """Connections spread over all conversations, opened, saying nothing."""
    assert server.parties is not None
    turns = (server.parties[turn % len(server.parties)] for turn in range(number))
    kept = [await people.connect(server, Silent(people.as_visitor(one))) for one in turns]
    await asyncio.sleep(SETTLES_S)
    try:
        yield
    finally:
        for transport in kept:
            transport.disconnect()


async def _talk(talkers: list[Voice], seconds: float) -> list[float]:
    for voice in talkers:
        voice.took.clear()
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        for voice in talkers:
            voice.say()
            await asyncio.sleep(EVERY_S / len(talkers))
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE_S):
            while any(voice.sent_at for voice in talkers):
                await asyncio.sleep(EVERY_S)
    return [took for voice in talkers for took in voice.took]


async def _flood(flooder: Voice) -> None:
    while True:
        for _ in range(50):
            flooder.say()
        await asyncio.sleep(0.01)


def _p99(seconds: list[float]) -> float:
    return 1000 * quantiles(seconds, n=100)[98]
