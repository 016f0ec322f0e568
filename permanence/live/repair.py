"""Repair: every few seconds, a handful of questions to the store for everybody who listens here.

What a lost hint, another process or a command on the machine changed reaches every listener within `EVERY_S`. The
questions are the same few however many listen: numbers of conversations, seats and tokens of officers, the queue.
"""

import asyncio
import logging
from collections.abc import Hashable
from uuid import UUID

from permanence.accounts import sessions
from permanence.lib.errors import Refused
from permanence.live import attendance, hub, ports, presence
from permanence.live.centre_reader import CentreReader
from permanence.live.metrics import counts
from permanence.live.models import Conversation, Guest, Seat
from permanence.live.reading import OfficerReader
from permanence.live.socket import Connection, connections
from permanence.live.store import in_store

EVERY_S = 4
CHUNK = 500
QUEUE_ANYWAY = 5
"""Turns after which the queue is told again though nobody came or went: places and estimates move with time."""

log = logging.getLogger(__name__)


class Repair:
    """Remembers from one turn to the next how the queue stood."""

    def __init__(self) -> None:
        self._queue: Hashable = None
        self._here: dict[UUID, str] = {}
        self._turn = 0

    async def for_ever(self) -> None:
        """Runs until cancelled; whatever fails is told and tried again at the next turn."""
        while True:
            await asyncio.sleep(EVERY_S)
            counts.repair_turns += 1
            try:
                await self.once()
            except Refused:
                counts.repair_failures += 1
                log.warning("repair: the store does not answer")
            except Exception:
                counts.repair_failures += 1
                log.exception("repair: a turn failed")

    async def once(self) -> None:
        """One turn."""
        await _numbers_of_conversations()
        await _rights_of_officers()
        await self._look_at_visitors()
        await self._look_at_queue()
        _look_at_boards()

    async def _look_at_visitors(self) -> None:
        """A visitor who polls goes without a word: that their time has passed is told to the officers who listen."""
        followed = {
            conversation
            for connection in list(connections)
            if isinstance(connection.reader, OfficerReader)
            for conversation in connection.seats
        }
        self._here = await in_store(_tell_who_went, followed, self._here) if followed else {}

    async def _look_at_queue(self) -> None:
        mark = await in_store(ports.desk().queue_mark)
        self._turn += 1
        if mark != self._queue or self._turn % QUEUE_ANYWAY == 0:
            self._queue = mark
            hub.changed_here(hub.QUEUE)


async def _numbers_of_conversations() -> None:
    followed = hub.conversations()
    for start in range(0, len(followed), CHUNK):
        numbers = await in_store(_numbers, followed[start : start + CHUNK])
        for connection in list(connections):
            for conversation in connection.seats.keys() & numbers.keys():
                connection.stands(conversation, *numbers[conversation])


async def _rights_of_officers() -> None:
    readers = [(one, one.reader) for one in list(connections) if isinstance(one.reader, OfficerReader)]
    if not readers:
        return
    good, seats, offers = await in_store(_seats_and_tokens, readers)
    for connection, reader in readers:
        changed = seats.get(reader.officer_id, (set(), set())) != (reader.held, reader.joined)
        if changed or reader.token not in good or offers.get(reader.officer_id, set()) != reader.offers:
            connection.recheck()


def _look_at_boards() -> None:
    """Centres' consoles are few: each looks at its board anew, and is told what differs."""
    for connection in list(connections):
        if isinstance(connection.reader, CentreReader):
            connection.look_at_queue_soon()


def _numbers(conversations: list[UUID]) -> dict[UUID, tuple[int, int]]:
    rows = Conversation.objects.filter(pk__in=conversations).values_list("pk", "last_seq", "revision")
    return {pk: (last, revision) for pk, last, revision in rows}


def _tell_who_went(followed: set[UUID], before: dict[UUID, str]) -> dict[UUID, str]:
    now: dict[UUID, str] = {}
    for conversation in Conversation.objects.filter(pk__in=followed):
        how = now[conversation.pk] = presence.visitor(conversation)[0]
        if before.get(conversation.pk, how) != how:
            attendance.tell_visitor(conversation)
    return now


def _seats_and_tokens(
    readers: list[tuple[Connection, OfficerReader]],
) -> tuple[set[str], dict[int, tuple[set[UUID], set[UUID]]], dict[int, set[str]]]:
    """Tokens that still open; by officer, what they hold and where they are guests; what is proposed to them. Who is
    connected is seen."""
    officers = {reader.officer_id for _, reader in readers}
    sessions.note_seen(officers)
    seats: dict[int, tuple[set[UUID], set[UUID]]] = {}
    for number, kind in enumerate((Seat.objects, Guest.objects)):
        rows = kind.filter(left_at=None, officer__in=officers)
        for officer, conversation in rows.values_list("officer_id", "conversation_id"):
            seats.setdefault(officer, (set(), set()))[number].add(conversation)
    return sessions.still_good({reader.token for _, reader in readers}), seats, ports.desk().offers(officers)
