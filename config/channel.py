"""The WebSocket under uvicorn: picows frames in C, and what a message needs no task for is done without one.

uvicorn reads the request and hands the connection over to a `Channel`; picows shakes hands and parses; a `Line` is what
the application sees: ASGI's `receive` and `send`, and `Direct` (`permanence/lib/extensions.py`).

- Several texts are one write. A write to a socket is a system call, the costliest thing a message needs, and the live
  channel often has two texts at once for a client: the answer to its message, the other side's.
- One read takes `READ_AT_ONCE` bytes, and nothing more is read while the application has something left to take: a
  flood waits in its own machine.
- A client that answers no ping is cut off, whatever is still due to it.

Never: a client's address or words in a log.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import unquote

from picows import WSAutoPingStrategy, WSCloseCode, WSFrame, WSListener, WSMsgType, WSTransport, WSUpgradeRequest
from picows.picows import WSProtocol, WSProtocolError  # type: ignore[attr-defined]  # not in its stubs
from uvicorn.config import Config
from uvicorn.protocols.utils import ClientDisconnected, get_local_addr, get_remote_addr, is_ssl
from uvicorn.server import ServerState

from permanence.lib.bell import Bell
from permanence.lib.extensions import DIRECT

PATH = b"/live"
READ_AT_ONCE = 16 * 1024
FIRST_BUFFER = 2 * 1024
"""Of each connection, for what it says; grows to what its longest frame needs."""
CLOSES_WITHIN_S = 10
GOES_AWAY = 1012

log = logging.LoggerAdapter(logging.getLogger("picows.server"))  # of a plain logger picows makes one a connection
log.logger.setLevel(logging.CRITICAL)  # it tells addresses, and what a client did wrong is no fault of ours
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


class Channel(WSProtocol):  # type: ignore[misc]
    """What uvicorn calls for a WebSocket (`Config.ws`)."""

    def __init__(self, config: Config, server_state: ServerState, app_state: dict[str, Any]) -> None:
        ping, patience = config.ws_ping_interval, config.ws_ping_timeout
        super().__init__(
            host_port=None,
            ws_path=None,
            is_client_side=False,
            ws_listener_factory=self._welcome,
            logger=log,
            disconnect_on_exception=True,
            websocket_handshake_timeout=None,
            enable_auto_ping=bool(ping),
            auto_ping_idle_timeout=ping,
            auto_ping_reply_timeout=patience,
            auto_ping_strategy=WSAutoPingStrategy.PING_PERIODICALLY,
            enable_auto_pong=True,
            max_frame_size=config.ws_max_size,
            extra_headers=None,
            read_buffer_init_size=FIRST_BUFFER,
        )
        self._config, self._state, self._app_state = config, server_state, app_state
        self._loop_here = asyncio.get_running_loop()
        self._line: Line | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:
        """See `asyncio.Protocol`."""
        super().connection_made(transport)
        self._under = transport
        self._state.connections.add(self)

    def connection_lost(self, error: Exception | None) -> None:
        """See `asyncio.Protocol`."""
        super().connection_lost(error)
        self._state.connections.discard(self)
        if self._line is not None:
            self._line.lost(1006)

    def get_buffer(self, size_hint: int) -> memoryview:
        """See `asyncio.BufferedProtocol`: one client's burst does not keep the loop from the others."""
        whole: memoryview = super().get_buffer(size_hint)
        return whole[:READ_AT_ONCE]

    def data_received(self, data: bytes) -> None:
        """The request, which uvicorn read already."""
        while data:
            room = self.get_buffer(-1)
            taken = min(len(room), len(data))
            room[:taken] = data[:taken]
            self.buffer_updated(taken)
            data = data[taken:]

    def shutdown(self) -> None:
        """The server stops."""
        if self._line is not None:
            self._line.close(GOES_AWAY)
        self._under.close()

    def _welcome(self, request: WSUpgradeRequest) -> Line | None:
        path, _, query = request.path.partition(b"?")
        if path != PATH:
            return None
        line = self._line = Line(self._loop_here, self._config.ws_max_size)
        scope = {
            "type": "websocket",
            "asgi": {"version": self._config.asgi_version, "spec_version": "2.4"},
            "http_version": "1.1",
            "scheme": "wss" if is_ssl(self._under) else "ws",
            "server": get_local_addr(self._under),
            "client": get_remote_addr(self._under),
            "root_path": self._config.root_path,
            "path": self._config.root_path + unquote(path.decode("ascii")),
            "raw_path": path,
            "query_string": query,
            "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in request.headers.items()],
            "subprotocols": [],
            "state": self._app_state.copy(),
            "extensions": {DIRECT: line},
        }
        task = self._loop_here.create_task(self._run(line, scope))
        self._state.tasks.add(task)
        task.add_done_callback(self._state.tasks.discard)
        return line

    async def _run(self, line: Line, scope: Event) -> None:
        try:
            await self._config.loaded_app(scope, line.receive, line.send)
        except ClientDisconnected:
            pass
        except Exception:
            logging.getLogger("uvicorn.error").exception("the application of a WebSocket failed")
            line.close(1011)
        line.close(1000)


def _head(length: int) -> bytes:
    """The head of a text frame from a server: whole, unmasked (RFC 6455, section 5.2)."""
    if length < 126:
        return bytes((0x81, length))
    if length < 65_536:
        return b"\x81\x7e" + length.to_bytes(2)
    return b"\x81\x7f" + length.to_bytes(8)
