"""The WebSocket under uvicorn: picows frames in C, and what a message needs no task for is done without one.

uvicorn reads the request and hands the connection over to a `Channel`; picows shakes hands and parses; a `Line`
(`config/line.py`) is what the application sees. A client that answers no ping is cut off, whatever is still due to it.

Never: a client's address or words in a log.
"""

import asyncio
import logging
from typing import Any
from urllib.parse import unquote

from picows import WSAutoPingStrategy, WSUpgradeRequest
from picows.picows import WSProtocol  # type: ignore[attr-defined]  # not in its stubs
from uvicorn.config import Config
from uvicorn.protocols.utils import ClientDisconnected, get_local_addr, get_remote_addr, is_ssl
from uvicorn.server import ServerState

from config.line import Event, Line
from permanence.lib.extensions import DIRECT

PATH = b"/live"
READ_AT_ONCE = 16 * 1024
"""One client's burst does not keep the loop from the others."""
FIRST_BUFFER = 2 * 1024
"""Of each connection, for what it says; grows to what its longest frame needs."""
GOES_AWAY = 1012

log = logging.LoggerAdapter(logging.getLogger("picows.server"))  # of a plain logger picows makes one a connection
log.logger.setLevel(logging.CRITICAL)  # it tells addresses, and what a client did wrong is no fault of ours


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
        """See `asyncio.BufferedProtocol`."""
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
