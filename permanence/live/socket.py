"""The live channel's endpoint, plain ASGI: one connection, any number of conversations.

Reads a client's frames in order and obeys them; what the client is told is `telling.py`. A frame that is refused is
answered `error`, and the connection stays open unless its secret or token is wrong.
"""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

import msgspec

from permanence.accounts.policy import Act
from permanence.audit import journal as audit
from permanence.lib.errors import Forbidden, Invalid, NotFound, Refused, TooMany
from permanence.lib.extensions import DIRECT, Direct
from permanence.lib.limits import client_of
from permanence.live import hub, preview, protocol
from permanence.live.crowd import crowd
from permanence.live.joining import Joining
from permanence.live.journal import Draft, Written
from permanence.live.models import Sender
from permanence.live.outgoing import POLICY_CLOSE, TRY_AGAIN_LATER_CLOSE, Send
from permanence.live.pace import OTHER_BURST, OTHER_PER_SECOND, Pace
from permanence.live.reading import OfficerReader
from permanence.live.seats import Seat
from permanence.live.store import in_store
from permanence.live.text import checked
from permanence.live.writer import writer

log = logging.getLogger(__name__)
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
OPENS_WITHIN_S = 60
"""Who has opened nothing by then is not a visitor and not an officer."""
TOO_FAST_S = 0.02
"""After each frame that came too fast nothing is read for so long: a flood waits in its own machine, not in ours."""
connections: set["Connection"] = set()


