"""The server's side of a WebSocket: a client that reads nothing any more is not waited for."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import pytest
import uvicorn

from config.channel import Channel
from tests.environment.server import free_port

pytestmark = pytest.mark.once
HELLO = (
    "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


def test_who_reads_nothing_is_cut_off_when_no_answer_comes() -> None:
    async def play() -> None:
        left = asyncio.Event()

        async def floods(_: object, receive: Callable[[], Awaitable[Mapping[str, Any]]], send: Any) -> None:
            await receive()
            await send({"type": "websocket.accept"})
            try:
                while True:
                    await send({"type": "websocket.send", "texts": ["x" * 10_000] * 10})
            except OSError:
                left.set()

        config = uvicorn.Config(
            floods,
            port=free_port(),
            ws=Channel,
            lifespan="off",
            log_config=None,
            ws_ping_interval=0.2,
            ws_ping_timeout=0.2,
        )
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        _, writer = await asyncio.open_connection("127.0.0.1", config.port, limit=1)
        writer.write(HELLO.encode())
        try:
            async with asyncio.timeout(5):
                await left.wait()
        finally:
            writer.transport.abort()
            server.should_exit = True
            await serving

    asyncio.run(play())
