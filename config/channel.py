"""uvicorn's WebSocket, for many messages and for clients that vanish.

- Several frames in one write (`SEVERAL_TEXTS`). A write to a socket is a system call, the costliest thing a message
  needs, and the live channel often has two frames at once for a client: the answer to its message, the other side's.
- An inbox that does not ask the system, at every message, which event loop runs.
- A client that answers no ping is cut off at once, whatever is still due to it.
"""

from collections import deque
from typing import Any

from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import InvalidState
from websockets.http11 import Request

from permanence.lib.bell import Bell
from permanence.lib.extensions import SEVERAL_TEXTS


class Inbox:
    """What came from the client and the application has not taken: what uvicorn uses of `asyncio.Queue`."""

    def __init__(self, bell: Bell) -> None:
        self._bell = bell
        self._events: deque[Any] = deque()

    def put_nowait(self, event: Any) -> None:
        """One more."""
        self._events.append(event)
        self._bell.ring()

    async def get(self) -> Any:
        """The oldest, as soon as there is one."""
        while not self._events:
            self._bell.clear()
            await self._bell.wait()
        return self._events.popleft()

    def empty(self) -> bool:
        """Whether everything was taken."""
        return not self._events


class Channel(WebSocketsSansIOProtocol):
    """See the module."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.queue = Inbox(Bell(self.loop))  # type: ignore[assignment]  # all of a queue that is used

    def handle_connect(self, event: Request) -> None:
        """See `WebSocketsSansIOProtocol`: the application starts after this, and finds the extension."""
        super().handle_connect(event)
        if (scope := getattr(self, "scope", None)) is not None:
            scope["extensions"][SEVERAL_TEXTS] = {}

    def keepalive_timeout(self) -> None:
        """See `WebSocketsSansIOProtocol`, which would wait, perhaps for ever, for a client that reads nothing to take
        what is due to it."""
        super().keepalive_timeout()
        self.transport.abort()

    async def send(self, message: Any) -> None:
        """See `WebSocketsSansIOProtocol`. A client that does not read is waited for, a client that left raises."""
        texts = message.get("texts")
        if texts is None:
            await super().send(message)
            return
        if not self.writable.is_set():
            await self.writable.wait()
        if self.disconnected or self.close_sent:
            raise ClientDisconnected
        try:
            for text in texts:
                self.conn.send_text(text.encode())
        except InvalidState:
            raise ClientDisconnected from None
        self.transport.write(b"".join(self.conn.data_to_send()))
