"""One connection to the live channel in the tests' own process: the ASGI application without a server."""

import asyncio
from collections.abc import Mapping
from typing import Any

import msgspec

from permanence.live import socket
from tests.environment.patience import PATIENCE_S


class Client:
    """What a client says, and what it is told."""

    def __init__(self, address: str = "192.0.2.1") -> None:
        self.sent: list[dict[str, Any]] = []
        self.closed = asyncio.Event()
        self._events: asyncio.Queue[Mapping[str, Any]] = asyncio.Queue()
        self._events.put_nowait({"type": "websocket.connect"})
        self._task = asyncio.create_task(
            socket.live({"type": "websocket", "client": (address, 1)}, self._events.get, self._send)
        )

    async def _send(self, event: dict[str, Any]) -> None:
        self.sent.append(event)
        if event["type"] == "websocket.close":
            self.closed.set()

    def say(self, **frame: Any) -> None:
        self._events.put_nowait({"type": "websocket.receive", "text": msgspec.json.encode(frame).decode()})

    async def hear(self, kind: str) -> dict[str, Any]:
        """The next frame of this kind."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                for event in self.sent:
                    frame = msgspec.json.decode(event.get("text") or "{}")
                    if frame.get("type") == kind:
                        self.sent.remove(event)
                        return dict(frame)
                await asyncio.sleep(0.01)

    async def is_closed(self) -> int:
        """The code it was closed with."""
        async with asyncio.timeout(PATIENCE_S):
            await self.closed.wait()
        return int(self.sent[-1]["code"])

    async def leave(self) -> None:
        self._events.put_nowait({"type": "websocket.disconnect"})
        await self._task
