"""Who is here: soft state of this process, which expires by itself and survives nothing.

Only the visitor's own leaving (quick exit, closed) is durable, on the conversation; everything else is known from
connections and from the polls of pages without a script.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from permanence.live.models import Conversation

clock: Callable[[], float] = time.time
POLL_KEEPS_S = 40
"""A visitor who polls (long polling, refreshing frame) is here this long after each request."""
FORGET_AFTER_S = 24 * 3600


@dataclass
class _Traces:
    connections: set[int] = field(default_factory=set)
    until: float = 0
    """Here by polling until then."""
    last: float = 0


_lock = threading.Lock()
_visitors: dict[UUID, _Traces] = {}
_officers: dict[int, set[int]] = {}


def visitor_connected(conversation: UUID, connection: object) -> None:
    """A visitor's socket opened; from now on its closing says that they are gone, whatever was asked just before."""
    with _lock:
        traces = _visitors.setdefault(conversation, _Traces())
        traces.connections.add(id(connection))
        traces.last, traces.until = clock(), 0


def visitor_disconnected(conversation: UUID, connection: object) -> None:
    """A visitor's socket closed."""
    with _lock:
        traces = _visitors.setdefault(conversation, _Traces())
        traces.connections.discard(id(connection))
        traces.last = clock()
        _forget_old()


def visitor_polled(conversation: UUID) -> bool:
    """A visitor's page asked for news; True when they were not here a moment before."""
    with _lock:
        traces = _visitors.setdefault(conversation, _Traces())
        traces.last = clock()
        was_here = bool(traces.connections) or traces.until > traces.last
        traces.until = traces.last + POLL_KEEPS_S
    return not was_here


def visitor_left(conversation: UUID) -> None:
    """The visitor said that they leave: polls of a moment ago no longer keep them here."""
    with _lock:
        if traces := _visitors.get(conversation):
            traces.until = 0


def visitor(conversation: Conversation) -> tuple[str, datetime]:
    """`here`, `quick_exit`, `closed`, `dropped` (connection lost) or `away`, and since when."""
    with _lock:
        traces = _visitors.get(conversation.pk, _Traces())
        if traces.connections or traces.until > clock():
            return "here", _moment(traces.last)
    if conversation.left_how and conversation.left_at:
        return conversation.left_how, conversation.left_at
    if traces.last:
        return "dropped", _moment(traces.last)
    return "away", conversation.visitor_seen_at


def officer_connected(officer: int, connection: object) -> None:
    """An officer's socket opened."""
    with _lock:
        _officers.setdefault(officer, set()).add(id(connection))


def officer_disconnected(officer: int, connection: object) -> bool:
    """An officer's socket closed; True when it was their last."""
    with _lock:
        here = _officers.get(officer, set())
        here.discard(id(connection))
        if not here:
            _officers.pop(officer, None)
        return not here


def officer_is_here(officer: int | None) -> bool:
    """Whether the officer has an open connection to this process."""
    with _lock:
        return officer in _officers


def officers_here() -> set[int]:
    """The officers connected to this process."""
    with _lock:
        return set(_officers)


def _forget_old() -> None:
    limit = clock() - FORGET_AFTER_S
    for pk in [pk for pk, traces in _visitors.items() if not traces.connections and traces.last < limit]:
        del _visitors[pk]


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
