"""Hints through PostgreSQL's NOTIFY: one connection that sends, one that listens, neither the journal's.

NOTIFY takes a lock of the whole database while its transaction commits. The sending connection therefore commits
without waiting for the disk (`synchronous_commit = off`): a hint that a crash loses is no loss.
"""

from collections.abc import AsyncIterator, Sequence
from typing import Any

import psycopg

from permanence.live.connect_postgresql import connect
from permanence.live.relay import WireDown

CHANNEL = "permanence"


class PostgresqlWire:
    """See `relay.Wire`."""

    name = "postgresql"

    def __init__(self) -> None:
        self._sender: psycopg.AsyncConnection[Any] | None = None

    async def send(self, payloads: Sequence[bytes]) -> None:
        """See `relay.Wire`."""
        try:
            if self._sender is None or self._sender.closed:
                self._sender = await connect()
                await self._sender.execute("SET synchronous_commit = off")
            texts = [payload.decode() for payload in payloads]
            await self._sender.execute("SELECT pg_notify(%s, unnest(%s::text[]))", [CHANNEL, texts], prepare=True)
        except (psycopg.Error, OSError) as error:
            await self._forget_sender()
            raise WireDown(type(error).__name__) from error
        except BaseException:
            await self._forget_sender()
            raise

    async def listen(self) -> AsyncIterator[bytes | str | None]:
        """See `relay.Wire`."""
        try:
            listener = await connect()
            async with listener:
                await listener.execute(f"LISTEN {CHANNEL}")
                yield None
                async for notify in listener.notifies():
                    yield notify.payload
        except (psycopg.Error, OSError) as error:
            raise WireDown(type(error).__name__) from error

    async def close(self) -> None:
        """See `relay.Wire`."""
        await self._forget_sender()

    async def _forget_sender(self) -> None:
        sender, self._sender = self._sender, None
        if sender is not None:
            await sender.close()
