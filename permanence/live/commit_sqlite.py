"""The hot path on SQLite: one batch, one transaction, written inline on the event loop through a connection of its own.

Inline because it was measured faster than a writer thread in every pair; hence short: other transactions are waited
for without blocking the loop, a little at a time.
"""

import asyncio
import sqlite3
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import msgspec
from django.db import connection

from permanence.lib.errors import Refused, Unavailable
from permanence.live.batch import Decided, Draft, Known, Standing, Written, audit_of, decide
from permanence.live.models import State

PATIENCE_S = 15
PAUSE_S = 0.002
NOBODY: frozenset[int] = frozenset()
REFUSED = "Le message n’a pas pu être enregistré. Il reste affiché : réessayez."


class SqliteStore:
    """See `writer.Store`."""

    def __init__(self) -> None:
        self._connection: sqlite3.Connection | None = None

    def foresee(self, draft: Draft) -> None:
        """See `writer.Store`: nothing is worth preparing here."""

    async def commit(self, drafts: Sequence[Draft]) -> list[Written | Refused]:
        """See `writer.Store`. Raises `Unavailable` where the database fails or stays locked by another writer."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                return self._commit(drafts)
            except sqlite3.OperationalError as error:
                busy = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
                if not busy or time.monotonic() > deadline:
                    self._close()
                    raise Unavailable(REFUSED) from error
            except sqlite3.Error as error:
                self._close()
                raise Unavailable(REFUSED) from error
            await asyncio.sleep(PAUSE_S)

    def reached(self, conversation: UUID, last: int) -> None:
        """See `writer.Store`: every batch reads the rows anyway."""

    async def aclose(self) -> None:
        """See `writer.Store`."""
        self._close()

    def _close(self) -> None:
        """Lets go of the connection; the next batch opens another."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _commit(self, drafts: Sequence[Draft]) -> list[Written | Refused]:
        database = self._open()
        database.execute("BEGIN IMMEDIATE")
        try:
            decided = decide(drafts, _standings(database, drafts), _known(database, drafts), datetime.now(UTC))
            if decided.rows:
                _store(database, decided)
            database.execute("COMMIT")
        except BaseException:
            if database.in_transaction:
                database.execute("ROLLBACK")
            raise
        return decided.results

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            name = str(connection.settings_dict["NAME"])
            opened = sqlite3.connect(name, timeout=0, isolation_level=None, uri=name.startswith("file:"))
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
                opened.execute(f"PRAGMA {pragma}")
            self._connection = opened
        return self._connection


def _standings(database: sqlite3.Connection, drafts: Sequence[Draft]) -> dict[UUID, Standing]:
    ids = {draft.conversation.hex: draft.conversation for draft in drafts}
    rows = database.execute(
        f"""
        SELECT c.id, c.state, c.last_seq, k.wrapped,
               (SELECT s.officer_id FROM live_seat s WHERE s.conversation_id = c.id AND s.left_at IS NULL),
               (SELECT group_concat(g.officer_id) FROM live_guest g
                WHERE g.conversation_id = c.id AND g.left_at IS NULL)
        FROM live_conversation c JOIN vault_datakey k ON k.id = c.key_id WHERE c.id IN ({_marks(len(ids))})
        """,  # noqa: S608 (marks only)
        list(ids),
    )
    return {
        ids[hexadecimal]: Standing(state == State.ENDED, last, bytes(wrapped), holder, guests=_numbers(guests))
        for hexadecimal, state, last, wrapped, holder, guests in rows
    }


def _numbers(listed: str | None) -> frozenset[int]:
    """What `group_concat` gives of ids; it gives nothing of none."""
    return frozenset(map(int, listed.split(","))) if listed else NOBODY


def _known(database: sqlite3.Connection, drafts: Sequence[Draft]) -> dict[tuple[UUID, UUID], Known]:
    pairs = [part for draft in drafts for part in (draft.conversation.hex, draft.id.hex)]
    values = ",".join(["(?,?)"] * len(drafts))
    rows = database.execute(
        f"""
        WITH drafts(conversation, id) AS (VALUES {values})
        SELECT m.conversation_id, m.client_id, m.seq, m.at, m.sender
        FROM drafts d CROSS JOIN live_message m ON m.conversation_id = d.conversation AND m.client_id = d.id
        """,  # noqa: S608 (marks only)
        pairs,
    )
    return {
        (UUID(conversation), UUID(client_id)): Known(seq, _moment(at), sender)
        for conversation, client_id, seq, at, sender in rows
    }


def _store(database: sqlite3.Connection, decided: Decided) -> None:
    at = _stored(decided.rows[0].said.at)
    database.executemany(
        "INSERT INTO live_message (conversation_id, seq, client_id, sender, officer_id, at, event, body) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                row.said.conversation.hex,
                row.said.seq,
                row.said.id.hex,
                row.said.sender,
                row.officer,
                at,
                row.said.event,
                row.body,
            )
            for row in decided.rows
        ],
    )
    database.executemany(
        "UPDATE live_conversation SET last_seq = ? WHERE id = ?",
        [(last, conversation.hex) for conversation, last in decided.lasts.items()],
    )
    entry = audit_of(decided.rows)
    if entry is not None:
        actor, (kind, identifier), detail = entry
        database.execute(
            "INSERT INTO audit_entry (at, actor, act, object_kind, object_id, outcome, reason, detail) "
            "VALUES (?, ?, 'write in conversation', ?, ?, 'done', '', ?)",
            (at, actor, kind, identifier, msgspec.json.encode(detail).decode()),
        )


def _marks(count: int) -> str:
    return ",".join("?" * count)


def _stored(at: datetime) -> str:
    """As Django writes moments on SQLite."""
    return str(at.astimezone(UTC).replace(tzinfo=None))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
