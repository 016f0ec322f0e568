"""How a connection is opened, and as whom: a visitor by a secret, an officer or an operations centre by a token."""

from uuid import UUID

from permanence.lib.errors import Conflict, Forbidden, Invalid, Refused
from permanence.live import hub, protocol
from permanence.live.centre_reader import CentreReader
from permanence.live.reader import Reader
from permanence.live.reading import OfficerReader, VisitorReader
from permanence.live.telling import Told

MOST_OPEN = 200
"""Conversations that one connection follows."""


class Joining(Told):
    """The doors of a connection; what is heard afterwards is `socket.Connection`'s."""

    async def open(self, frame: protocol.Open) -> None:
        """See `protocol.Open`: a visitor by a secret, an officer or an operations centre by a token."""
        if frame.token:
            await self._open_as_officer(frame)
        elif frame.conversation is not None:
            await self._open_as_visitor(frame.conversation, frame)
        else:
            raise Invalid("Indiquez une conversation et son secret, ou un jeton.")

    async def _open_as_visitor(self, conversation: UUID, frame: protocol.Open) -> None:
        self._leave_other_kind(VisitorReader)
        self._make_room(conversation)
        hub.join(conversation, self)
        try:
            reader, opened = await VisitorReader.open(conversation, frame.secret, self)
        except Refused:
            if conversation not in self.seats:
                hub.part(conversation, self)
            raise
        if isinstance(self.reader, VisitorReader):
            self.reader.secrets.update(reader.secrets)
        else:
            self.reader = reader
        hub.join(hub.QUEUE, self)
        self.sit(opened, frame.after if isinstance(frame.after, int) else 0)

    async def _open_as_officer(self, frame: protocol.Open) -> None:
        if await self._opens_as_centre(frame.token):
            return
        self._leave_other_kind(OfficerReader)
        reader, me, held = await OfficerReader.open(frame.token, self)
        self.reader = reader
        hub.join(reader.officer.pk, self)
        hub.join(hub.QUEUE, self)
        opened = await self.look_at(held)
        files = [one.view["file"] for one in opened]
        self.put({"type": "opened", "state": me["presence"], "last": 0, "officer": me, "conversations": files})
        self.queue_told, self.queue_stale = None, True
        after = frame.after if isinstance(frame.after, dict) else {}
        for one in opened:
            self.sit(one, after.get(str(one.conversation), one.last))
        self.recheck()
        self.changed(hub.QUEUE)  # once more in a moment: what is told at once may be a quarter of a second old

    async def _opens_as_centre(self, token: str) -> bool:
        reader = await CentreReader.open(token, self)
        if reader is None:
            return False
        self._leave_other_kind(CentreReader)
        self.reader = reader
        self.put({"type": "opened", "state": "centre", "last": 0, "interventions": await reader.begin()})
        self.listen_as_centre()
        self.look_at_queue_soon()  # what came between the look and the listening
        return True

    def _leave_other_kind(self, kind: type[Reader]) -> None:
        if self.reader is not None and not isinstance(self.reader, kind):
            raise Forbidden("Cette connexion est déjà ouverte à un autre titre.")

    def _make_room(self, conversation: UUID) -> None:
        if conversation not in self.seats and len(self.seats) >= MOST_OPEN:
            raise Conflict(f"Au plus {MOST_OPEN} conversations ouvertes à la fois : fermez-en une.")

    async def follow(self, frame: protocol.Follow) -> None:
        """An officer reads a conversation along, or again."""
        self._make_room(frame.conversation)
        known = frame.conversation in self.seats
        hub.join(frame.conversation, self)
        try:
            opened = await self.whoever().follow(frame.conversation)
        except Refused:
            if not known:
                hub.part(frame.conversation, self)
            raise
        self.sit(opened, frame.after)
