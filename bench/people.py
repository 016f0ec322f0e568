"""Who connects in a measure: how visitors and officers open the live channel, who keeps silent, who talks.

`one` is a conversation of `bench.prepare`: its id, its visitor's secret, its officer's token.
"""

import asyncio
import json
import time
from dataclasses import dataclass, field
from uuid import uuid4

import picows

from bench.servers import Measured

AT_THE_END = 10**9
"""An `after` that no conversation reaches: nothing is replayed."""


class Silent(picows.WSListener):  # type: ignore[misc]
    """Opens its conversation and says nothing more."""

    def __init__(self, opening: bytes) -> None:
        self.opening = opening

    def on_ws_connected(self, transport: picows.WSTransport) -> None:
        """Opens."""
        self.transport = transport
        transport.send(picows.WSMsgType.TEXT, self.opening)


@dataclass
class Voice(Silent):
    """One side of a conversation that counts what it is answered."""

    opening: bytes
    conversation: str
    opened: asyncio.Event = field(default_factory=asyncio.Event)
    sent_at: dict[str, float] = field(default_factory=dict)
    took: list[float] = field(default_factory=list)
    """Seconds from a message to its acknowledgement."""
    refused: int = 0

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


def as_visitor(one: dict[str, str]) -> bytes:
    """The frame by which a visitor opens their conversation."""
    frame = {"type": "open", "conversation": one["conversation"], "secret": one["secret"], "after": AT_THE_END}
    return json.dumps(frame).encode()


def as_officer(one: dict[str, str]) -> bytes:
    """The frame by which an officer opens all of theirs."""
    return json.dumps({"type": "open", "token": one["token"]}).encode()


async def connect(server: Measured, listener: picows.WSListener) -> picows.WSTransport:
    """Opens a connection to the first process."""
    transport, _ = await picows.ws_connect(lambda: listener, f"ws://127.0.0.1:{server.ports[0]}/live")
    return transport


async def visitor(server: Measured, number: int) -> Voice:
    """The visitor of the conversation of this number, whose channel is open."""
    assert server.parties is not None
    one = server.parties[number]
    voice = Voice(as_visitor(one), one["conversation"])
    await connect(server, voice)
    async with asyncio.timeout(30):
        await voice.opened.wait()
    return voice
