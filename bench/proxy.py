"""A loopback proxy that treats connections badly: delays, cuts, half-closes, stalls.

Between clients and a server, for drills: `Proxy(port)`, then `mood` says how it behaves from now on.
"""

import asyncio
import random
from contextlib import suppress
from typing import Literal

Mood = Literal["plain", "slow", "cut", "half_close", "stall"]
CHUNK = 1_024


class Proxy:
    """Listens on a port of its own and forwards to `target`; `mood` applies to connections open and new."""

    def __init__(self, target: int, seed: int = 0) -> None:
        self.target = target
        self.port = 0
        self.mood: Mood = "plain"
        self._random = random.Random(seed)
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()

    async def start(self) -> "Proxy":
        """Listens."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def stop(self) -> None:
        """Closes everything."""
        if self._server is not None:
            self._server.close()
        self.cut_all()

    def cut_all(self) -> None:
        """Resets every connection now."""
        for writer in list(self._writers):
            writer.transport.abort()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            onward_reader, onward_writer = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.transport.abort()
            return
        self._writers |= {writer, onward_writer}
        try:
            await asyncio.gather(self._pump(reader, onward_writer), self._pump(onward_reader, writer))
        finally:
            for one in (writer, onward_writer):
                self._writers.discard(one)
                one.transport.abort()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(CHUNK):
                if not await self._passes(writer):
                    return
                writer.write(data)
                await writer.drain()
        with suppress(OSError):
            writer.write_eof()

    async def _passes(self, writer: asyncio.StreamWriter) -> bool:
        """Applies the mood to a piece of data; False: this direction is over."""
        if self.mood == "slow":
            await asyncio.sleep(self._random.uniform(0, 0.2))
        elif self.mood == "stall":
            while self.mood == "stall":
                await asyncio.sleep(0.05)
        elif self.mood == "cut" and self._random.random() < 0.05:
            writer.transport.abort()
            return False
        elif self.mood == "half_close" and self._random.random() < 0.05:
            with suppress(OSError):
                writer.write_eof()
            return False
        return True
