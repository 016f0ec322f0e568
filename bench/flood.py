"""Two thousand connections that say nothing, one that floods: what the other conversations notice of it."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Any
from uuid import uuid4

import picows

from bench import servers
from bench.idle import Silent
from bench.servers import Measured
from tests.environment import postgresql

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
    sent: int
    acknowledged: int
    refused: int


@dataclass
class Voice(picows.WSListener):  # type: ignore[misc]
    """One side of a conversation that counts what it is answered."""

    opening: bytes
    conversation: str
    opened: asyncio.Event = field(default_factory=asyncio.Event)
    sent_at: dict[str, float] = field(default_factory=dict)
    took: list[float] = field(default_factory=list)
    refused: int = 0

    def on_ws_connected(self, transport: picows.WSTransport) -> None:
        """Opens."""
        self.transport = transport
        transport.send(picows.WSMsgType.TEXT, self.opening)

    def on_ws_frame(self, transport: picows.WSTransport, frame: picows.WSFrame) -> None:
        """Notes acknowledgements and refusals."""
        told = json.loads(frame.get_payload_as_bytes())
        if told["type"] == "opened":
            self.opened.set()
        elif told["type"] == "ack":
            self.took.append(time.perf_counter() - self.sent_at.pop(told["id"]))
        elif told["type"] == "error":
            self.refused += 1

    def say(self) -> None:
        """One message."""
        identifier = str(uuid4())
        self.sent_at[identifier] = time.perf_counter()
        frame = {"type": "send", "conversation": self.conversation, "id": identifier, "text": "Je vous écris."}
        self.transport.send(picows.WSMsgType.TEXT, json.dumps(frame).encode())


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
        talkers = [await voice_of(server, number) for number in range(TALKERS)]
        flooder = await voice_of(server, TALKERS)
        await _talk(talkers, SETTLES_S)
        calm = await _talk(talkers, seconds)
        flood = asyncio.create_task(_flood(flooder))
        flooded = await _talk(talkers, seconds)
        flood.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await flood
        sent = len(flooder.took) + flooder.refused + len(flooder.sent_at)
        for voice in (*talkers, flooder):
            voice.transport.disconnect()
    return Noticed(idle, _p99(calm), _p99(flooded), sent, len(flooder.took), flooder.refused)


@asynccontextmanager
async def _silent(server: Measured, number: int) -> AsyncIterator[None]:
    """Connections spread over all conversations, opened, saying nothing."""
    assert server.parties is not None
    kept = []
    for turn in range(number):
        frame = opening_of(server.parties[turn % len(server.parties)])
        transport, _ = await picows.ws_connect(lambda frame=frame: Silent(frame), url_of(server))
        kept.append(transport)
    await asyncio.sleep(SETTLES_S)
    try:
        yield
    finally:
        for transport in kept:
            transport.disconnect()


async def voice_of(server: Measured, number: int) -> Voice:
    """A visitor of the conversation of this number, opened."""
    assert server.parties is not None
    one = server.parties[number]
    voice = Voice(opening_of(one), one["conversation"])
    await picows.ws_connect(lambda: voice, url_of(server))
    async with asyncio.timeout(30):
        await voice.opened.wait()
    return voice


async def _talk(talkers: list[Voice], seconds: float) -> list[float]:
    for voice in talkers:
        voice.took.clear()
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        for voice in talkers:
            voice.say()
            await asyncio.sleep(EVERY_S / len(talkers))
    await asyncio.sleep(EVERY_S)
    return [took for voice in talkers for took in voice.took]


async def _flood(flooder: Voice) -> None:
    while True:
        for _ in range(50):
            flooder.say()
        await asyncio.sleep(0.01)


def opening_of(one: dict[str, str]) -> bytes:
    """How the visitor of a conversation opens it."""
    opening: dict[str, Any] = {"type": "open", "conversation": one["conversation"], "secret": one["secret"]}
    return json.dumps({**opening, "after": 10**9}).encode()


def url_of(server: Measured) -> str:
    """Where the live channel is."""
    return f"ws://127.0.0.1:{server.ports[0]}/live"


def _p99(seconds: list[float]) -> float:
    return 1000 * quantiles(seconds, n=100)[98]
