"""What one connection is told: frames, replays, states, the queue.

Invariants
- A seat stands at a number. A message with the next number is sent at once; any other makes the seat `behind`, and the
  sending task reads what is missing from the journal, in order, until it has caught up. Lost hints, restarts, slow
  clients and reconnections are all that one rule.
- Nobody awaits a client but its own sending task. What waits for a slow client is bounded: beyond `BACKLOG` frames its
  seats fall behind and the journal keeps the rest.
- A message is acknowledged to the connection that sent it, in its place among the others.
- Rights are looked at again whenever a conversation or its officer changes.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from permanence.lib.errors import Forbidden, NotFound, Unauthorised
from permanence.lib.extensions import Direct
from permanence.live import hub, preview, protocol
from permanence.live.centre_reader import CentreReader
from permanence.live.journal import Said
from permanence.live.outgoing import Outgoing, Send
from permanence.live.reader import Opened, Reader
from permanence.live.reading import OfficerReader
from permanence.live.seats import Seat
from permanence.live.together import pages
from permanence.vault.sealing import Unreadable

BACKLOG = 256
QUEUE_EVERY_S = 0.3

log = logging.getLogger(__name__)


class Told(Outgoing):
    """The client's side of a connection: what it hears of, and what it is told of it."""

    def __init__(self, send: Send, direct: Direct | None = None) -> None:
        super().__init__(send, direct)
        self.seats: dict[UUID, Seat] = {}
        self.reader: Reader | None = None
        self._stale: set[UUID] = set()
        self.recheck_due = False
        self._queue_timer: asyncio.TimerHandle | None = None
        self.queue_stale = False
        self.queue_told: object = None
        self._counting: set[UUID] = set()
        """Conversations of which a countdown was told."""
        self._topics: set[hub.Topic] = set()
        """Those of a centre's console."""

    def sit(self, opened: Opened, after: int) -> None:
        """Takes (or takes again) a seat in a conversation, standing at `after`."""
        conversation = opened.conversation
        hub.join(conversation, self)
        self.seats[conversation] = Seat.at(opened, after)
        self.put({"type": "opened", "conversation": str(conversation), **opened.view})
        self._tell_emergencies(opened)
        self.wake.ring()

    def _stand(self, conversation: UUID) -> None:
        hub.part(conversation, self)
        self.seats.pop(conversation, None)

    async def look_at(self, conversations: set[UUID]) -> list[Opened]:
        """Listens first and looks then, so that nothing falls between."""
        for conversation in conversations:
            hub.join(conversation, self)
        return [await self.whoever().look(conversation) for conversation in sorted(conversations)]

    def whoever(self) -> Reader:
        """The person behind the connection. Raises `Forbidden` before `open`."""
        if self.reader is None:
            raise Forbidden("Ouvrez d’abord une conversation.")
        return self.reader

    # -- hearing from the hub (never blocks)

    def said(self, messages: Sequence[Said], origin: object) -> None:
        """See `hub.Listener`."""
        seat = self.seats.get(messages[0].conversation)
        if seat is None:
            self.look_at_queue_soon()
            return
        for message in messages:
            if origin is self:
                self.put_frame(protocol.ack_frame(message))
            if seat.heard(message.seq, own=origin is self, full=len(self.outgoing) >= BACKLOG):
                self.put_frame(protocol.message_frame(message))
        if seat.behind:
            self.wake.ring()

    def changed(self, topic: hub.Topic) -> None:
        """See `hub.Listener`."""
        if isinstance(topic, str) or isinstance(self.reader, CentreReader):
            self.look_at_queue_soon()
        elif isinstance(topic, UUID):
            self._stale.add(topic)
        else:
            self.recheck_due = True
        self.wake.ring()

    def passed(self, topic: hub.Topic, frame: Mapping[str, Any]) -> None:
        """See `hub.Listener`."""
        del topic
        mine = self.reader is not None and self.reader.wants(frame)
        if mine and UUID(frame["conversation"]) in self.seats and len(self.outgoing) < BACKLOG:
            self.put(preview.shown(frame))

    def reached(self, conversation: UUID, last: int) -> None:
        """See `hub.Listener`."""
        seat = self.seats.get(conversation)
        if seat is None:
            self.look_at_queue_soon()
        elif seat.behind_after(last):
            self.wake.ring()

    def stands(self, conversation: UUID, last: int, revision: int) -> None:
        """The store's own numbers, every few seconds: repairs what a lost hint left out."""
        seat = self.seats.get(conversation)
        if seat is not None and seat.behind_after(last):
            self.wake.ring()
        if seat is not None and seat.revision != revision:
            self._stale.add(conversation)
            self.wake.ring()

    def recheck(self) -> None:
        """Look again at rights (repair)."""
        self.recheck_due = True
        self.wake.ring()

    def look_at_queue_soon(self) -> None:
        """The queue, or a centre's board, is looked at in a moment: once for all that is announced until then."""
        if self._queue_timer is None:
            self._queue_timer = self.loop.call_later(QUEUE_EVERY_S, self._look_at_queue)

    def listen_as_centre(self) -> None:
        """A centre's console hears of its own topic, and of the conversations whose words stream there."""
        if isinstance(self.reader, CentreReader):
            for topic in self._topics - self.reader.topics:
                hub.part(topic, self)
            for topic in self.reader.topics - self._topics:
                hub.join(topic, self)
            self._topics = set(self.reader.topics)

    def _look_at_queue(self) -> None:
        self._queue_timer = None
        self.queue_stale = True
        self.wake.ring()

    # -- what is due besides frames

    async def work(self) -> bool:
        """One piece of what is due besides frames; False when nothing is."""
        behind = next((seat for seat in self.seats.values() if seat.behind), None)
        if behind is not None:
            await self._catch_up(behind)
        elif self.recheck_due:
            self.recheck_due = False
            await self._look_at_rights()
        elif self._stale:
            await self._tell_state(self._stale.pop())
        elif self.queue_stale:
            self.queue_stale = False
            await self._tell_queue()
        else:
            return False
        return True

    async def _catch_up(self, seat: Seat) -> None:
        known = seat.target
        try:
            rows = await pages.after(seat.conversation, seat.cursor)
        except Unreadable as error:  # its key was destroyed; the other conversations of this connection go on
            log.warning("a conversation cannot be read and is followed no more: %s", error)
            self._lose(seat.conversation)
            return
        for said in rows:
            if seat.replayed(said.seq):
                self.put_frame(protocol.message_frame(said))
        seat.caught_up(known, empty=not rows)

    async def _look_at_rights(self) -> None:
        if not isinstance(self.reader, OfficerReader):
            return
        try:
            gone, taken = await self.reader.recheck(list(self.seats))
        except Unauthorised as refusal:
            self.refuse(refusal)
            return
        if situation := self.reader.new_situation():
            self.put(situation)
        for conversation in gone:
            self._lose(conversation)
        for opened in await self.look_at(taken):
            if opened.conversation not in self.seats:  # the other task of this connection may have been quicker
                self.sit(opened, opened.last)

    def _lose(self, conversation: UUID) -> None:
        self._stand(conversation)
        self.put({"type": "state", "conversation": str(conversation), "gone": True})

    async def _tell_state(self, conversation: UUID) -> None:
        seat = self.seats.get(conversation)
        if seat is None or self.reader is None:
            return
        try:
            opened = await self.reader.look(conversation)
        except Unauthorised as refusal:
            self.refuse(refusal)
            return
        except NotFound:
            self._lose(conversation)
            return
        seat.revision, seat.waiting = opened.revision, opened.waiting
        seat.behind_after(opened.last)
        self.put({"type": "state", "conversation": str(conversation), **opened.view})
        self._tell_emergencies(opened)

    def _tell_emergencies(self, opened: Opened) -> None:
        """Its interventions and its countdown; that one is over is told where it was told to run."""
        conversation = opened.conversation
        for frame in opened.frames:
            self.put(frame)
        if any(frame["type"] == "watchdog" for frame in opened.frames):
            self._counting.add(conversation)
        elif conversation in self._counting:
            self._counting.discard(conversation)
            self.put({"type": "watchdog", "conversation": str(conversation), "deadline": None})

    async def _tell_queue(self) -> None:
        if self.reader is None:
            return
        waiting = [conversation for conversation, seat in self.seats.items() if seat.waiting]
        try:
            frames = await self.reader.queue(waiting)
        except Unauthorised as refusal:
            self.refuse(refusal)
            return
        self.listen_as_centre()
        if frames != self.queue_told:
            self.queue_told = frames
            for frame in frames:
                self.put(frame)
