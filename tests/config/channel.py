"""A server of one application behind `config.channel.Channel`, in the test's own event loop."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from typing import Any

import uvicorn

from config.channel import Channel
from tests.environment.patience import PATIENCE_S
from tests.environment.server import free_port

HELLO = (
    "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
TEXT, BINARY, CONTINUATION, CLOSE, PING, PONG = 1, 2, 0, 8, 9, 10
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Application = Callable[[Any, Receive, Any], Awaitable[None]]


@asynccontextmanager
async def serving(application: Application, **options: Any) -> AsyncIterator["Served"]:
    """The application, served until the block ends; its clients, if they still are, leave after it."""
    config = uvicorn.Config(
        application, port=free_port(), ws=Channel, lifespan="off", log_config=None, access_log=False, **options
    )
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    served = Served(server)
    try:
        yield served
    finally:
        server.should_exit = True
        await task
        await asyncio.sleep(0.02)  # what the server said last is read
        for client in served.clients:
            client.writer.transport.abort()


def frame(kind: int, payload: bytes = b"", *, fin: bool = True, masked: bool = True, rsv: int = 0) -> bytes:
    """A frame as a client sends it, or as none should."""
    length = len(payload)
    size = bytes([length]) if length < 126 else b"\x7e" + length.to_bytes(2)
    head = bytes([fin << 7 | rsv << 4 | kind, size[0] | masked << 7]) + size[1:]
    return head + (b"\0\0\0\0" if masked else b"") + payload


class Served:
    """A server, and who has connected to it."""

    def __init__(self, server: uvicorn.Server) -> None:
        self.state = server.server_state
        self.clients: list[Raw] = []
        self._port = server.config.port

    async def connect(self, path: str = "/live") -> "Raw":
        """A client that has asked for a WebSocket and was answered."""
        client = Raw(*await asyncio.open_connection("127.0.0.1", self._port))
        self.clients.append(client)
        client.writer.write(HELLO.format(path=path).encode())
        client.answer = await client.reader.readuntil(b"\r\n\r\n")
        return client


class Raw:
    """A client that speaks bytes."""

    answer = b""
    """The head of the server's response."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def frame(self) -> tuple[int, bytes]:
        """The next frame of the server: its kind and payload."""
        async with asyncio.timeout(PATIENCE_S):
            first, length = await self.reader.readexactly(2)
            assert first & 0xF0 == 0x80, "whole, and without an extension"
            if length == 126:
                length = int.from_bytes(await self.reader.readexactly(2))
            elif length == 127:
                length = int.from_bytes(await self.reader.readexactly(8))
            return first & 0xF, await self.reader.readexactly(length)

    async def closed_with(self) -> int:
        """The code of the server's goodbye, which is followed by the end of the connection."""
        kind, payload = await self.frame()
        assert kind == CLOSE
        return int.from_bytes(payload[:2])

    async def ended(self) -> bool:
        """Whether the server ends the connection."""
        async with asyncio.timeout(PATIENCE_S):
            try:
                return await self.reader.read() == b""
            except ConnectionResetError:
                return True


async def echo(_: object, receive: Receive, send: Any) -> None:
    """Answers each text and each binary with itself."""
    await receive()
    await send({"type": "websocket.accept"})
    while (event := await receive())["type"] == "websocket.receive":
        await send({**event, "type": "websocket.send"})


def run(play: Coroutine[Any, Any, None]) -> None:
    """On an event loop of its own."""
    asyncio.run(asyncio.wait_for(play, 2 * PATIENCE_S))
