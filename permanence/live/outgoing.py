"""What is due to one client, sent by its own task: bounded, in order, and at once where the server can.

Through `direct`, where the server has it, all that became due in one turn of the event loop goes out at its end, in one
write; the task sends what a client did not take then. What else is due besides frames is `work`, which the sending task
asks between two of them.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from permanence.lib.bell import Bell
from permanence.lib.errors import Refused, TooMany, Unauthorised
from permanence.lib.extensions import Direct
from permanence.live import protocol

MOST_DUE = 2_000
UNAUTHORISED_CLOSE = 4401
POLICY_CLOSE = 1008
TRY_AGAIN_LATER_CLOSE = 1013

log = logging.getLogger(__name__)
Send = Callable[[dict[str, Any]], Awaitable[None]]


class Outgoing:
    """The way out of one connection."""

    def __init__(self, send: Send, direct: Direct | None = None) -> None:
        self.loop = asyncio.get_running_loop()
        self.direct = direct
        self.wake = Bell(self.loop)
        self.outgoing: deque[bytes] = deque()
        self.closing = 0
        """The code with which the connection is about to close, once what is due was sent."""
        self._send = send
        self._goes_out = False
        """At the end of this turn of the event loop."""
        self._sending = False
        """The task holds a text that this client has not taken: nothing may overtake it."""
        self._sent_last = False
        """Nothing more is sent: the client is gone, or the connection was closed."""

    async def work(self) -> bool:
        """One piece of what is due besides frames; False when nothing is."""
        return False

    def is_full(self) -> bool:
        """Whether too much is due to this client: who does not read is not heard either."""
        return len(self.outgoing) > MOST_DUE

    async def room(self) -> None:
        """Waits while too much is due."""
        while self.is_full() and not self._sent_last:
            await asyncio.sleep(0.05)

    def put(self, frame: Mapping[str, Any]) -> None:
        """One frame more for this client."""
        self.put_frame(protocol.encode(frame))

    def put_frame(self, frame: bytes) -> None:
        self.outgoing.append(frame)
        if self.direct is None:
            self.wake.ring()
        elif not self._goes_out:
            self._goes_out = True
            self.loop.call_soon(self._go_out)

    def _go_out(self) -> None:
        """What is due, in one write; the task waits for who does not take it."""
        assert self.direct is not None
        self._goes_out = False
        if not self.outgoing:
            return
        if self._sending or not self.direct.write(self.outgoing):
            self.wake.ring()
        else:
            self.outgoing.clear()

    def refuse(self, refusal: Refused, **named: str) -> None:
        """Says why not; an `unauthorised` one ends the connection."""
        frame: dict[str, Any] = {"type": "error", "code": refusal.code, "detail": refusal.detail, **named}
        if isinstance(refusal, TooMany):
            frame["retry_after_s"] = refusal.retry_after_s
        self.put(frame)
        if isinstance(refusal, Unauthorised):
            self.close(UNAUTHORISED_CLOSE)

    def close(self, code: int) -> None:
        """Closes after what is due."""
        self.closing = self.closing or code
        self.wake.ring()

    async def send_all(self) -> None:
        """The task of this connection that sends, until it closes or its client is gone."""
        try:
            while True:
                await self._send_outgoing()
                if self.closing:
                    await self._send({"type": "websocket.close", "code": self.closing})
                    return
                if not await self.work():
                    self.wake.clear()
                    if not self.outgoing:
                        await self.wake.wait()
        except Refused:
            log.warning("the store does not answer; the connection closes and its client comes back")
            await self._send({"type": "websocket.close", "code": TRY_AGAIN_LATER_CLOSE})
        except OSError:
            return  # the client is gone; the reading side says so
        except Exception:  # never half-dead: a connection that hears and is told nothing would look alive
            log.exception("what is due to a connection failed; it closes and its client comes back")
            await self._send({"type": "websocket.close", "code": TRY_AGAIN_LATER_CLOSE})
        finally:
            self._sent_last = True

    async def _send_outgoing(self) -> None:
        self._sending = True
        while self.outgoing:
            await self._send({"type": "websocket.send", "text": self.outgoing.popleft().decode()})
        self._sending = False
