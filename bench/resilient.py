"""A party of a conversation that never gives up: what a good client does, and a witness of what it saw.

It keeps what was not acknowledged and sends it again with the same id, comes back after every loss with the number it
stands at, and notes every acknowledgement and every message. `Witness.faults` tells what no fault may cause.
"""

import asyncio
import json
import random
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

QUIET_S = 3.0
LONGEST_QUIET_S = 20.0
"""Without a word for this long, it asks whether the other end is there; twice, and it comes back. Each time it was not
let in before, it waits longer: who hurries a server that is catching up keeps it from catching up."""


@dataclass
class Witness:
    """What one party saw, over all its connections."""

    sent: dict[str, str] = field(default_factory=dict)
    """Text by id, of everything it meant to say."""
    acknowledged: dict[str, int] = field(default_factory=dict)
    heard: dict[int, str] = field(default_factory=dict)
    """Id by number, of what others said (or its own, replayed)."""
    faults: list[str] = field(default_factory=list)
    last_answer_at: float = 0

    def note_ack(self, identifier: str, number: int) -> None:
        """An acknowledgement: always the same number for the same id."""
        self.last_answer_at = time.monotonic()
        if self.acknowledged.setdefault(identifier, number) != number:
            self.faults.append(f"{identifier} acknowledged as {self.acknowledged[identifier]} and as {number}")

    def note_message(self, identifier: str, number: int, before: int) -> None:
        """A message: the next one of this connection, and the same at every telling."""
        self.last_answer_at = time.monotonic()
        if number <= before:
            self.faults.append(f"{number} after {before}")
        if self.heard.get(number, identifier) != identifier:
            self.faults.append(f"{number} was {self.heard[number]} and is {identifier}")
        if number in self.heard and self.heard[number] == identifier and identifier not in self.sent:
            self.faults.append(f"{number} told twice")
        self.heard[number] = identifier

    def stands_at(self) -> int:
        """The last number up to which nothing is missing."""
        known = self.heard.keys() | set(self.acknowledged.values())
        number = 0
        while number + 1 in known:
            number += 1
        return number


class Party:
    """One side of a conversation; `run` until cancelled, `say` meanwhile."""

    def __init__(self, url: Callable[[], str], opening: dict[str, Any], conversation: str) -> None:
        self.url = url
        self.opening = opening
        self.conversation = conversation
        self.witness = Witness()
        self.unsent: dict[str, str] = {}
        self._connection: ClientConnection | None = None
        self._quiet_s = QUIET_S

    @property
    def is_connected(self) -> bool:
        """Whether the server let it in, and it has not left since."""
        return self._connection is not None

    async def say(self, text: str) -> None:
        """Means to say something; it goes now or when it can."""
        identifier = str(uuid4())
        self.unsent[identifier] = self.witness.sent[identifier] = text
        await self._send(identifier)

    async def run(self) -> None:
        """Comes back for ever, with growing delay and jitter."""
        delay = 0.1
        while True:
            began = time.monotonic()
            self._quiet_s = min(self._quiet_s * 1.5, LONGEST_QUIET_S)
            with suppress(OSError, WebSocketException, TimeoutError, EOFError):
                await self._visit()
            delay = 0.1 if time.monotonic() - began > 2 else min(delay * 1.6, 1.5)
            await asyncio.sleep(delay * random.uniform(0.5, 1))

    async def _visit(self) -> None:
        async with asyncio.timeout(self._quiet_s):
            connection = await connect(self.url(), ping_interval=None, close_timeout=0.2, compression=None)
        try:
            stands = self.witness.stands_at()
            after = {self.conversation: stands} if "token" in self.opening else stands
            await connection.send(json.dumps({**self.opening, "after": after}))
            await self._listen(connection, stands)
        finally:
            self._connection = None
            connection.transport.abort()

    async def _listen(self, connection: ClientConnection, stands: int) -> None:
        asked = False
        while True:
            try:
                async with asyncio.timeout(self._quiet_s):
                    frame = json.loads(await connection.recv())
            except TimeoutError:
                if asked:
                    return
                asked = True
                await connection.send('{"type":"ping"}')
                continue
            asked = False
            if self._connection is None:
                if frame["type"] == "error" and frame["code"] == "unavailable":
                    return
                if frame["type"] == "opened":
                    self._connection, self._quiet_s = connection, QUIET_S
                    for identifier in list(self.unsent):
                        await self._send(identifier)
            if frame["type"] == "message" and frame["conversation"] == self.conversation:
                self.witness.note_message(frame["id"], frame["seq"], stands)
                stands = frame["seq"]
            elif frame["type"] == "ack":
                self.witness.note_ack(frame["id"], frame["seq"])
                self.unsent.pop(frame["id"], None)
            elif frame["type"] == "error" and frame["code"] != "unavailable":
                self.witness.faults.append(f"refused: {frame}")
            elif frame["type"] == "error":
                await asyncio.sleep(0.3)
                await self._send(frame.get("id", ""))

    async def _send(self, identifier: str) -> None:
        text = self.unsent.get(identifier)
        if self._connection is None or text is None:
            return
        frame = {"type": "send", "conversation": self.conversation, "id": identifier, "text": text}
        with suppress(OSError, WebSocketException):
            await self._connection.send(json.dumps(frame))
