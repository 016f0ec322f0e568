"""In a serving process: the queue is drained as soon as it, or who serves it, changes.

Answers for: whoever waits when a place frees, an officer comes or somebody arrives is offered at once, here, without a
request waiting for it. Refuses to be depended on: what it missed is done by the periodic work (`offers.sweep`).
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from permanence.desk import offers
from permanence.lib.bell import Bell
from permanence.lib.errors import Refused
from permanence.live import hub
from permanence.live.journal import Said
from permanence.live.store import in_store

PAUSE_S = 0.05
"""What changes meanwhile is one turn more, not one each."""

log = logging.getLogger(__name__)


class Draining:
    """Listens to the queue; see `hub.Listener`."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self._bell = Bell(self.loop)

    async def for_ever(self) -> None:
        """Runs until cancelled."""
        hub.join(hub.QUEUE, self)
        self._bell.ring()
        try:
            while True:
                await self._bell.wait()
                self._bell.clear()
                await self._once()
                await asyncio.sleep(PAUSE_S)
        finally:
            hub.leave(self)

    async def _once(self) -> None:
        try:
            await in_store(offers.drain)
        except Refused:
            log.warning("assignment: the store does not answer")
        except Exception:
            log.exception("assignment: a turn failed")

    def changed(self, topic: hub.Topic) -> None:
        """The queue, or who serves it, is not what it was."""
        del topic
        self._bell.ring()

    def said(self, messages: Sequence[Said], origin: object) -> None:
        """Not its concern."""

    def passed(self, topic: hub.Topic, frame: Mapping[str, Any]) -> None:
        """Not its concern."""

    def reached(self, conversation: UUID, last: int) -> None:
        """Not its concern."""


async def run() -> None:
    """In a server whose assignment is by push, until cancelled."""
    await Draining().for_ever()
