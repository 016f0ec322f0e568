"""The hot path on PostgreSQL: one batch, one transaction, two round trips through an asynchronous connection.

The first trip locks the conversations in the order of their ids and reads what is known; the second stores everything
in one statement and commits. `synchronous_commit` stays as the server has it: on, a commit is on disk.
"""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
import psycopg
from django.db import connection

from permanence.lib.errors import Refused, Unavailable
from permanence.live.batch import Decided, Draft, Known, Standing, Written, audit_of, decide
from permanence.live.models import State

PATIENCE_S = 10
REFUSED = "Le message n'a pas pu être enregistré. Il reste affiché : réessayez."

LOCK = """
    SELECT c.id, c.state, c.last_seq, k.wrapped
    FROM live_conversation c JOIN vault_datakey k ON k.id = c.key_id
    WHERE c.id = ANY(%b::uuid[]) ORDER BY c.id FOR UPDATE OF c
"""
SEATS = "SELECT conversation_id, officer_id FROM live_seat WHERE conversation_id = ANY(%b::uuid[]) AND left_at IS NULL"
KNOWN = """
    SELECT m.conversation_id, m.client_id, m.seq, m.at, m.sender
    FROM unnest(%b::uuid[], %b::uuid[]) AS d(conversation, id)
    JOIN live_message m ON m.conversation_id = d.conversation AND m.client_id = d.id
"""
STORE = """
    WITH said AS (
        INSERT INTO live_message (conversation_id, seq, client_id, sender, officer_id, at, event, body)
        SELECT d.conversation, d.seq, d.id, d.sender, d.officer, %(at)b, d.event, d.body
        FROM unnest(%(conversations)b::uuid[], %(seqs)b::int4[], %(ids)b::uuid[], %(senders)b::text[],
                    %(officers)b::int8[], %(events)b::text[], %(bodies)b::bytea[])
             AS d(conversation, seq, id, sender, officer, event, body)
    ), audited AS (
        INSERT INTO audit_entry (at, actor, act, object_kind, object_id, outcome, reason, detail)
        SELECT %(at)b, %(actor)s::text, 'write in conversation', %(kind)s::text, %(object)s::text, 'done', '',
               %(detail)s::jsonb
        WHERE %(actor)s::text <> ''
    )
    UPDATE live_conversation c SET last_seq = n.last
    FROM unnest(%(changed)b::uuid[], %(lasts)b::int4[]) AS n(id, last) WHERE c.id = n.id
"""


class PostgresqlStore:
    """See `commit.Store`."""

    def __init__(self) -> None:
        self._connection: psycopg.AsyncConnection[Any] | None = None

    async def commit(self, drafts: Sequence[Draft]) -> list[Written | Refused]:
        """Raises `Unavailable` where the database fails, is gone, or does not answer in time."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                return await self._commit(await self._open(), drafts)
        except (psycopg.Error, OSError, TimeoutError) as error:
            await self.aclose()
            raise Unavailable(REFUSED) from error
        except BaseException:
            await self.aclose()
            raise

    def close(self) -> None:
        """Forgets the connection; the next batch opens another."""
        self._connection = None

    async def aclose(self) -> None:
        """Closes the connection, whatever state it is in: an open transaction is rolled back by the server."""
        opened, self._connection = self._connection, None
        if opened is not None:
            await opened.close()

    async def _commit(self, database: psycopg.AsyncConnection[Any], drafts: Sequence[Draft]) -> list[Written | Refused]:
        ids = sorted({draft.conversation for draft in drafts})
        async with database.pipeline():
            await database.execute("BEGIN", prepare=True)
            locked = await database.execute(LOCK, [ids], prepare=True)
            seats = await database.execute(SEATS, [ids], prepare=True)
            stored = await database.execute(
                KNOWN, [[draft.conversation for draft in drafts], [draft.id for draft in drafts]], prepare=True
            )
            standings = {
                pk: Standing(state == State.ENDED, last, bytes(wrapped))
                for pk, state, last, wrapped in await locked.fetchall()
            }
            for conversation, officer in await seats.fetchall():
                standings[conversation].holder = officer
            known = {
                (conversation, client_id): Known(seq, at, sender)
                for conversation, client_id, seq, at, sender in await stored.fetchall()
            }
            decided = decide(drafts, standings, known, datetime.now(UTC))
            if decided.rows:
                await database.execute(STORE, _arguments(decided), prepare=True)
            await database.execute("COMMIT", prepare=True)
        return decided.results

    async def _open(self) -> psycopg.AsyncConnection[Any]:
        if self._connection is None or self._connection.closed:
            given = connection.settings_dict
            options = {name: value for name, value in given["OPTIONS"].items() if name != "pool"}
            parts = {
                "dbname": given["NAME"],
                "user": given["USER"],
                "password": given["PASSWORD"],
                "host": given["HOST"],
                "port": given["PORT"],
            }
            wanted = {name: value for name, value in parts.items() if value}
            self._connection = await psycopg.AsyncConnection.connect(autocommit=True, **wanted, **options)
            await self._connection.execute("SET TIME ZONE 'UTC'")
        return self._connection


def _arguments(decided: Decided) -> dict[str, Any]:
    rows = decided.rows
    actor, (kind, identifier), detail = audit_of(rows) or ("", ("", ""), {})
    return {
        "at": rows[0].said.at,
        "conversations": [row.said.conversation for row in rows],
        "seqs": [row.said.seq for row in rows],
        "ids": [row.said.id for row in rows],
        "senders": [row.said.sender for row in rows],
        "officers": [row.officer for row in rows],
        "events": [row.said.event for row in rows],
        "bodies": [row.body for row in rows],
        "actor": actor,
        "kind": kind,
        "object": identifier,
        "detail": msgspec.json.encode(detail).decode(),
        "changed": list(decided.lasts),
        "lasts": list(decided.lasts.values()),
    }
