"""The server's side of a WebSocket: what it takes, what it refuses, and clients that read nothing or vanish."""

import asyncio
import logging
from typing import Any

import pytest
from uvicorn.protocols.utils import ClientDisconnected

from config import line
from tests.config.channel import BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, Receive, echo, frame, run, serving
from tests.environment.patience import comes_true

pytestmark = pytest.mark.once


@pytest.mark.parametrize("length", [0, 1, 125, 126, 127, 65_535])
def test_a_text_of_any_length_arrives_and_is_sent(length: int) -> None:
    async def play() -> None:
        async with serving(echo) as server:
            client = await server.connect()
            client.writer.write(frame(TEXT, b"x" * length))
            assert await client.frame() == (TEXT, b"x" * length)

    run(play())


def test_a_text_longer_than_two_bytes_can_tell_is_sent() -> None:
    async def says_much(_: object, receive: Receive, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.send", "text": "é" * 50_000})
        await receive()

    async def play() -> None:
        async with serving(says_much) as server:
            client = await server.connect()
            assert await client.frame() == (TEXT, "é".encode() * 50_000)

    run(play())


def test_a_text_in_fragments_with_a_ping_between_and_cut_anywhere_is_one_text() -> None:
    async def play() -> None:
        async with serving(echo) as server:
            client = await server.connect()
            sent = (
                frame(TEXT, "dé".encode()[:2], fin=False)
                + frame(PING, b"?")
                + frame(CONTINUATION, "dé".encode()[2:], fin=False)
                + frame(CONTINUATION, b"jeuner")
            )
            for byte in sent:
                client.writer.write(bytes([byte]))
                await client.writer.drain()
                await asyncio.sleep(0)
            assert await client.frame() == (PONG, b"?")
            assert await client.frame() == (TEXT, "déjeuner".encode())

    run(play())


def test_texts_and_bytes_of_one_write_arrive_in_order() -> None:
    async def play() -> None:
        async with serving(echo) as server:
            client = await server.connect()
            client.writer.write(frame(TEXT, b"1") + frame(BINARY, b"2") + frame(TEXT, b"3"))
            assert [await client.frame() for _ in range(3)] == [(TEXT, b"1"), (BINARY, b"2"), (TEXT, b"3")]

    run(play())


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (frame(TEXT, b"x", masked=False), 1002),
        (frame(TEXT, b"x", rsv=4), 1002),
        (frame(3, b"x"), 1002),
        (frame(CONTINUATION, b"x"), 1002),
        (frame(TEXT, b"x", fin=False) + frame(TEXT, b"x"), 1002),
        (frame(PING, b"x" * 126), 1002),
        (frame(TEXT, b"\xff"), 1007),
        (frame(TEXT, b"\xc3", fin=False) + frame(CONTINUATION, b"x"), 1007),
        (frame(TEXT, b"x" * 1001), 1009),
        (frame(TEXT, b"x" * 600, fin=False) + frame(CONTINUATION, b"x" * 600), 1009),
        (frame(TEXT, b"", fin=False) + frame(CONTINUATION, b"", fin=False) * 1001, 1009),
    ],
)
def test_what_breaks_the_protocol_closes_with_its_reason_and_the_application_hears_it(sent: bytes, code: int) -> None:
    async def play() -> None:
        left = asyncio.Event()

        async def leaves(scope: Any, receive: Receive, send: Any) -> None:
            await echo(scope, receive, send)
            left.set()

        async with serving(leaves, ws_max_size=1000) as server:
            client = await server.connect()
            client.writer.write(sent)
            assert await client.closed_with() == code
            assert await client.ended()
            await left.wait()

    run(play())


@pytest.mark.parametrize("path", ["/", "/lives", "/live/", "/x?live"])
def test_another_path_is_refused_before_the_handshake(path: str) -> None:
    async def play() -> None:
        async with serving(echo) as server:
            client = await server.connect(path)
            assert client.answer.startswith(b"HTTP/1.1 404 ")

    run(play())


