"""Who reads through a connection, and what they may hear: a visitor by secrets, an officer by a token."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from permanence.accounts import sessions
from permanence.accounts.models import Officer
from permanence.accounts.policy import Act, permits
from permanence.audit import journal as audit
from permanence.lib.errors import Forbidden, NotFound, Unauthorised
from permanence.lib.memo import Remembered
from permanence.live import access, actions, attendance, company, hub, ports, presence, situation
from permanence.live.models import Conversation, Sender
from permanence.live.ports import View
from permanence.live.reader import Opened, opened
from permanence.live.store import in_store


class VisitorReader:
    """A visitor: one secret a conversation."""

    sender = Sender.VISITOR
    officer_id = None
    name = ""

    def __init__(self, conversation: UUID, secret: str) -> None:
        self.secrets = {conversation: secret}

    @classmethod
    async def open(cls, conversation: UUID, secret: str, connection: object) -> tuple["VisitorReader", Opened]:
        """Checks the secret and says that the visitor is here. Raises `Unauthorised`."""

        def opening() -> Opened:
            found = access.visitor(conversation, secret)
            presence.visitor_connected(conversation, connection)
            actions.seen(found)
            attendance.tell_visitor(found)
            return opened(found, ports.desk().visitor_view(found))

        return cls(conversation, secret), await in_store(opening)

    def wants(self, frame: Mapping[str, Any]) -> bool:
        """See `Reader`."""
        if frame["type"] == "typing":
            return bool(frame["from"] == "officer")
        return frame["type"] != "presence" or "officer" in frame

    def speaks_in(self, conversation: UUID) -> bool:
        """See `Reader`."""
        return conversation in self.secrets

    def check(self, conversation: UUID, text: str) -> None:
        """See `Reader`: a visitor says what they want."""

    async def look(self, conversation: UUID) -> Opened:
        """See `Reader`."""

        def looking() -> Opened:
            found = access.visitor(conversation, self.secrets[conversation])
            return opened(found, ports.desk().visitor_view(found))

        return await in_store(looking)

    async def follow(self, conversation: UUID) -> Opened:
        """See `Reader`."""
        raise Forbidden("Une personne qui écrit ouvre sa conversation avec son secret.")

    async def mark_read(self, conversation: UUID, seq: int) -> None:
        """See `Reader`."""
        await in_store(_mark_read, conversation, "visitor", seq)

    async def danger(self, conversation: UUID) -> None:
        """See `Reader`."""

        def raising() -> None:
            ports.desk().danger(access.visitor(conversation, self.secrets[conversation]))

        await in_store(raising)

    async def queue(self, waiting: list[UUID]) -> list[View]:
        """See `Reader`."""
        if not waiting:
            return []
        places = await in_store(_places)
        return [
            {"type": "queue", "conversation": str(conversation), **places[conversation]}
            for conversation in waiting
            if conversation in places
        ]

    async def gone(self, connection: object, conversations: list[UUID]) -> None:
        """See `Reader`."""

        def telling() -> None:
            for conversation in conversations:
                presence.visitor_disconnected(conversation, connection)
                found = Conversation.objects.filter(pk=conversation).first()
                if found is not None:
                    attendance.tell_visitor(found)

        await in_store(telling)


class OfficerReader:
    """An officer: whatever the desk says they may read."""

    sender = Sender.OFFICER

    def __init__(self, officer: Officer, token: str) -> None:
        self.officer = officer
        self.officer_id = officer.pk
        self.name = officer.display_name
        self.token = token
        self.held: set[UUID] = set()
        self.guarded: set[UUID] = set()
        """Where somebody else may be reading what they write."""
        self.joined: set[UUID] = set()
        """Where they speak beside the one who holds it."""
        self.accompanied: set[UUID] = set()
        """Where more than one officer speaks, as was last looked at."""
        self._situation: View = {}
        self._now = self._situation

    @classmethod
    async def open(cls, token: str, connection: object) -> tuple["OfficerReader", View, set[UUID]]:
        """Checks the token; the officer, what they are told of themselves, and where they speak.

        Raises `Unauthorised`, or `Forbidden` to a role that the policy gives no queue.
        """

        def opening() -> tuple[OfficerReader, View, set[UUID]]:
            reader = cls(_on_the_desk(token), token)
            reader._note_where_they_speak()
            presence.officer_connected(reader.officer.pk, connection)
            audit.record_reading(
                by=reader.officer.actor,
                act="open live channel",
                on=("officer", reader.officer.pk),
                conversations=sorted(map(str, reader.spoken_in)),
            )
            attendance.tell_officer(reader.held, "here")
            hub.changed(hub.QUEUE)
            return reader, reader.situate(), reader.spoken_in

        return await in_store(opening)

    def wants(self, frame: Mapping[str, Any]) -> bool:
        """See `Reader`; of officers who type, where several speak, all but themselves."""
        if frame["type"] == "typing":
            return bool(frame["from"] == "visitor") or frame.get("by", self.officer_id) != self.officer_id
        return frame["type"] != "presence" or "visitor" in frame

    def speaks_in(self, conversation: UUID) -> bool:
        """See `Reader`: the one who holds it, and their guests."""
        return conversation in self.held or conversation in self.joined

    def check(self, conversation: UUID, text: str) -> None:
        """See `Reader`: nothing that betrays, where the author may be reading."""
        if conversation in self.guarded:
            ports.desk().guard(text)

    @property
    def spoken_in(self) -> set[UUID]:
        """Where they hold it or are a guest."""
        return self.held | self.joined

    def _note_where_they_speak(self) -> None:
        self.held = {conversation.pk for conversation in ports.desk().held_by(self.officer)}
        self.joined = company.joined_by(self.officer_id)

    async def look(self, conversation: UUID) -> Opened:
        """See `Reader`."""

        def looking() -> Opened:
            if conversation not in ports.desk().still_readable(self.officer, [conversation]):
                raise NotFound("Cette conversation n’est plus visible d’ici.")
            found = Conversation.objects.select_related("key").get(pk=conversation)
            return self._opened(found)

        return await in_store(looking)

    async def follow(self, conversation: UUID) -> Opened:
        """See `Reader`."""

        def reading() -> Opened:
            return self._opened(ports.desk().readable(self.officer, conversation))

        return await in_store(reading)

    def _opened(self, found: Conversation) -> Opened:
        desk, here = ports.desk(), self.accompanied
        view = desk.officer_view(self.officer, found)
        (here.add if "guests" in view["file"] else here.discard)(found.pk)
        (self.guarded.add if "author_may_read" in view["file"] else self.guarded.discard)(found.pk)
        return opened(found, view, desk.emergencies(self.officer, found))

    async def recheck(self, followed: list[UUID]) -> tuple[set[UUID], set[UUID]]:
        """Which of `followed` may no longer be read; in which they newly speak. Raises `Unauthorised`."""

        def checking() -> tuple[set[UUID], set[UUID]]:
            self.officer = sessions.bearer(self.token)
            if not permits(self.officer, Act.SEE_QUEUE):
                raise Unauthorised("Votre rôle a changé : connectez-vous de nouveau.")
            self._note_where_they_speak()
            self._now = situation.of(ports.desk().me(self.officer))
            gone = set(followed) - ports.desk().still_readable(self.officer, followed)
            return gone, self.spoken_in - set(followed)

        return await in_store(checking)

    @property
    def offers(self) -> set[str]:
        """The transfers, invitations and offers under way that they were told of, each with its end."""
        return situation.proposed(self._situation)

    def situate(self) -> View:
        """What they are told of themselves now; what changes from here on is news."""
        told = ports.desk().me(self.officer)
        self._situation = self._now = situation.of(told)
        return told

    def new_situation(self) -> View | None:
        """What changed of themselves elsewhere (presence, capacity, transfers), once; call after `recheck`."""
        if self._now == self._situation:
            return None
        self._situation = self._now
        return {"type": "state", "officer": self._now}

    async def mark_read(self, conversation: UUID, seq: int) -> None:
        """See `Reader`: only who speaks in the conversation marks it read."""
        if self.speaks_in(conversation):
            await in_store(_mark_read, conversation, "officer", seq)

    async def danger(self, conversation: UUID) -> None:
        """See `Reader`."""
        raise Forbidden("Un agent corrige le niveau depuis le dossier, avec un motif.")

    async def queue(self, waiting: list[UUID]) -> list[View]:
        """See `Reader`."""
        del waiting
        return [{"type": "queue", "waiting": await in_store(ports.desk().queue, self.officer)}]

    async def gone(self, connection: object, conversations: list[UUID]) -> None:
        """See `Reader`."""
        del conversations
        if presence.officer_disconnected(self.officer.pk, connection):
            attendance.tell_officer(self.held, "away")
            hub.changed(hub.QUEUE)


_places = Remembered(lambda: ports.desk().places(), for_s=0.25)
"""The whole queue, computed once for all who wait in it."""


def _on_the_desk(token: str) -> Officer:
    officer = sessions.bearer(token)
    if not permits(officer, Act.SEE_QUEUE):
        audit.record_refusal(by=officer.actor, act="open live channel", on=("officer", officer.pk), reason="policy")
        raise Forbidden("Votre rôle n’ouvre pas la brigade.")
    return officer


def _mark_read(conversation: UUID, side: str, seq: int) -> None:
    found = Conversation.objects.filter(pk=conversation).first()
    if found is None:
        raise Unauthorised(access.REFUSED)
    actions.mark_read(found, side, seq)
