"""The live channel's endpoint, plain ASGI: one connection, any number of conversations.

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

import msgspec

from permanence.lib.errors import Forbidden, Invalid, NotFound, Refused, TooMany, Unauthorised
from permanence.live import hub, protocol, store
from permanence.live.journal import Draft, Said, Written
from permanence.live.pace import Pace
from permanence.live.reading import OfficerReader, Opened, Reader, VisitorReader
from permanence.live.seats import Seat
from permanence.live.text import checked
from permanence.live.writer import writer

BACKLOG = 256
PAGE = 200
QUEUE_EVERY_S = 0.3
UNAUTHORISED_CLOSE = 4401

log = logging.getLogger(__name__)
Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
connections: set["Connection"] = set()


async def live(scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
    """The ASGI application behind `/live`."""
    del scope
    await receive()
    await send({"type": "websocket.accept"})
    connection = Connection(send)
    connections.add(connection)
    try:
        await connection.run(receive)
    finally:
        connections.discard(connection)


class Connection:
    """One WebSocket: reads frames in order, sends from a task of its own."""

    def __init__(self, send: Send) -> None:
        self.loop = asyncio.get_running_loop()
        self.seats: dict[UUID, Seat] = {}
        self.reader: Reader | None = None
        self.pace = Pace()
        self._send = send
        self._outgoing: deque[str] = deque()
        self._wake = asyncio.Event()
        self._stale: set[UUID] = set()
        self._recheck = False
        self._queue_stale = False
        self._queue_told: object = None
        self._closing = False

    # -- reading what the client says

    async def run(self, receive: Receive) -> None:
        """Until the client or the server goes away."""
        sending = self.loop.create_task(self._send_all())
        try:
            while (event := await receive())["type"] != "websocket.disconnect":
                if not self._closing:
                    await self._hear(event.get("text"))
        finally:
            sending.cancel()
            await self._part()

    async def _hear(self, text: str | None) -> None:
        named: dict[str, str] = {}
        try:
            if text is None:
                raise Invalid("Trame binaire.")
            if len(text) > protocol.LONGEST_FRAME:
                named = protocol.name_of(text)
                raise Invalid("Trame trop longue.")
            frame = protocol.decode(text)
            await self._obey(frame)
        except msgspec.DecodeError:
            self.refuse(Invalid("Trame illisible."), **protocol.name_of(text or ""))
        except Refused as refusal:
            self.refuse(refusal, **(named or protocol.name_of(text or "")))
        except Exception:
            log.exception("a frame failed")
            self.refuse(Refused("Erreur interne : la trame n'a pas été traitée."))

    async def _obey(self, frame: protocol.Frame) -> None:
        match frame:
            case protocol.Send():
                self._say(frame)
            case protocol.Ping():
                self.put({"type": "pong"})
            case protocol.Typing():
                self._typing(frame)
            case protocol.Open():
                await self._open(frame)
            case _:
                await self._others(frame)

    async def _others(self, frame: protocol.Frame) -> None:
        match frame:
            case protocol.Read():
                await self._reader().mark_read(self._seat(frame.conversation).conversation, frame.seq)
            case protocol.Follow():
                await self._follow(frame)
            case protocol.Unfollow():
                self._stand(frame.conversation)
            case protocol.Danger():
                await self._reader().danger(self._seat(frame.conversation).conversation)

    async def _follow(self, frame: protocol.Follow) -> None:
        known = frame.conversation in self.seats
        hub.join(hub.conversation_topic(frame.conversation), self)
        try:
            opened = await self._reader().follow(frame.conversation)
        except Refused:
            if not known:
                hub.part(hub.conversation_topic(frame.conversation), self)
            raise
        self._sit(opened, frame.after)

    def _reader(self) -> Reader:
        if self.reader is None:
            raise Forbidden("Ouvrez d'abord une conversation.")
        return self.reader

    def _seat(self, conversation: UUID) -> Seat:
        seat = self.seats.get(conversation)
        if seat is None:
            raise NotFound("Cette conversation n'est pas ouverte ici.")
        return seat

    def _say(self, frame: protocol.Send) -> None:
        self.pace.take()
        seat, reader = self._seat(frame.conversation), self._reader()
        draft = Draft(
            seat.conversation,
            reader.sender,
            checked(frame.text),
            id=frame.id,
            officer=reader.officer_id,
            name=reader.name,
        )
        writer.submit(draft, lambda result: self._written(draft, result))

    def _written(self, draft: Draft, result: Written | Refused) -> None:
        if isinstance(result, Refused):
            self.refuse(result, id=str(draft.id), conversation=str(draft.conversation))
        elif result.fresh:
            hub.said([result.said], origin=self)
            if draft.conversation not in self.seats:
                self._put(protocol.ack_frame(result.said))
        else:
            self._put(protocol.ack_frame(result.said))

    def _typing(self, frame: protocol.Typing) -> None:
        seat, reader = self._seat(frame.conversation), self._reader()
        told = {"type": "typing", "conversation": str(seat.conversation), "from": reader.sender.value}
        hub.passed(hub.conversation_topic(seat.conversation), told, but=self)

    async def _open(self, frame: protocol.Open) -> None:
        if frame.token:
            await self._open_as_officer(frame)
        elif frame.conversation is not None:
            await self._open_as_visitor(frame.conversation, frame)
        else:
            raise Invalid("Indiquez une conversation et son secret, ou un jeton.")

    async def _open_as_visitor(self, conversation: UUID, frame: protocol.Open) -> None:
        self._leave_other_kind(VisitorReader)
        hub.join(hub.conversation_topic(conversation), self)
        try:
            reader, opened = await VisitorReader.open(conversation, frame.secret, self)
        except Refused:
            if conversation not in self.seats:
                hub.part(hub.conversation_topic(conversation), self)
            raise
        if isinstance(self.reader, VisitorReader):
            self.reader.secrets.update(reader.secrets)
        else:
            self.reader = reader
        hub.join(hub.QUEUE, self)
        self._sit(opened, frame.after if isinstance(frame.after, int) else 0)

    async def _open_as_officer(self, frame: protocol.Open) -> None:
        self._leave_other_kind(OfficerReader)
        reader, me, held = await OfficerReader.open(frame.token, self)
        self.reader = reader
        hub.join(hub.officer_topic(reader.officer.pk), self)
        hub.join(hub.QUEUE, self)
        opened = await self._look_at(held)
        files = [one.view["file"] for one in opened]
        self.put({"type": "opened", "state": me["presence"], "last": 0, "officer": me, "conversations": files})
        self._queue_told, self._queue_stale = None, True
        after = frame.after if isinstance(frame.after, dict) else {}
        for one in opened:
            self._sit(one, after.get(str(one.conversation), one.last))
        self._recheck = True

    async def _look_at(self, conversations: set[UUID]) -> list[Opened]:
        """Listens first and looks then, so that nothing falls between."""
        for conversation in conversations:
            hub.join(hub.conversation_topic(conversation), self)
        return [await self._reader().look(conversation) for conversation in sorted(conversations)]

    def _leave_other_kind(self, kind: type[Reader]) -> None:
        if self.reader is not None and not isinstance(self.reader, kind):
            raise Forbidden("Cette connexion est déjà ouverte à un autre titre.")

    def _sit(self, opened: Opened, after: int) -> None:
        conversation = opened.conversation
        hub.join(hub.conversation_topic(conversation), self)
        self.seats[conversation] = Seat.at(opened, after)
        self.put({"type": "opened", "conversation": str(conversation), **opened.view})
        self._wake.set()

    def _stand(self, conversation: UUID) -> None:
        hub.part(hub.conversation_topic(conversation), self)
        self.seats.pop(conversation, None)

    # -- hearing from the hub (never blocks)

    def said(self, messages: Sequence[Said], origin: object) -> None:
        """See `hub.Listener`."""
        seat = self.seats.get(messages[0].conversation)
        for message in messages if seat else ():
            assert seat is not None
            if origin is self:
                self._put(protocol.ack_frame(message))
            if seat.heard(message.seq, own=origin is self, full=len(self._outgoing) >= BACKLOG):
                self._put(protocol.message_frame(message))
        self._wake.set()

    def changed(self, topic: str) -> None:
        """See `hub.Listener`."""
        if topic == hub.QUEUE:
            self.loop.call_later(QUEUE_EVERY_S, self._look_at_queue)
        elif topic.startswith("officer:"):
            self._recheck = True
        else:
            self._stale.add(UUID(topic.partition(":")[2]))
        self._wake.set()

    def passed(self, topic: str, frame: Mapping[str, Any]) -> None:
        """See `hub.Listener`."""
        del topic
        mine = self.reader is not None and self.reader.wants(frame)
        if mine and UUID(frame["conversation"]) in self.seats and len(self._outgoing) < BACKLOG:
            self.put(frame)

    def stands(self, conversation: UUID, last: int, revision: int) -> None:
        """The store's own numbers, every few seconds: repairs what a lost hint left out."""
        seat = self.seats.get(conversation)
        if seat is not None and seat.behind_after(last):
            self._wake.set()
        if seat is not None and seat.revision != revision:
            self._stale.add(conversation)
            self._wake.set()

    def recheck(self) -> None:
        """Look again at rights and queue (repair)."""
        self._recheck = isinstance(self.reader, OfficerReader)
        self._look_at_queue()

    def _look_at_queue(self) -> None:
        self._queue_stale = True
        self._wake.set()

    # -- sending

    def put(self, frame: Mapping[str, Any]) -> None:
        """One frame more for this client."""
        self._put(protocol.encode(frame))

    def _put(self, text: str) -> None:
        self._outgoing.append(text)
        self._wake.set()

    def refuse(self, refusal: Refused, **named: str) -> None:
        """Says why not; an `unauthorised` one ends the connection."""
        frame: dict[str, Any] = {"type": "error", "code": refusal.code, "detail": refusal.detail, **named}
        if isinstance(refusal, TooMany):
            frame["retry_after_s"] = refusal.retry_after_s
        self.put(frame)
        if isinstance(refusal, Unauthorised):
            self._closing = True

    async def _send_all(self) -> None:
        try:
            while True:
                await self._send_outgoing()
                if self._closing:
                    await self._send({"type": "websocket.close", "code": UNAUTHORISED_CLOSE})
                    return
                if not await self._work():
                    self._wake.clear()
                    if not self._outgoing:
                        await self._wake.wait()
        except Refused:
            log.warning("the store does not answer; the connection closes and its client comes back")
            await self._send({"type": "websocket.close", "code": 1013})
        except OSError:
            return  # the client is gone; the reading side says so

    async def _send_outgoing(self) -> None:
        while self._outgoing:
            await self._send({"type": "websocket.send", "text": self._outgoing.popleft()})

    async def _work(self) -> bool:
        """One piece of what is due besides frames; False when nothing is."""
        behind = next((seat for seat in self.seats.values() if seat.behind), None)
        if behind is not None:
            await self._catch_up(behind)
        elif self._recheck:
            self._recheck = False
            await self._look_at_rights()
        elif self._stale:
            await self._tell_state(self._stale.pop())
        elif self._queue_stale:
            self._queue_stale = False
            await self._tell_queue()
        else:
            return False
        return True

    async def _catch_up(self, seat: Seat) -> None:
        known = seat.target
        rows = await store.in_store(seat.read, PAGE)
        for said in rows:
            if seat.replayed(said.seq):
                self._put(protocol.message_frame(said))
        seat.caught_up(known, empty=not rows)

    async def _look_at_rights(self) -> None:
        if not isinstance(self.reader, OfficerReader):
            return
        try:
            gone, taken = await self.reader.recheck(list(self.seats))
        except Unauthorised as refusal:
            self.refuse(refusal)
            return
        for conversation in gone:
            self._stand(conversation)
            self.put({"type": "state", "conversation": str(conversation), "gone": True})
        for opened in await self._look_at(taken):
            self._sit(opened, opened.last)

    async def _tell_state(self, conversation: UUID) -> None:
        seat = self.seats.get(conversation)
        if seat is None or self.reader is None:
            return
        try:
            opened = await self.reader.look(conversation)
        except Unauthorised as refusal:
            self.refuse(refusal)
            return
        seat.revision, seat.waiting = opened.revision, opened.waiting
        seat.behind_after(opened.last)
        self.put({"type": "state", "conversation": str(conversation), **opened.view})

    async def _tell_queue(self) -> None:
        if self.reader is None:
            return
        waiting = [conversation for conversation, seat in self.seats.items() if seat.waiting]
        frames = await self.reader.queue(waiting)
        if frames != self._queue_told:
            self._queue_told = frames
            for frame in frames:
                self.put(frame)

    async def _part(self) -> None:
        for conversation in list(self.seats):
            hub.part(hub.conversation_topic(conversation), self)
        hub.part(hub.QUEUE, self)
        if self.reader is not None:
            await self.reader.gone(self, list(self.seats))
        self.seats.clear()


async def farewell(spread_ms: int) -> None:
    """Before a graceful stop: asks every client to come back, spread over `spread_ms` milliseconds."""
    import random

    for connection in list(connections):
        connection.put({"type": "reconnect", "after_ms": random.randint(0, spread_ms)})  # noqa: S311
    await asyncio.sleep(0.2)
