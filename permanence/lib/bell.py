"""A bell for one who waits on an event loop."""

import asyncio


class Bell:
    """Wakes the one task that waits for it; as `asyncio.Event`, which asks the system at every wait which loop runs."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._rung = False
        self._waiter: asyncio.Future[None] | None = None

    def ring(self) -> None:
        """There is something to do."""
        self._rung = True
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def clear(self) -> None:
        """Whoever waits from now on waits for the next ring."""
        self._rung = False

    async def wait(self) -> None:
        """Until it rings, or at once where it has rung since it was cleared."""
        if not self._rung:
            self._waiter = self._loop.create_future()
            await self._waiter
