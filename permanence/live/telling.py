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
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from permanence.lib.bell import Bell
from permanence.lib.errors import Forbidden, NotFound, Refused, TooMany, Unauthorised
from permanence.lib.extensions import Direct
from permanence.live import hub, preview, protocol
from permanence.live.journal import Said
from permanence.live.reading import OfficerReader, Opened, Reader
from permanence.live.seats import Seat
from permanence.live.together import pages
from permanence.vault.sealing import Unreadable

BACKLOG = 256
MOST_DUE = 2_000
QUEUE_EVERY_S = 0.3
UNAUTHORISED_CLOSE = 4401
POLICY_CLOSE = 1008
TRY_AGAIN_LATER_CLOSE = 1013

log = logging.getLogger(__name__)
Send = Callable[[dict[str, Any]], Awaitable[None]]


class Told:
    """The client's side of a connection: what is due to it, and the task that sends it.

    Through `direct`, where the server has it, all that became due in one turn of the event loop goes out at its end, in
    one write; the task sends what a client did not take then.
    """

    def __init__(self, send: Send, direct: Direct | None = None) -> None:
        self.loop = asyncio.get_running_loop()
        self.seats: dict[UUID, Seat] = {}
        self.reader: Reader | None = None
        self._send = send
        self.direct = direct
        self._goes_out = False
        """At the end of this turn of the event loop."""
        self._sending = False
        """The task holds a text that this client has not taken: nothing may overtake it."""
        self._outgoing: deque[bytes] = deque()
        self._wake = Bell(self.loop)
        self._stale: set[UUID] = set()
        self.recheck_due = False
        self._queue_timer: asyncio.TimerHandle | None = None
        self.queue_stale = False
        self.queue_told: object = None
        self.closing = 0
        """The code with which the connection is about to close, once what is due was sent."""
        self._sent_last = False
        """Nothing more is sent: the client is gone, or the connection was closed."""

    def sit(self, opened: Opened, after: int) -> None:
        """Takes (or takes again) a seat in a conversation, standing at `after`."""
        conversation = opened.conversation
        hub.join(conversation, self)
        self.seats[conversation] = Seat.at(opened, after)
        self.put({"type": "opened", "conversation": str(conversation), **opened.view})
        self._wake.ring()

    def _stand(self, conversation: UUID) -> None:
        hub.part(conversation, self)
        self.seats.pop(conversation, None)

    def is_full(self) -> bool:
        """Whether too much is due to this client: who does not read is not heard either."""
        return len(self._outgoing) > MOST_DUE

    async def room(self) -> None:
        """Waits while too much is due."""
        while self.is_full() and not self._sent_last:
            await asyncio.sleep(0.05)

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
            return
        for message in messages:
            if origin is self:
                self.put_frame(protocol.ack_frame(message))
            if seat.heard(message.seq, own=origin is self, full=len(self._outgoing) >= BACKLOG):
                self.put_frame(protocol.message_frame(message))
        if seat.behind:
            self._wake.ring()

    def changed(self, topic: hub.Topic) -> None:
        """See `hub.Listener`."""
        if topic == hub.QUEUE:
            if self._queue_timer is None:
                self._queue_timer = self.loop.call_later(QUEUE_EVERY_S, self._look_at_queue)
        elif isinstance(topic, UUID):
            self._stale.add(topic)
        else:
            self.recheck_due = True
        self._wake.ring()

    def passed(self, topic: hub.Topic, frame: Mapping[str, Any]) -> None:
        """See `hub.Listener`."""
        del topic
        mine = self.reader is not None and self.reader.wants(frame)
        if mine and UUID(frame["conversation"]) in self.seats and len(self._outgoing) < BACKLOG:
            self.put(preview.shown(frame))

    def reached(self, conversation: UUID, last: int) -> None:
        """See `hub.Listener`."""
        seat = self.seats.get(conversation)
        if seat is not None and seat.behind_after(last):
            self._wake.ring()

    def stands(self, conversation: UUID, last: int, revision: int) -> None:
        """The store's own numbers, every few seconds: repairs what a lost hint left out."""
        seat = self.seats.get(conversation)
        if seat is not None and seat.behind_after(last):
            self._wake.ring()
        if seat is not None and seat.revision != revision:
            self._stale.add(conversation)
            self._wake.ring()

    def recheck(self) -> None:
        """Look again at rights (repair)."""
        self.recheck_due = True
        self._wake.ring()

    def _look_at_queue(self) -> None:
        self._queue_timer = None
        self.queue_stale = True
        self._wake.ring()

    # -- sending

    def put(self, frame: Mapping[str, Any]) -> None:
        """One frame more for this client."""
        self.put_frame(protocol.encode(frame))

    def put_frame(self, frame: bytes) -> None:
        self._outgoing.append(frame)
        if self.direct is None:
            self._wake.ring()
        elif not self._goes_out:
            self._goes_out = True
            self.loop.call_soon(self._go_out)

    def _go_out(self) -> None:
        """What is due, in one write; the task waits for who does not take it."""
        assert self.direct is not None
        self._goes_out = False
        if not self._outgoing:
            return
        if self._sending or not self.direct.write(self._outgoing):
            self._wake.ring()
        else:
            self._outgoing.clear()

    def refuse(self, refusal: Refused, **named: str) -> None:
        """Says why not; an `unauthorised` one ends the connection."""
        frame: dict[str, Any] = {"type": "error", "code": refusal.code, "detail": refusal.detail, **named}
        if isinstance(refusal, TooMany):
            frame["retry_after_s"] = refusal.retry_after_s
        self.put(frame)
        if isinstance(refusal, Unauthorised):
            self.close(UNAUTHORISED_CLOSE)

    def close(self, code: int) -> None:
        """Closes after what is due."""
        self.closing = self.closing or code
        self._wake.ring()

    async def send_all(self) -> None:
        """The task of this connection that sends, until it closes or its client is gone."""
        try:
            while True:
                await self._send_outgoing()
                if self.closing:
                    await self._send({"type": "websocket.close", "code": self.closing})
                    return
                if not await self._work():
                    self._wake.clear()
                    if not self._outgoing:
                        await self._wake.wait()
        except Refused:
            log.warning("the store does not answer; the connection closes and its client comes back")
            await self._send({"type": "websocket.close", "code": TRY_AGAIN_LATER_CLOSE})
        except OSError:
            return  # the client is gone; the reading side says so
        finally:
            self._sent_last = True

    async def _send_outgoing(self) -> None:
        self._sending = True
        while self._outgoing:
            await self._send({"type": "websocket.send", "text": self._outgoing.popleft().decode()})
        self._sending = False

    async def _work(self) -> bool:
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

    async def _tell_queue(self) -> None:
        if self.reader is None:
            return
        waiting = [conversation for conversation, seat in self.seats.items() if seat.waiting]
        frames = await self.reader.queue(waiting)
        if frames != self.queue_told:
            self.queue_told = frames
            for frame in frames:
                self.put(frame)
