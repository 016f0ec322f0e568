"""An operations centre's console: it is told of interventions, and says nothing on the live channel."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from permanence.accounts import sessions
from permanence.accounts.models import Officer
from permanence.audit import journal as audit
from permanence.lib.errors import Forbidden, NotFound, Unauthorised
from permanence.live import hub, ports, presence
from permanence.live.models import Sender
from permanence.live.ports import View
from permanence.live.reader import Opened
from permanence.live.store import in_store

ELSEWHERE = "Une console de centre opérationnel ne lit pas les conversations."


class CentreReader:
    """An operator of a centre; see `Reader`."""

    sender = Sender.SYSTEM

    def __init__(self, officer: Officer, token: str) -> None:
        self.officer = officer
        self.officer_id = officer.pk
        self.name = officer.display_name
        self.token = token
        self.topics: set[hub.Topic] = set()
        self._told: dict[str, View] = {}

    @classmethod
    async def open(cls, token: str, connection: object) -> "CentreReader | None":
        """Checks the token; None where it is no centre's. Raises `Unauthorised`."""

        def opening() -> CentreReader | None:
            officer = sessions.bearer(token)
            if not ports.centre().may_open(officer):
                return None
            presence.officer_connected(officer.pk, connection)
            on = ("officer", officer.pk)
            audit.record_reading(by=officer.actor, act="open live channel", on=on, centre=officer.centre)
            return cls(officer, token)

        return await in_store(opening)

    async def begin(self) -> list[View]:
        """The whole board, as it is told first."""
        self._told = await in_store(self._look)
        return list(self._told.values())

    def wants(self, frame: Mapping[str, Any]) -> bool:
        """See `Reader`."""
        return False

    def speaks_in(self, conversation: UUID) -> bool:
        """See `Reader`."""
        return False

    def check(self, conversation: UUID, text: str) -> None:
        """See `Reader`."""

    async def look(self, conversation: UUID) -> Opened:
        """See `Reader`."""
        raise NotFound(ELSEWHERE)

    async def follow(self, conversation: UUID) -> Opened:
        """See `Reader`."""
        raise Forbidden(ELSEWHERE)

    async def mark_read(self, conversation: UUID, seq: int) -> None:
        """See `Reader`."""

    async def danger(self, conversation: UUID) -> None:
        """See `Reader`."""
        raise Forbidden(ELSEWHERE)

    async def queue(self, waiting: list[UUID]) -> list[View]:
        """The interventions that changed since they were told, whole; those that left the board as `gone`."""
        del waiting
        board = await in_store(self._look)
        gone = [{"type": "intervention", "id": pk, "gone": True} for pk in self._told.keys() - board.keys()]
        changed = [{"type": "intervention", **one} for pk, one in board.items() if self._told.get(pk) != one]
        self._told = board
        return gone + changed

    async def gone(self, connection: object, conversations: list[UUID]) -> None:
        """See `Reader`."""
        del conversations
        presence.officer_disconnected(self.officer.pk, connection)

    def _look(self) -> dict[str, View]:
        self.officer = sessions.bearer(self.token)
        centre = ports.centre()
        if not centre.may_open(self.officer):
            raise Unauthorised("Votre rôle a changé : connectez-vous de nouveau.")
        self.topics = centre.topics(self.officer)
        return {one["id"]: one for one in centre.board(self.officer)}
