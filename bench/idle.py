"""What an idle connection costs in memory, and how long a start takes."""

import asyncio
import json

import picows

from bench import servers
from bench.servers import Measured
from tests.environment import postgresql

CONNECTIONS = 2_000
SETTLES_S = 6


class Silent(picows.WSListener):  # type: ignore[misc]
    """Opens its conversation and says nothing more."""

    def __init__(self, frame: bytes) -> None:
        self.frame = frame

    def on_ws_connected(self, transport: picows.WSTransport) -> None:
        """Opens."""
        transport.send(picows.WSMsgType.TEXT, self.frame)


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
    frames = [
        json.dumps(frame).encode()
        for one in server.parties
        for frame in (
            {"type": "open", "conversation": one["conversation"], "secret": one["secret"], "after": 10**9},
            {"type": "open", "token": one["token"]},
        )
    ]
    quarter = len(frames) // 4
    kept = [await _connect(server, frame) for frame in frames[:quarter]]
    await asyncio.sleep(SETTLES_S)
    before = server.memory_kb()
    kept += [await _connect(server, frame) for frame in frames[quarter:]]
    await asyncio.sleep(SETTLES_S)
    grown = server.memory_kb() - before
    for transport in kept:
        transport.disconnect()
    return grown / (len(frames) - quarter)


async def _connect(server: Measured, frame: bytes) -> picows.WSTransport:
    transport, _ = await picows.ws_connect(lambda: Silent(frame), f"ws://127.0.0.1:{server.ports[0]}/live")
    return transport
