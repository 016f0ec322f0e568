"""The hot path on PostgreSQL: one batch, one transaction, one round trip where a guess was right, two more where not.

A conversation is remembered as the last batch left it. The next batch is numbered and sealed from memory, and one
statement locks the conversations, compares each with what was remembered (its last number, and `revision`, which grows
with every change of state, holder or guests) and stores everything, or nothing at all where one differs or a key was
destroyed.
Then, and where something is not remembered, the careful way: a first trip locks the conversations and reads what is
known, a second stores and commits. Its statements run in a pipeline without BEGIN and COMMIT: what a pipeline sends up
to its one Sync, at its end, is one transaction (PostgreSQL, "Pipeline Mode"); results are fetched on the way with a
flush request, which ends nothing.

Both ways lock conversations in the order of their ids. `synchronous_commit` stays as the server has it: on, a commit is
on disk. Arrays travel as text, which costs Python a `join` each.
"""

import asyncio
from collections.abc import Coroutine, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from uuid import UUID

import msgspec
import psycopg

from permanence.lib.errors import Refused, Unavailable
from permanence.live.batch import Decided, Draft, Known, Standing, Written, audit_of, decide
from permanence.live.connect_postgresql import connect
from permanence.live.guess import Guess
from permanence.live.models import State

PATIENCE_S = 10
REFUSED = "Le message n’a pas pu être enregistré. Il reste affiché : réessayez."

LOCK = """
    SELECT c.id, c.state, c.last_seq, c.revision, k.wrapped
    FROM live_conversation c JOIN vault_datakey k ON k.id = c.key_id
    WHERE c.id = ANY(%s::uuid[]) ORDER BY c.id FOR UPDATE OF c
"""
# After the lock, hence with a snapshot that sees what the former holder of the lock committed.
SPEAKERS_AND_KNOWN = """
    SELECT s.conversation_id, s.officer_id, NULL::uuid, NULL::int4, NULL::timestamptz, NULL::text
    FROM live_seat s WHERE s.conversation_id = ANY(%s::uuid[]) AND s.left_at IS NULL
    UNION ALL
    SELECT g.conversation_id, g.officer_id, NULL, NULL, NULL, 'guest'
    FROM live_guest g WHERE g.conversation_id = ANY(%s::uuid[]) AND g.left_at IS NULL
    UNION ALL
    SELECT m.conversation_id, NULL, m.client_id, m.seq, m.at, m.sender
    FROM unnest(%s::uuid[], %s::uuid[]) AS d(conversation, id)
    JOIN live_message m ON m.conversation_id = d.conversation AND m.client_id = d.id
"""
# Every look-up of the hot path is by index. Without statistics (a new database, a table that grows faster than it is
# analysed) the planner would read whole tables.
PLANS = """
    SET TIME ZONE 'UTC'; SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off
"""
STORED = """
    said AS (
        INSERT INTO live_message (conversation_id, seq, client_id, sender, officer_id, at, event, body)
        SELECT d.conversation, d.seq, d.id, d.sender, d.officer, %(at)s::timestamptz, '', d.body
        FROM guess, unnest(%(conversations)s::uuid[], %(seqs)s::int4[], %(ids)s::uuid[], %(senders)s::text[],
                           %(officers)s::int8[], %(bodies)s::bytea[])
             AS d(conversation, seq, id, sender, officer, body)
        WHERE guess.is_right
    ), audited AS (
        INSERT INTO audit_entry (at, actor, act, object_kind, object_id, outcome, reason, detail)
        SELECT %(at)s::timestamptz, %(actor)s::text, 'write in conversation', %(kind)s::text, %(object)s::text,
               'done', '', %(detail)s::jsonb
        FROM guess WHERE guess.is_right AND %(actor)s::text <> ''
    )
    UPDATE live_conversation c SET last_seq = n.last
    FROM guess, unnest(%(changed)s::uuid[], %(lasts)s::int4[]) AS n(id, last) WHERE c.id = n.id AND guess.is_right
"""
STORE = f"WITH guess AS (SELECT true AS is_right), {STORED}"
STORE_IF_RIGHT = f"""
    WITH unchanged AS (
        SELECT c.id
        FROM unnest(%(changed)s::uuid[], %(befores)s::int4[], %(revisions)s::int4[]) AS g(id, last, revision)
        JOIN live_conversation c ON c.id = g.id
        JOIN vault_datakey k ON k.id = c.key_id
        WHERE c.last_seq = g.last AND c.revision = g.revision AND k.destroyed_at IS NULL
        ORDER BY c.id FOR UPDATE OF c
    ), guess AS (
        SELECT count(*) = cardinality(%(changed)s::uuid[]) AS is_right FROM unchanged
    ), {STORED}
"""  # noqa: S608 (constants alone)
MOST_REMEMBERED = 10_000


