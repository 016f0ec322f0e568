"""Who is here: soft state, which expires by itself and survives nothing.

Only the visitor's own leaving (quick exit, closed) is durable, on the conversation; everything else is known from
connections, from the polls of pages without a script, and from what the other processes say of theirs: `HERE_FOR_S`
seconds from each heartbeat (`relay.py`), after which a process that fell silent has nobody any more.
"""

import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID

from permanence.live.models import Conversation

clock: Callable[[], float] = time.time
POLL_KEEPS_S = 40
"""A visitor who polls (long polling, refreshing frame) is here this long after each request."""
HERE_FOR_S = 30
FORGET_AFTER_S = 24 * 3600


class Outward(Protocol):
    """The way to the other processes; may not block or raise, and any thread may call."""

    def here(self, visitors: Collection[UUID], officers: Collection[int], for_s: float) -> None:
        """They are with this process for so many seconds."""

    def gone(self, visitors: Collection[UUID], officers: Collection[int]) -> None:
        """They are with this process no more."""


@dataclass
class _Traces:
    """Of one person: connections to this process, polls, and the processes that say they have them."""

    connections: set[int] = field(default_factory=set)
    until: float = 0
    """Here by polling until then."""
    elsewhere: dict[str, float] = field(default_factory=dict)
    """Until when, by process."""
    last: float = 0

    def here(self) -> bool:
        now = clock()
        return bool(self.connections) or self.until > now or any(until > now for until in self.elsewhere.values())


_lock = threading.Lock()
_visitors: dict[UUID, _Traces] = {}
_officers: dict[int, _Traces] = {}
_outward: Outward | None = None


def connect(outward: Outward | None) -> None:
    """From now on the other processes hear who is here; None: no longer."""
    global _outward  # noqa: PLW0603
    _outward = outward


def visitor_connected(conversation: UUID, connection: object) -> None:
    """A visitor's socket opened; from now on its closing says that they are gone, whatever was asked just before."""
    with _lock:
        traces = _visitors.setdefault(conversation, _Traces())
        traces.connections.add(id(connection))
        traces.last, traces.until = clock(), 0
    _tell_here([conversation], [])


def visitor_disconnected(conversation: UUID, connection: object) -> None:
    """A visitor's socket closed."""
    with _lock:
        traces = _visitors.setdefault(conversation, _Traces())
        traces.connections.discard(id(connection))
        traces.last = clock()
        left = not traces.connections and traces.until <= clock()
    if left:
        _tell_gone([conversation], [])


def visitor_polled(conversation: UUID) -> bool:
    """A visitor's page asked for news; True when they were not here a moment before."""
    with _lock:
        traces = _visitors.setdefault(conversation, _Traces())
        was_here = traces.here()
        traces.last = clock()
        traces.until = traces.last + POLL_KEEPS_S
    _tell_here([conversation], [], POLL_KEEPS_S)
    return not was_here


def visitor_left(conversation: UUID) -> None:
    """The visitor said that they leave: polls of a moment ago no longer keep them here, whoever answered them."""
    with _lock:
        if traces := _visitors.get(conversation):
            traces.until = 0
            traces.elsewhere.clear()
    _tell_gone([conversation], [])


def visitor(conversation: Conversation) -> tuple[str, datetime]:
    """`here`, `quick_exit`, `closed`, `dropped` (connection lost) or `away`, and since when."""
    with _lock:
        traces = _visitors.get(conversation.pk, _Traces())
        if traces.here():
            return "here", _moment(traces.last)
    if conversation.left_how and conversation.left_at:
        return conversation.left_how, conversation.left_at
    if traces.last:
        return "dropped", _moment(traces.last)
    return "away", conversation.visitor_seen_at


def officer_connected(officer: int, connection: object) -> None:
    """An officer's socket opened."""
    with _lock:
        _officers.setdefault(officer, _Traces()).connections.add(id(connection))
    _tell_here([], [officer])


def officer_disconnected(officer: int, connection: object) -> bool:
    """An officer's socket closed; True when it was their last, here and elsewhere."""
    with _lock:
        traces = _officers.setdefault(officer, _Traces())
        traces.connections.discard(id(connection))
        left, gone = not traces.connections, not traces.here()
        if gone:
            del _officers[officer]
    if left:
        _tell_gone([], [officer])
    return gone


def officer_is_here(officer: int | None) -> bool:
    """Whether the officer has an open connection to this process or, as far as is known, to another."""
    with _lock:
        return officer is not None and officer in _officers and _officers[officer].here()


def officers_here() -> set[int]:
    """The officers who are connected."""
    with _lock:
        return {officer for officer, traces in _officers.items() if traces.here()}


def connected_here() -> tuple[list[UUID], list[int]]:
    """Visitors and officers with a connection to this process: what a heartbeat says."""
    with _lock:
        visitors = [conversation for conversation, traces in _visitors.items() if traces.connections]
        return visitors, [officer for officer, traces in _officers.items() if traces.connections]


def here_elsewhere(process: str, visitors: Collection[UUID], officers: Collection[int], for_s: float) -> None:
    """Another process has them."""
    with _lock:
        now = clock()
        for traces in _of(visitors, officers):
            traces.elsewhere[process] = now + for_s
            traces.last = now


def gone_elsewhere(process: str, visitors: Collection[UUID], officers: Collection[int]) -> None:
    """Another process has them no more."""
    with _lock:
        for traces in _of(visitors, officers):
            traces.elsewhere.pop(process, None)
            traces.last = clock()


def officers_lapsed() -> set[int]:
    """Officers who were here until what kept them expired; each is named once."""
    with _lock:
        gone = {officer for officer, traces in _officers.items() if not traces.here()}
        for officer in gone:
            del _officers[officer]
        _forget_old()
        return gone


def _of(visitors: Collection[UUID], officers: Collection[int]) -> list[_Traces]:
    known = [_visitors.setdefault(conversation, _Traces()) for conversation in visitors]
    return known + [_officers.setdefault(officer, _Traces()) for officer in officers]


def _tell_here(visitors: Collection[UUID], officers: Collection[int], for_s: float = HERE_FOR_S) -> None:
    if _outward is not None:
        _outward.here(visitors, officers, for_s)


def _tell_gone(visitors: Collection[UUID], officers: Collection[int]) -> None:
    if _outward is not None:
        _outward.gone(visitors, officers)


def _forget_old() -> None:
    limit = clock() - FORGET_AFTER_S
    for pk in [pk for pk, traces in _visitors.items() if not traces.connections and traces.last < limit]:
        del _visitors[pk]


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
