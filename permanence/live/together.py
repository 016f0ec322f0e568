"""Pages of the journal for many connections at once: what is wanted becomes one question while the former is answered.

The same rhythm as the writer's: a lone reader waits for nothing, a thousand that another process made fall behind share
a few questions. At most `AT_ONCE` questions are under way; a page that cannot be read fails alone.
"""

import asyncio
from uuid import UUID

from permanence.live import journal
from permanence.live.journal import Said
from permanence.live.store import in_store

AT_ONCE = 2
LARGEST = 50
Wanted = tuple[UUID, int]


class Pages:
    """The readers of one event loop."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wanted: list[tuple[Wanted, asyncio.Future[list[Said]]]] = []
        self._tasks: set[asyncio.Task[None]] = set()
        """Those that will look again at what is wanted: each leaves in the very step in which it saw nothing."""

    async def after(self, conversation: UUID, number: int) -> list[Said]:
        """The next messages after `number`, in order. Raises `Unavailable` where the store fails."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._loop, self._wanted, self._tasks = loop, [], set()
        answer: asyncio.Future[list[Said]] = loop.create_future()
        self._wanted.append(((conversation, number), answer))
        if len(self._tasks) < AT_ONCE:
            self._tasks.add(loop.create_task(self._drain()))
        return await answer

    async def _drain(self) -> None:
        try:
            await self._answer_all()
        finally:
            self._tasks.discard(asyncio.current_task())

    async def _answer_all(self) -> None:
        while self._wanted:
            batch, self._wanted = self._wanted[:LARGEST], self._wanted[LARGEST:]
            try:
                pages = await in_store(journal.pages, {wanted for wanted, _ in batch})
            except Exception as error:
                pages = dict.fromkeys((wanted for wanted, _ in batch), error)
            for wanted, answer in batch:
                if not answer.done():
                    _settle(answer, pages[wanted])


def _settle(answer: "asyncio.Future[list[Said]]", page: list[Said] | Exception) -> None:
    if isinstance(page, Exception):
        answer.set_exception(page)
    else:
        answer.set_result(page)


pages = Pages()