async def live(scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
    """The ASGI application behind `/live`."""
    await receive()
    await send({"type": "websocket.accept"})
    connection = Connection(send, scope.get("extensions", {}).get(DIRECT))
    client = client_of((scope.get("client") or ("",))[0])
    if not crowd.enter(client):
        await connection.turn_away()
        return
    connections.add(connection)
    try:
        await connection.run(receive)
    finally:
        crowd.leave(client)
        connections.discard(connection)


class Connection(Joining):
    """One WebSocket: reads frames in order, sends from a task of its own.

    Where the server can, a message is heard and told without either task (`hear_at_once`, `Told`).
    """

    def __init__(self, send: Send, direct: Direct | None = None) -> None:
        super().__init__(send, direct)
        self.pace = Pace()
        self.other_pace = Pace(OTHER_BURST, OTHER_PER_SECOND, detail="Trop de demandes à la fois.")
        self._noting: set[asyncio.Task[None]] = set()

    async def run(self, receive: Receive) -> None:
        """Until the client or the server goes away."""
        sending = self.loop.create_task(self.send_all())
        patience = self.loop.call_later(OPENS_WITHIN_S, self._expect_somebody)
        if self.direct is not None:
            self.direct.listen(self.hear_at_once)
        try:
            while (event := await receive())["type"] != "websocket.disconnect":
                if not self.closing:
                    await self._hear(event.get("text"))
                    await self.room()
        finally:
            patience.cancel()
            sending.cancel()
            await self._part()

    def hear_at_once(self, text: str) -> bool:
        """Takes what needs nobody's wait: a message into a conversation that is open here. Anything else, and every
        refusal, is heard in its turn."""
        if self.closing or self.is_full() or len(text) > protocol.LONGEST_FRAME:
            return False
        try:
            frame = protocol.decode(text)
        except (msgspec.DecodeError, RecursionError):
            return False
        if type(frame) is not protocol.Send:
            return False
        if not (seat := self.seats.get(frame.conversation)) or not self.pace.may_go():
            return False
        try:
            self._say(seat, frame)
        except Refused as refusal:
            self.refuse(refusal, id=str(frame.id), conversation=str(frame.conversation))
        except Exception:
            log.exception("a frame failed")
            self.refuse(Refused("Erreur interne : la trame n’a pas été traitée."))
        return True

    async def turn_away(self) -> None:
        """One connection too many from the same client."""
        self.refuse(TooMany("Trop de connexions depuis votre réseau : fermez des onglets.", retry_after_s=30))
        self.close(TRY_AGAIN_LATER_CLOSE)
        await self.send_all()

    def _expect_somebody(self) -> None:
        if self.reader is None:
            self.close(POLICY_CLOSE)

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
        except (msgspec.DecodeError, RecursionError):
            self.refuse(Invalid("Trame illisible."), **protocol.name_of(text or ""))
        except Refused as refusal:
            self.refuse(refusal, **(named or protocol.name_of(text or "")))
            if isinstance(refusal, TooMany):
                await asyncio.sleep(TOO_FAST_S)
        except Exception:
            log.exception("a frame failed")
            self.refuse(Refused("Erreur interne : la trame n’a pas été traitée."))

    async def _obey(self, frame: protocol.Frame) -> None:
        if isinstance(frame, protocol.Send):
            self.pace.take()
        elif not isinstance(frame, protocol.Danger):  # who is in danger is never told to slow down
            self.other_pace.take()
        if isinstance(frame, protocol.Send | protocol.Typing | protocol.Read):
            await self._sit_late(frame.conversation)
        match frame:
            case protocol.Send():
                self._say(self._seat(frame.conversation), frame)
            case protocol.Ping():
                self.put({"type": "pong"})
            case protocol.Typing():
                self._typing(frame)
            case protocol.Open():
                await self.open(frame)
            case _:
                await self._others(frame)

    async def _others(self, frame: protocol.Frame) -> None:
        match frame:
            case protocol.Read():
                await self.whoever().mark_read(self._seat(frame.conversation).conversation, frame.seq)
            case protocol.Follow():
                await self.follow(frame)
            case protocol.Unfollow():
                self._stand(frame.conversation)
            case protocol.Danger():
                await self.whoever().danger(self._seat(frame.conversation).conversation)

    def _seat(self, conversation: UUID) -> Seat:
        seat = self.seats.get(conversation)
        if seat is None:
            self._note_refusal(conversation)
            raise NotFound("Cette conversation n’est pas ouverte ici.")
        return seat

    async def _sit_late(self, conversation: UUID) -> None:
        """A claim made a moment ago through the HTTP door may not have reached this connection: it looks before it
        refuses what its officer says at once."""
        if conversation not in self.seats and isinstance(self.reader, OfficerReader):
            await self._look_at_rights()

    def _say(self, seat: Seat, frame: protocol.Send) -> None:
        reader = self.whoever()
        text, by, name = checked(frame.text), reader.officer_id, reader.name
        reader.check(seat.conversation, text)
        draft = Draft(seat.conversation, reader.sender, text, id=frame.id, officer=by, name=name)
        writer.submit(draft, lambda result: self._written(draft, result))

    def _written(self, draft: Draft, result: Written | Refused) -> None:
        if isinstance(result, Refused):
            if isinstance(result, Forbidden):
                self._note_refusal(draft.conversation)
            self.refuse(result, id=str(draft.id), conversation=str(draft.conversation))
        elif result.fresh:
            hub.said([result.said], origin=self)
            seat = self.seats.get(draft.conversation)
            if seat is None:
                self.put_frame(protocol.ack_frame(result.said))
            elif seat.waiting:
                hub.changed(hub.QUEUE)
        else:
            self.put_frame(protocol.ack_frame(result.said))

    def _note_refusal(self, conversation: UUID) -> None:
        """What an officer tried where they may not speak stays in the audit journal."""
        if isinstance(self.reader, OfficerReader):
            by, on = self.reader.officer.actor, ("conversation", conversation)
            noting = partial(audit.record_refusal, by=by, act=Act.WRITE, on=on, reason="policy")
            task = self.loop.create_task(in_store(noting))
            self._noting.add(task)
            task.add_done_callback(self._noting.discard)

    def _typing(self, frame: protocol.Typing) -> None:
        seat, reader = self._seat(frame.conversation), self.whoever()
        if not reader.speaks_in(seat.conversation):
            return  # who reads along is not announced as about to answer
        told: preview.Frame = {"type": "typing", "conversation": str(seat.conversation), "from": reader.sender.value}
        if reader.sender == Sender.VISITOR:
            told = preview.carried(told, frame.text)
        elif isinstance(reader, OfficerReader) and seat.conversation in reader.accompanied:
            told = preview.signed(told, reader.officer_id, reader.name)
        hub.passed(seat.conversation, told, but=self)

    async def _part(self) -> None:
        hub.leave(self)
        if self.reader is not None:
            await self.reader.gone(self, list(self.seats))
        self.seats.clear()


async def farewell(spread_ms: int) -> None:
    """Before a graceful stop: asks every client to come back, spread over `spread_ms` milliseconds."""
    for connection in list(connections):
        connection.put({"type": "reconnect", "after_ms": random.randint(0, spread_ms)})  # noqa: S311
    await asyncio.sleep(0.2)
