"""What the server does beyond ASGI: texts heard at once, several written together; order in all of it."""

import asyncio
from typing import Any

import pytest

from permanence.lib.extensions import DIRECT
from tests.config.channel import TEXT, Receive, frame, run, serving

pytestmark = pytest.mark.once


def test_a_listener_hears_at_once_and_what_it_leaves_is_received_in_order() -> None:
    """`?` is left for `receive`; what comes behind it waits behind it."""

    async def play() -> None:
        heard: list[str] = []
        listening, everything = asyncio.Event(), asyncio.Event()

        async def listens(scope: Any, receive: Receive, send: Any) -> None:
            def hear(text: str) -> bool:
                if text == "?":
                    return False
                heard.append(f"at once {text}")
                return True

            await receive()
            scope["extensions"][DIRECT].listen(hear)
            listening.set()
            while (event := await receive())["type"] == "websocket.receive":
                heard.append(f"received {event['text']}")
                if event["text"] == "4":
                    everything.set()

        async with serving(listens) as server:
            client = await server.connect()
            await listening.wait()
            client.writer.write(b"".join(frame(TEXT, text) for text in (b"1", b"2", b"?", b"3", b"4")))
            await everything.wait()
            client.writer.write(frame(TEXT, b"5"))
            while "at once 5" not in heard:
                await asyncio.sleep(0.01)
        assert heard == ["at once 1", "at once 2", "received ?", "received 3", "received 4", "at once 5"]

    run(play())


def test_several_texts_are_written_together_and_refused_to_who_does_not_read() -> None:
    async def play() -> None:
        refused, goes_on = asyncio.Event(), asyncio.Event()

        async def writes(scope: Any, receive: Receive, send: Any) -> None:
            await receive()
            direct = scope["extensions"][DIRECT]
            assert direct.write([b"1", b"2"])
            while direct.write([b"x" * 60_000]):
                await asyncio.sleep(0)
            refused.set()
            await goes_on.wait()
            await send({"type": "websocket.send", "text": "fin"})
            await receive()
            assert not direct.write([b"to nobody"])

        async with serving(writes) as server:
            client = await server.connect()
            assert [await client.frame() for _ in range(2)] == [(TEXT, b"1"), (TEXT, b"2")]
            await refused.wait()
            goes_on.set()
            while (await client.frame())[1] != b"fin":
                pass

    run(play())