def test_who_says_goodbye_is_answered_and_the_application_hears_the_code() -> None:
    async def play() -> None:
        heard: list[Any] = []

        async def listens(_: object, receive: Receive, send: Any) -> None:
            await receive()
            await send({"type": "websocket.accept"})
            heard.append(await receive())
            with pytest.raises(ClientDisconnected):
                await send({"type": "websocket.send", "text": "too late"})

        async with serving(listens) as server:
            client = await server.connect()
            client.writer.write(frame(CLOSE, (1001).to_bytes(2)))
            assert await client.closed_with() == 1001
            assert await client.ended()
        assert heard == [{"type": "websocket.disconnect", "code": 1001}]

    run(play())


def test_who_vanishes_is_heard_leaving() -> None:
    async def play() -> None:
        heard: asyncio.Queue[Any] = asyncio.Queue()

        async def listens(_: object, receive: Receive, send: Any) -> None:
            await receive()
            await send({"type": "websocket.accept"})
            heard.put_nowait(await receive())

        async with serving(listens) as server:
            client = await server.connect()
            client.writer.transport.abort()
            assert await heard.get() == {"type": "websocket.disconnect", "code": 1006}
            await comes_true(lambda: not server.state.connections and not server.state.tasks, "the forgetting")

    run(play())


def test_an_application_that_fails_closes_and_its_fault_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def fails(_: object, receive: Receive, send: Any) -> None:
        raise ValueError("a fault of ours")

    async def play() -> None:
        async with serving(fails) as server:
            client = await server.connect()
            assert await client.closed_with() == 1011

    run(play())
    assert "a fault of ours" in caplog.text


def test_the_application_closes_with_its_code_and_who_does_not_answer_is_cut_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(line, "CLOSES_WITHIN_S", 0.2)

    async def closes(_: object, receive: Receive, send: Any) -> None:
        await receive()
        await send({"type": "websocket.close", "code": 4401})

    async def play() -> None:
        async with serving(closes) as server:
            client = await server.connect()
            assert await client.closed_with() == 4401
            assert await client.ended()

    run(play())


def test_a_server_that_stops_says_so() -> None:
    async def play() -> None:
        async with serving(echo) as server:
            client = await server.connect()
            goodbye = asyncio.create_task(client.closed_with())
        assert await goodbye == 1012

    run(play())


def test_who_reads_nothing_is_cut_off_when_no_answer_comes() -> None:
    async def play() -> None:
        left = asyncio.Event()

        async def floods(_: object, receive: Receive, send: Any) -> None:
            await receive()
            await send({"type": "websocket.accept"})
            try:
                while True:
                    await send({"type": "websocket.send", "text": "x" * 100_000})
            except OSError:
                left.set()

        async with serving(floods, ws_ping_interval=0.2, ws_ping_timeout=0.2) as server:
            client = await server.connect()
            client.writer.transport.pause_reading()  # type: ignore[attr-defined]
            await left.wait()

    run(play())


def test_nothing_is_read_from_who_says_more_than_the_application_takes() -> None:
    async def play() -> None:
        over = asyncio.Event()

        async def takes_nothing(_: object, receive: Receive, send: Any) -> None:
            await receive()
            await send({"type": "websocket.accept"})
            await over.wait()

        async with serving(takes_nothing) as server:
            client = await server.connect()
            client.writer.transport.set_write_buffer_limits(0)

            async def says_more_than_the_network_holds() -> None:
                for _ in range(2_000):
                    client.writer.write(frame(TEXT, b"x" * 50_000))
                    await client.writer.drain()

            with pytest.raises(TimeoutError):
                await asyncio.wait_for(says_more_than_the_network_holds(), 0.7)
            over.set()

    run(play())


def test_nothing_is_logged_of_who_comes_and_of_what_they_do_wrong(caplog: pytest.LogCaptureFixture) -> None:
    async def play() -> None:
        async with serving(echo) as server:
            client = await server.connect()
            client.writer.write(frame(TEXT, b"\xff secret"))
            assert await client.closed_with() == 1007

    caplog.set_level(logging.DEBUG)
    run(play())
    assert "127.0.0.1" not in caplog.text.replace("running on http://127.0.0.1", "")
    assert "secret" not in caplog.text
