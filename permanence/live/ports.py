"""What the live room needs from the rooms above, handed down by `config/wiring.py`.

The socket knows who speaks and what was said; which force, which level, who may read along is the desk's to say.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from permanence.accounts.models import Officer
from permanence.live.models import Conversation

View = dict[str, Any]


@dataclass(frozen=True)
class Desk:
    """The desk, as seen from the socket. All are synchronous and touch the store."""

    visitor_view: Callable[[Conversation], View]
    """State, officer, queue place: the fields of `opened` and `state` for a visitor."""
    officer_view: Callable[[Officer, Conversation], View]
    """The file of a conversation and the visitor's presence: the fields of `opened` and `state` for an officer."""
    emergencies: Callable[[Officer, Conversation], list[View]]
    """Whole frames told after a conversation's state: its emergencies (`intervention`, `watchdog`), its case."""
    me: Callable[[Officer], View]
    readable: Callable[[Officer, UUID], Conversation]
    """The conversation, if the officer may read it; raises `NotFound` and leaves a row in the audit journal."""
    still_readable: Callable[[Officer, list[UUID]], set[UUID]]
    held_by: Callable[[Officer], list[Conversation]]
    offers: Callable[[set[int]], dict[int, set[str]]]
    """By officer, `ID END` of each transfer, invitation and offer under way that concerns them."""
    queue: Callable[[Officer], list[View]]
    queue_mark: Callable[[], Hashable]
    """Something that differs when the queue does, cheaply."""
    places: Callable[[], dict[UUID, View]]
    """Of every waiting visitor: position and estimate."""
    danger: Callable[[Conversation], None]
    """The visitor says that they are in danger now."""
    guard: Callable[[str], None]
    """Raises where a text must not be written while somebody else may be reading (`file.author_may_read`)."""


@dataclass(frozen=True)
class Centre:
    """An operations centre's console, as seen from the socket. All are synchronous and touch the store."""

    may_open: Callable[[Officer], bool]
    topics: Callable[[Officer], set[UUID | int | str]]
    """What its console listens to: the centre's own topic, and the conversations whose words stream there."""
    board: Callable[[Officer], list[View]]
    """The interventions it must see, each with an `id`."""


_desk: Desk | None = None
_centre: Centre | None = None


def connect(desk: Desk, centre: Centre) -> None:
    """Called once, by the wiring."""
    global _desk, _centre
    _desk, _centre = desk, centre


def desk() -> Desk:
    """The desk that was connected."""
    assert _desk is not None, "config.wiring.connect() was not called"
    return _desk


def centre() -> Centre:
    """The operations centres' side that was connected."""
    assert _centre is not None, "config.wiring.connect() was not called"
    return _centre
