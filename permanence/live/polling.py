"""Long polling with the guarantees of the live channel, for networks that refuse WebSocket.

Holds no database connection while it waits: it listens to the hub, and looks at the store when woken, or every few
seconds in case the hint was lost.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from permanence.live import hub
from permanence.live.journal import Said

T = TypeVar("T")
LOOK_AGAIN_S = 4


class Waiter:
    """A listener that only wants to be woken."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.woken = asyncio.Event()

    def said(self, messages: Sequence[Said], origin: object) -> None:
        """See `hub.Listener`."""
        self.woken.set()

    def changed(self, topic: hub.Topic) -> None:
        """See `hub.Listener`."""
        self.woken.set()

    def passed(self, topic: hub.Topic, frame: Mapping[str, Any]) -> None:
        """See `hub.Listener`: soft frames are not worth an answer."""

    def reached(self, conversation: UUID, last: int) -> None:
        """See `hub.Listener`."""
        self.woken.set()


async def until(look: Callable[[], Awaitable[tuple[T, bool]]], topic: hub.Topic, wait_s: float) -> T:
    """Calls `look` (an answer, and whether it holds news) until there is news or `wait_s` seconds have passed."""
    deadline = time.monotonic() + wait_s
    waiter = Waiter()
    hub.join(topic, waiter)
    try:
        while True:
            waiter.woken.clear()
            answer, news = await look()
            left = deadline - time.monotonic()
            if news or left <= 0:
                return answer
            try:
                await asyncio.wait_for(waiter.woken.wait(), min(left, LOOK_AGAIN_S))
            except TimeoutError:
                continue
    finally:
        hub.leave(waiter)
