"""The group commit: what is pending becomes one transaction while the former one commits.

Invariants
- One batch at a time a process; a lone message waits for nothing, a thousand share one flush.
- `done` is called on the event loop, in the order of submission, after the commit.
- A batch that fails as a whole is tried again member by member: only the bad ones are refused.
- At most `MOST_PENDING` drafts wait; beyond that the sender is told `unavailable` at once.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from time import perf_counter
from typing import Any, Protocol
from uuid import UUID

from django.db import connection

from permanence.lib.errors import Refused, Unavailable
from permanence.live.batch import Draft, Written
from permanence.live.commit_sqlite import SqliteStore
from permanence.live.metrics import counts

MOST_PENDING = 5_000
LARGEST_BATCH = 200

log = logging.getLogger(__name__)
Done = Callable[[Written | Refused], None]


class Store(Protocol):
    """Where a batch becomes durable."""

    def foresee(self, draft: Draft) -> None:
        """A draft that the next `commit` will bring, each in its order: what can be prepared is prepared now."""

    def commit(self, drafts: Sequence[Draft]) -> Coroutine[Any, Any, list[Written | Refused]]:
        """One transaction; an answer a draft, in order. Awaited, raises `Unavailable` when nothing was stored."""

    def reached(self, conversation: UUID, last: int) -> None:
        """Another process wrote up to `last`: a hint."""

    async def aclose(self) -> None:
        """Lets go of its connection."""


class Writer:
    """The one writer of this process; lives on its event loop."""

    def __init__(self) -> None:
        self._pending: list[tuple[Draft, Done]] = []
        self._task: asyncio.Task[None] | None = None
        self._store: Store | None = None
        self._since = 0.0
        """When the oldest of those that wait came."""

    def reached(self, conversation: UUID, last: int) -> None:
        """Another process wrote up to `last`: a hint."""
        if self._store is not None:
            self._store.reached(conversation, last)

    def submit(self, draft: Draft, done: Done) -> None:
        """Takes a draft; `done` hears what became of it."""
        if len(self._pending) >= MOST_PENDING:
            done(Unavailable("Le service est très sollicité : réessayez dans un instant."))
            return
        if not self._pending:
            self._since = perf_counter()
        self._pending.append((draft, done))
        if len(self._pending) <= LARGEST_BATCH:
            self._store_here().foresee(draft)
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._drain())

    async def _drain(self) -> None:
        told = _nobody
        while self._pending:
            batch, self._pending = self._pending[:LARGEST_BATCH], self._pending[LARGEST_BATCH:]
            since = self._since
            commit = self._begin([draft for draft, _ in batch])
            await asyncio.sleep(0)  # this batch is on its way to the database while the former one is told
            told()
            told = partial(_tell, batch, await commit, since)
            if not self._pending:
                told()
                told = _nobody
                await asyncio.sleep(0)  # what came in meanwhile is read before the next batch closes
        told()

    def _begin(self, drafts: list[Draft]) -> asyncio.Task[list[Written | Refused]]:
        """Closes a batch, prepares the one that has gathered behind it, and commits the first."""
        answers = self._store_here().commit(drafts)
        for draft, _ in self._pending[:LARGEST_BATCH]:
            self._store_here().foresee(draft)
        return asyncio.get_running_loop().create_task(self._commit(drafts, answers))

    def _store_here(self) -> Store:
        if self._store is None:
            self._store = store_of_this_database()
        return self._store

    async def _commit(
        self, drafts: list[Draft], answering: Coroutine[Any, Any, list[Written | Refused]]
    ) -> list[Written | Refused]:
        began = perf_counter()
        try:
            answers = await answering
        except Unavailable as refusal:
            log.error("%d messages were not stored: %s", len(drafts), type(refusal.__cause__).__name__)  # noqa: TRY400
            counts.refused += len(drafts)
            return [refusal] * len(drafts)
        except Exception as error:
            if len(drafts) > 1:
                return [(await self._commit([draft], self._store_here().commit([draft])))[0] for draft in drafts]
            log.error("a message was not stored: %s", type(error).__name__)  # noqa: TRY400 (a trace would hold its text)
            counts.refused += 1
            return [Unavailable("Le message n’a pas pu être enregistré. Il reste affiché : réessayez.")]
        counts.committed(len(drafts), perf_counter() - began)
        return answers


def _nobody() -> None:
    """Nobody waits to be told."""


def _tell(batch: Sequence[tuple[Draft, Done]], results: Sequence[Written | Refused], since: float) -> None:
    for (_, done), result in zip(batch, results, strict=True):
        done(result)
    counts.delivery_s.take(perf_counter() - since)


def store_of_this_database() -> Store:
    """A new one, not yet connected."""
    if connection.vendor == "postgresql":
        from permanence.live.commit_postgresql import PostgresqlStore

        return PostgresqlStore()
    return SqliteStore()


writer = Writer()
