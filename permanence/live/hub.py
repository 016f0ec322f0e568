"""The hub: in this process, who is listening. It wakes, it never stores.

Invariants
- Any thread may announce; each listener hears on its own event loop, in the order of the announcements.
- The hub awaits nobody: a listener takes note at once (`said`, `changed`, `passed`) and does its work in its own task.
- Everything said here is a hint. A listener that is told of number 7 while it stands at 5 reads 6 and 7 from the
  journal; one that heard nothing is repaired from the store within 5 s (`repair.py`).

Never: keep a message, await a recipient, let one listener's failure reach another.
"""

import asyncio
import threading
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

if TYPE_CHECKING:
    from permanence.live.journal import Said

QUEUE = "queue"
"""The topic of whoever watches the queue, officers and waiting visitors alike."""


def conversation_topic(conversation: UUID) -> str:
    """The topic of whoever listens to a conversation."""
    return f"conversation:{conversation}"


def officer_topic(officer: int) -> str:
    """The topic of an officer's own connections."""
    return f"officer:{officer}"


class Listener(Protocol):
    """Someone on an event loop who wants to hear; none of these may block or raise."""

    loop: asyncio.AbstractEventLoop

    def said(self, messages: Sequence["Said"], origin: object) -> None:
        """Messages of one conversation, in order; `origin` is the listener who sent them, if one did."""

    def changed(self, topic: str) -> None:
        """Something about `topic` is not what it was: look it up."""

    def passed(self, topic: str, frame: Mapping[str, Any]) -> None:
        """A soft frame (typing, presence, read marks) that nobody stores."""


_lock = threading.Lock()
_listeners: dict[str, dict[int, Listener]] = {}


def join(topic: str, listener: Listener) -> None:
    """`listener` hears of `topic` from now on."""
    with _lock:
        _listeners.setdefault(topic, {})[id(listener)] = listener


def part(topic: str, listener: Listener) -> None:
    """`listener` hears of `topic` no more; unknown pairs are ignored."""
    with _lock:
        here = _listeners.get(topic, {})
        here.pop(id(listener), None)
        if not here:
            _listeners.pop(topic, None)


def topics(prefix: str) -> list[str]:
    """The topics under way that start with `prefix`."""
    with _lock:
        return [topic for topic in _listeners if topic.startswith(prefix)]


def said(messages: Sequence["Said"], origin: object = None) -> None:
    """Tells whoever listens that these were written (and committed); all of one conversation, in order."""
    for listener in _of(conversation_topic(messages[0].conversation)):
        _on_its_loop(listener, listener.said, messages, origin)


def changed(*names: str) -> None:
    """Tells whoever listens to these topics to look them up again."""
    for name in names:
        for listener in _of(name):
            _on_its_loop(listener, listener.changed, name)


def passed(topic: str, frame: Mapping[str, Any], *, but: object = None) -> None:
    """Hands a soft frame to whoever listens, except its author."""
    for listener in _of(topic):
        if listener is not but:
            _on_its_loop(listener, listener.passed, topic, frame)


def _of(topic: str) -> Iterable[Listener]:
    with _lock:
        return list(_listeners.get(topic, {}).values())


def _on_its_loop(listener: Listener, call: Any, *arguments: Any) -> None:
    try:
        running = asyncio.get_running_loop()
    except RuntimeError:
        running = None
    if running is listener.loop:
        call(*arguments)
        return
    try:
        listener.loop.call_soon_threadsafe(call, *arguments)
    except RuntimeError:
        return  # its loop has closed: the process is stopping, the store keeps what was said
