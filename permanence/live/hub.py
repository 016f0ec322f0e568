"""The hub: in this process, who is listening. It wakes, it never stores.

`said`, `changed` and `passed` announce what happened here, and hand it to the relay where one runs (`relay.py`);
`reached`, `changed_here` and `passed_here` tell this process alone what another process or the store told.

Invariants
- Any thread may announce; each listener hears on its own event loop, in the order of the announcements.
- The hub awaits nobody: a listener takes note at once (`said`, `changed`, `passed`) and does its work in its own task.
- Everything said here is a hint. A listener that is told of number 7 while it stands at 5 reads 6 and 7 from the
  journal; one that heard nothing is repaired from the store within 5 s (`repair.py`).

Never: keep a message, await a recipient, let one listener's failure reach another.
"""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

if TYPE_CHECKING:
    from permanence.live.journal import Said

Topic = UUID | int | str
"""A conversation by its id, an officer's own connections by theirs, the queue, or an operations centre."""
QUEUE = "queue"
"""The topic of whoever watches the queue, officers and waiting visitors alike."""
CENTRE = "centre:"
"""Before the number of an operations centre: the topic of its consoles."""


class Listener(Protocol):
    """Someone on an event loop who wants to hear; none of these may block or raise."""

    loop: asyncio.AbstractEventLoop

    def said(self, messages: Sequence["Said"], origin: object) -> None:
        """Messages of one conversation, in order; `origin` is the listener who sent them, if one did."""

    def changed(self, topic: Topic) -> None:
        """Something about `topic` is not what it was: look it up."""

    def passed(self, topic: Topic, frame: Mapping[str, Any]) -> None:
        """A soft frame (typing, presence, read marks) that nobody stores."""

    def reached(self, conversation: UUID, last: int) -> None:
        """The journal of `conversation` goes up to `last`: written by another process, to be read there."""


class Outward(Protocol):
    """The way to the other processes; none of these may block or raise, and any thread may call."""

    def reached(self, conversation: UUID, last: int) -> None:
        """The journal of `conversation` goes up to `last`."""

    def changed(self, topic: Topic) -> None:
        """See `Listener`."""

    def passed(self, topic: Topic, frame: Mapping[str, Any]) -> None:
        """See `Listener`."""


Ear = Callable[[Sequence["Said"]], None]
_outward: Outward | None = None
_ear: Ear | None = None
"""Who wants to know what a visitor has just written; may not block or raise."""
_lock = threading.Lock()
_listeners: dict[Topic, dict[int, Listener]] = {}
_joined: dict[int, set[Topic]] = {}
"""By listener, what it hears of: the other side of `_listeners`."""


def join(topic: Topic, listener: Listener) -> None:
    """`listener` hears of `topic` from now on."""
    with _lock:
        _listeners.setdefault(topic, {})[id(listener)] = listener
        _joined.setdefault(id(listener), set()).add(topic)


def part(topic: Topic, listener: Listener) -> None:
    """`listener` hears of `topic` no more; unknown pairs are ignored."""
    with _lock:
        _part(topic, listener)


def leave(listener: Listener) -> None:
    """`listener` hears of nothing any more, and is not kept."""
    with _lock:
        for topic in list(_joined.get(id(listener), ())):
            _part(topic, listener)


def _part(topic: Topic, listener: Listener) -> None:
    here, joined = _listeners.get(topic, {}), _joined.get(id(listener), set())
    here.pop(id(listener), None)
    joined.discard(topic)
    if not here:
        _listeners.pop(topic, None)
    if not joined:
        _joined.pop(id(listener), None)


def conversations() -> list[UUID]:
    """The conversations that somebody here listens to."""
    with _lock:
        return [topic for topic in _listeners if isinstance(topic, UUID)]


def connect(outward: Outward | None) -> None:
    """From now on what is announced here goes to the other processes too; None: no longer."""
    global _outward  # noqa: PLW0603
    _outward = outward


def listen_to_visitors(ear: Ear | None) -> None:
    """From now on `ear` hears what visitors write in this process, all messages of one conversation each time."""
    global _ear  # noqa: PLW0603
    _ear = ear


def said(messages: Sequence["Said"], origin: Listener | None = None) -> None:
    """Tells whoever listens that these were written (and committed); all of one conversation, in order.

    Where a listener is the `origin`, call it on that listener's event loop.
    """
    here = _running_loop() if origin is None else origin.loop  # to ask is a system call, too much for every message
    for listener in _of(messages[0].conversation):
        _on_its_loop(listener, here, listener.said, messages, origin)
    if _outward is not None:
        _outward.reached(messages[-1].conversation, messages[-1].seq)
    if _ear is not None and messages[0].sender == "visitor":
        _ear(messages)


def changed(*names: Topic) -> None:
    """Tells whoever listens to these topics to look them up again."""
    changed_here(*names)
    if _outward is not None:
        for name in names:
            _outward.changed(name)


def passed(topic: Topic, frame: Mapping[str, Any], *, but: object = None) -> None:
    """Hands a soft frame to whoever listens, except its author."""
    passed_here(topic, frame, but=but)
    if _outward is not None:
        _outward.passed(topic, frame)


def reached(conversation: UUID, last: int) -> None:
    """Another process wrote: whoever listens here and stands before `last` reads the journal."""
    here = _running_loop()
    for listener in _of(conversation):
        _on_its_loop(listener, here, listener.reached, conversation, last)


def changed_here(*names: Topic) -> None:
    """As `changed`, in this process alone."""
    here = _running_loop()
    for name in names:
        for listener in _of(name):
            _on_its_loop(listener, here, listener.changed, name)


def passed_here(topic: Topic, frame: Mapping[str, Any], *, but: object = None) -> None:
    """As `passed`, in this process alone."""
    here = _running_loop()
    for listener in _of(topic):
        if listener is not but:
            _on_its_loop(listener, here, listener.passed, topic, frame)


def _of(topic: Topic) -> Iterable[Listener]:
    with _lock:
        return list(_listeners.get(topic, {}).values())


def _running_loop() -> asyncio.AbstractEventLoop | None:
    return asyncio._get_running_loop()


def _on_its_loop(listener: Listener, here: asyncio.AbstractEventLoop | None, call: Any, *arguments: Any) -> None:
    if listener.loop is here:
        call(*arguments)
        return
    with contextlib.suppress(RuntimeError):  # its loop has closed: the process stops, the store keeps what was said
        listener.loop.call_soon_threadsafe(call, *arguments)