class PostgresqlStore:
    """See `writer.Store`."""

    def __init__(self) -> None:
        self._connection: psycopg.AsyncConnection[Any] | None = None
        self._remembered: dict[UUID, Standing] = {}
        """Conversations as they were left, the longest unused first."""
        self._shared: set[UUID] = set()
        """Those of them in which somebody else wrote since: not guessed, until nobody did between two batches."""
        self._gathering: Guess | None = None
        self._turn = asyncio.Lock()

    def foresee(self, draft: Draft) -> None:
        """See `writer.Store`."""
        if self._gathering is None:
            self._gathering = self._guess()
        self._gathering.take(draft)

    def commit(self, drafts: Sequence[Draft]) -> Coroutine[Any, Any, list[Written | Refused]]:
        """See `writer.Store`: from the call on, what comes next is guessed as if these were stored."""
        guess, self._gathering = self._gathering, None
        if guess is None or not guess.is_of(drafts):
            guess = self._guess()
            for draft in drafts:
                guess.take(draft)
        if not guess.wrong:
            self._remember(guess.after)
        return self._in_turn(guess)

    async def _in_turn(self, guess: Guess) -> list[Written | Refused]:
        async with self._turn:
            return await self._within_patience(guess)

    async def _within_patience(self, guess: Guess) -> list[Written | Refused]:
        try:
            async with asyncio.timeout(PATIENCE_S):
                database = await self._open()
                if not guess.wrong:
                    if await self._was_right(database, guess):
                        return guess.decided.results
                    guess.take_back()
                return await self._commit(database, guess.drafts)
        except (psycopg.Error, OSError, TimeoutError) as error:
            await self.aclose()
            raise Unavailable(REFUSED) from error
        except BaseException:
            await self.aclose()
            raise

    def reached(self, conversation: UUID, last: int) -> None:
        """Another process wrote: no guess for the next batch."""
        standing = self._remembered.get(conversation)
        if standing is not None and standing.last < last:
            self._shared.add(conversation)

    async def aclose(self) -> None:
        """Closes the connection, whatever state it is in: an open transaction is rolled back by the server."""
        self._remembered.clear()
        self._shared.clear()
        opened, self._connection = self._connection, None
        if opened is not None:
            await opened.close()

    async def _was_right(self, database: psycopg.AsyncConnection[Any], guess: Guess) -> bool:
        """Stores it, or nothing at all where something is not as remembered."""
        lasts = guess.decided.lasts
        guessed = {
            "befores": _array([str(guess.before[conversation]) for conversation in lasts]),
            "revisions": _array([str(guess.after[conversation].revision) for conversation in lasts]),
        }
        try:
            stored = await database.execute(STORE_IF_RIGHT, {**_arguments(guess.decided), **guessed}, prepare=True)
        except psycopg.errors.UniqueViolation:  # a retry of what is stored already
            return False
        return stored.rowcount == len(lasts)

    def _guess(self) -> Guess:
        return Guess(self._remembered, self._shared, datetime.now(UTC))

    async def _commit(self, database: psycopg.AsyncConnection[Any], drafts: Sequence[Draft]) -> list[Written | Refused]:
        conversations = _array([draft.conversation.hex for draft in drafts])
        ids = _array([draft.id.hex for draft in drafts])
        async with database.pipeline():
            locked = await database.execute(LOCK, [conversations], prepare=True)
            stored = await database.execute(SPEAKERS_AND_KNOWN, [*[conversations] * 3, ids], prepare=True)
            standings = {
                pk: Standing(state == State.ENDED, last, bytes(wrapped), revision=revision)
                for pk, state, last, revision, wrapped in await locked.fetchall()
            }
            known: dict[tuple[UUID, UUID], Known] = {}
            for conversation, officer, client_id, seq, at, sender in await stored.fetchall():
                if sender == "guest":
                    standings[conversation].guests |= {officer}
                elif client_id is None:
                    standings[conversation].holder = officer
                else:
                    known[conversation, client_id] = Known(seq, at, sender)
            self._note_shared(standings)
            decided = decide(drafts, standings, known, datetime.now(UTC))
            if decided.rows:
                await database.execute(STORE, _arguments(decided), prepare=True)
        self._remember(standings)
        return decided.results

    def _note_shared(self, found: Mapping[UUID, Standing]) -> None:
        for conversation, standing in found.items():
            known = self._remembered.get(conversation)
            if known is not None and known.last != standing.last:
                self._shared.add(conversation)
            else:
                self._shared.discard(conversation)

    def _remember(self, standings: Mapping[UUID, Standing]) -> None:
        for conversation, standing in standings.items():
            self._remembered.pop(conversation, None)
            self._remembered[conversation] = standing
        for conversation in list(islice(self._remembered, max(0, len(self._remembered) - MOST_REMEMBERED))):
            del self._remembered[conversation]
            self._shared.discard(conversation)

    async def _open(self) -> psycopg.AsyncConnection[Any]:
        if self._connection is None or self._connection.closed:
            self._connection = await connect()
            await self._connection.execute(PLANS)
        return self._connection


def _arguments(decided: Decided) -> dict[str, str]:
    rows = decided.rows
    actor, (kind, identifier), detail = audit_of(rows) or ("", ("", ""), {})
    return {
        "at": rows[0].said.at.isoformat(),
        "conversations": _array([row.said.conversation.hex for row in rows]),
        "seqs": _array([str(row.said.seq) for row in rows]),
        "ids": _array([row.said.id.hex for row in rows]),
        "senders": _array([row.said.sender for row in rows]),
        "officers": _array(["NULL" if row.officer is None else str(row.officer) for row in rows]),
        "bodies": _array([f"\\\\x{row.body.hex()}" for row in rows]),
        "actor": actor,
        "kind": kind,
        "object": identifier,
        "detail": msgspec.json.encode(detail).decode(),
        "changed": _array([conversation.hex for conversation in decided.lasts]),
        "lasts": _array([str(last) for last in decided.lasts.values()]),
    }


def _array(parts: Iterable[str]) -> str:
    """An array as PostgreSQL reads it; the parts are hexadecimal, numbers or words of our own, never what was typed."""
    return "{" + ",".join(parts) + "}"
