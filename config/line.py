"""One WebSocket as its application sees it: ASGI's `receive` and `send`, and `Direct` (`permanence/lib/extensions.py`).

- Several texts are one write. A write to a socket is a system call, the costliest thing a message needs, and the live
  channel often has two texts at once for a client: the answer to its message, the other side's.
- Nothing is read while the application has something left to take: a flood waits in its own machine.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, MutableMapping
from typing import Any

from picows import WSCloseCode, WSFrame, WSListener, WSMsgType, WSTransport
from picows.picows import WSProtocolError  # type: ignore[attr-defined]  # not in its stubs
from uvicorn.protocols.utils import ClientDisconnected

from permanence.lib.bell import Bell

CLOSES_WITHIN_S = 10
Event = MutableMapping[str, Any]


class Line(WSListener):
    """One connection as its application sees it; see `permanence.lib.extensions.Direct`."""

    def __init__(self, loop: asyncio.AbstractEventLoop, longest: int) -> None:
        self._loop = loop
        self._longest = longest
        self._transport: WSTransport | None = None
        self._events: deque[Event] = deque([{"type": "websocket.connect"}])
        self._bell = Bell(loop)
        self._idle = False
        """The application waits for what comes next."""
        self._hear: Callable[[str], bool] | None = None
        self._parts: list[bytes] = []
        self._in_text = True
        self._paused = False
        self._writable = asyncio.Event()
        self._writable.set()
        self._full = False
        self._over = False
        self._ending: asyncio.TimerHandle | None = None

    # -- what the client does

    def on_ws_connected(self, transport: WSTransport) -> None:
        """See picows: both sides have shaken hands."""
        self._transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """See picows: `frame` is to be read at once."""
        kind = frame.msg_type
        if frame.rsv1 or frame.rsv2 or frame.rsv3:
            raise WSProtocolError(WSCloseCode.PROTOCOL_ERROR, "no extension was agreed on")
        if kind == WSMsgType.TEXT and frame.fin and not self._parts:
            try:
                self._take(frame.get_payload_as_utf8_text())
            except UnicodeDecodeError:
                raise WSProtocolError(WSCloseCode.INVALID_TEXT, "not UTF-8") from None
        elif kind in (WSMsgType.TEXT, WSMsgType.BINARY, WSMsgType.CONTINUATION):
            self._gather(frame)
        elif kind == WSMsgType.CLOSE:
            self._client_closes(transport, frame)

    def pause_writing(self) -> None:
        """See `asyncio.Protocol`: the client does not read."""
        self._full = True
        self._writable.clear()

    def resume_writing(self) -> None:
        """See `asyncio.Protocol`."""
        self._full = False
        self._writable.set()

    def lost(self, code: int) -> None:
        """The connection is no more, or about to be: nothing is heard or said any longer."""
        if not self._over:
            self._over, self._hear = True, None
            self._put({"type": "websocket.disconnect", "code": code})
        self._writable.set()
        if self._ending is not None:
            self._ending.cancel()

    def _take(self, text: str) -> None:
        if self._over:
            return
        if self._idle and self._hear is not None and self._hear(text):
            return
        self._put({"type": "websocket.receive", "text": text})

    def _gather(self, frame: WSFrame) -> None:
        """A message in several frames, or one of bytes."""
        starts = frame.msg_type != WSMsgType.CONTINUATION
        if starts == bool(self._parts):
            raise WSProtocolError(WSCloseCode.PROTOCOL_ERROR, "a fragment out of its place")
        if starts:
            self._in_text = frame.msg_type == WSMsgType.TEXT
        self._parts.append(frame.get_payload_as_bytes())
        if sum(map(len, self._parts)) > self._longest or len(self._parts) > self._longest:
            raise WSProtocolError(WSCloseCode.MESSAGE_TOO_BIG, "too long")
        if frame.fin:
            whole = b"".join(self._parts)
            self._parts.clear()
            self._take_whole(whole)

    def _take_whole(self, whole: bytes) -> None:
        if not self._in_text:
            self._put({"type": "websocket.receive", "bytes": whole})
            return
        try:
            self._take(whole.decode())
        except UnicodeDecodeError:
            raise WSProtocolError(WSCloseCode.INVALID_TEXT, "not UTF-8") from None

    def _client_closes(self, transport: WSTransport, frame: WSFrame) -> None:
        code = frame.get_close_code()
        if not transport.is_close_frame_sent:
            transport.send_close(code)
        self.lost(int(code) or 1005)  # type: ignore[call-overload]  # picows' enumerations are of integers
        transport.disconnect()

    def _put(self, event: Event) -> None:
        self._events.append(event)
        self._idle = False
        self._bell.ring()
        if not self._paused and not self._over and self._transport is not None:
            self._paused = True
            self._transport.underlying_transport.pause_reading()

    # -- what the application does

    def listen(self, hear: Callable[[str], bool]) -> None:
        """See `Direct`."""
        self._hear = hear

    def write(self, texts: Iterable[bytes]) -> bool:
        """See `Direct`."""
        if self._full or self._over or self._transport is None:
            return False
        pieces: list[bytes] = []
        for text in texts:
            pieces += (_head(len(text)), text)
        self._transport.underlying_transport.write(b"".join(pieces))
        return True

    async def receive(self) -> Event:
        """See ASGI."""
        while not self._events:
            self._idle = True
            if self._paused and not self._over:
                assert self._transport is not None
                self._paused = False
                self._transport.underlying_transport.resume_reading()
            self._bell.clear()
            await self._bell.wait()
        return self._events.popleft()

    async def send(self, event: Event) -> None:
        """See ASGI. A client that does not read is waited for; raises `ClientDisconnected` where it is gone."""
        if event["type"] == "websocket.accept":
            return  # picows has shaken hands already
        await self._writable.wait()
        if self._over or self._transport is None:
            raise ClientDisconnected
        if event["type"] == "websocket.close":
            self.close(event.get("code", 1000), event.get("reason") or "")
        elif (text := event.get("text")) is not None:
            self.write([text.encode()])
        else:
            self._transport.send(WSMsgType.BINARY, event["bytes"])

    def close(self, code: int, reason: str = "") -> None:
        """Says goodbye; the client has `CLOSES_WITHIN_S` to say it too."""
        transport = self._transport
        if transport is None or self._over:
            return
        transport.send_close(code, reason)  # type: ignore[arg-type]  # it takes any number
        self.lost(code)
        transport.underlying_transport.resume_reading()
        self._ending = self._loop.call_later(CLOSES_WITHIN_S, transport.disconnect, False)


def _head(length: int) -> bytes:
    """The head of a text frame from a server: whole, unmasked (RFC 6455, section 5.2)."""
    if length < 126:
        return bytes((0x81, length))
    if length < 65_536:
        return b"\x81\x7e" + length.to_bytes(2)
    return b"\x81\x7f" + length.to_bytes(8)
