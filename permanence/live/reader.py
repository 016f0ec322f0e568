"""The person behind a connection, whoever it is: what the live channel asks of them. See `reading`, `centre_reader`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from permanence.live.models import Conversation, Sender, State
from permanence.live.ports import View


@dataclass(frozen=True)
class Opened:
    """A conversation as one reader sees it at one moment."""

    conversation: UUID
    last: int
    revision: int
    waiting: bool
    view: View
    frames: Sequence[View] = ()
    """Told after it."""


class Reader(Protocol):
    """The person behind a connection."""

    @property
    def sender(self) -> Sender:
        """On which side they speak."""

    @property
    def officer_id(self) -> int | None:
        """The officer's id, where it is one."""

    @property
    def name(self) -> str:
        """How they are introduced to the visitor."""

    def wants(self, frame: Mapping[str, Any]) -> bool:
        """Whether a soft frame is for them."""

    def speaks_in(self, conversation: UUID) -> bool:
        """Whether the other side hears them there, or they only read along."""

    def check(self, conversation: UUID, text: str) -> None:
        """Whether this may be said there now. Raises `Invalid`."""

    async def look(self, conversation: UUID) -> Opened:
        """The conversation as it stands. Raises `Unauthorised`, or `NotFound` when they may no longer see it."""

    async def follow(self, conversation: UUID) -> Opened:
        """Reads a conversation along."""

    async def mark_read(self, conversation: UUID, seq: int) -> None:
        """They have read up to `seq`."""

    async def danger(self, conversation: UUID) -> None:
        """They are in danger now."""

    async def queue(self, waiting: list[UUID]) -> list[View]:
        """The `queue` frames for them; `waiting`: the conversations of this connection that wait."""

    async def gone(self, connection: object, conversations: list[UUID]) -> None:
        """Their connection closed."""


def opened(conversation: Conversation, view: View, frames: Sequence[View] = ()) -> Opened:
    """A conversation as it stands, with the view of its reader and what is told after it."""
    waiting = conversation.state == State.WAITING
    return Opened(conversation.pk, conversation.last_seq, conversation.revision, waiting, view, frames)
