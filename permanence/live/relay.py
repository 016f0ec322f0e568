"""The relay: small hints between processes after a commit, so that what one wrote reaches listeners of another at once.

Invariants
- A hint says where to look ("the journal of this conversation goes up to 7") or is soft (typing, presence, read marks).
  Nothing depends on it: what it does not bring, `repair.py` finds in the store within 5 s.
- It goes out after the commit, on a connection of its own: what is pending goes as one batch while the next gathers.
- A process that hears of no other sends nothing but its heartbeat: alone, the relay costs nothing.
- A wire that fails is given up and opened again after a growing delay; hints of that time are dropped, in silence for
  the people who write.
- A heartbeat every `BEAT_S` tells who is connected where. It comes back to its sender too: a wire that stays silent for
  `SILENCE_S` is dead, whatever the operating system believes.

Never: send what somebody wrote, wait for another process, let a failure reach the caller.
"""

import asyncio
import contextlib
import logging
import random
import secrets
import threading
import time
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

import msgspec

from permanence.live import hub, presence, relay_hints
from permanence.live.metrics import counts
from permanence.live.relay_hints import Bye, Changed, Gone, Here, Hint, Passed, Reached
from permanence.live.writer import writer

BEAT_S = 10
SILENCE_S = 25
GONE_AFTER_S = 30
GAP_S = 0.002
"""Between two batches of hints, so that a busy moment becomes few notifications; a lone hint waits for nothing."""
MOST_SOFT = 1_000
FIRST_DELAY_S, LONGEST_DELAY_S = 0.2, 5.0

log = logging.getLogger(__name__)


class WireDown(Exception):
    """The way between processes does not work at the moment."""


class Wire(Protocol):
    """PostgreSQL or Redis: bytes to every process that listens, ourselves included."""

    name: str

    async def send(self, payloads: Sequence[bytes]) -> None:
        """Publishes them in order. Raises `WireDown`."""

    def listen(self) -> AsyncIterator[bytes | str | None]:
        """What is published from now on; None first, once it listens. Raises `WireDown`."""

    async def close(self) -> None:
        """Lets go of its connections."""


class Relay:
    """One process's side: `hub.Outward` and `presence.Outward` for what happens here, a listener for the rest."""

    def __init__(self, wire: Wire) -> None:
        self.process = secrets.token_hex(8)
        self.wire = wire
        self.listening = False
        self.others: dict[str, float] = {}
        """When each other process was last heard."""
        self._lock = threading.Lock()
        self._lasts: dict[UUID, int] = {}
        self._topics: dict[hub.Topic, None] = {}
        self._soft: list[Hint] = []
        self._people: dict[UUID | int, float | None] = {}
        self._loop = asyncio.get_running_loop()
        self._due = asyncio.Event()
        self._beat_due = asyncio.Event()
        self._woken = False

    # -- what happens here (any thread, never blocks)

    def reached(self, conversation: UUID, last: int) -> None:
        """See `hub.Outward`."""
        if self.others:
            with self._lock:
                self._lasts[conversation] = max(last, self._lasts.get(conversation, 0))
                self._wake()

    def changed(self, topic: hub.Topic) -> None:
        """See `hub.Outward`."""
        if self.others:
            with self._lock:
                self._topics[topic] = None
                self._wake()

    def passed(self, topic: hub.Topic, frame: Mapping[str, Any]) -> None:
        """See `hub.Outward`: beyond `MOST_SOFT` that wait, a soft frame is dropped."""
        hint = relay_hints.passed(topic, frame) if isinstance(topic, UUID) else None
        if self.others and hint is not None:
            with self._lock:
                if len(self._soft) < MOST_SOFT:
                    self._soft.append(hint)
                    self._wake()

    def here(self, visitors: Collection[UUID], officers: Collection[int], for_s: float) -> None:
        """See `presence.Outward`."""
        self._tell_people([*visitors, *officers], for_s)

    def gone(self, visitors: Collection[UUID], officers: Collection[int]) -> None:
        """See `presence.Outward`."""
        self._tell_people([*visitors, *officers], None)

    def _tell_people(self, people: Iterable[UUID | int], for_s: float | None) -> None:
        if self.others:
            with self._lock:
                self._people.update(dict.fromkeys(people, for_s))
                self._wake()

    def _wake(self) -> None:
        if not self._woken:
            self._woken = True
            with contextlib.suppress(RuntimeError):  # its loop has closed: the process is stopping
                self._loop.call_soon_threadsafe(self._due.set)

    # -- the tasks

    async def for_ever(self) -> None:
        """Runs until cancelled; then says goodbye."""
        hub.connect(self)
        presence.connect(self)
        try:
            async with asyncio.TaskGroup() as tasks:
                for work in (self._send_for_ever, self._listen_for_ever, self._beat_for_ever):
                    tasks.create_task(work())
        finally:
            hub.connect(None)
            presence.connect(None)
            with contextlib.suppress(WireDown, TimeoutError):
                async with asyncio.timeout(1):
                    await self.wire.send(relay_hints.pack(self.process, [*self._taken(), Bye()]))
            await self.wire.close()

    async def _send_for_ever(self) -> None:
        delay = FIRST_DELAY_S
        while True:
            await self._due.wait()
            self._due.clear()
            try:
                await self._send(self._taken())
                delay = FIRST_DELAY_S
                await asyncio.sleep(GAP_S)
            except WireDown as error:
                counts.relay_failures += 1
                log.warning("relay: hints were not sent (%s)", error)
                await asyncio.sleep(delay * random.uniform(0.5, 1))  # noqa: S311
                delay = min(2 * delay, LONGEST_DELAY_S)

    async def _send(self, hints: Iterable[Hint]) -> None:
        payloads = relay_hints.pack(self.process, hints)
        if payloads:
            await self.wire.send(payloads)
            counts.hints_sent += len(payloads)

    def _taken(self) -> list[Hint]:
        with self._lock:
            self._woken = False
            lasts, topics, soft, people = self._lasts, self._topics, self._soft, self._people
            self._lasts, self._topics, self._soft, self._people = {}, {}, [], {}
        hints: list[Hint] = []
        for for_s in set(people.values()):
            some = [who for who, how_long in people.items() if how_long == for_s]
            visitors = [who for who in some if isinstance(who, UUID)]
            hints += relay_hints.people(visitors, [who for who in some if isinstance(who, int)], for_s)
        hints += [Reached(conversation, last) for conversation, last in lasts.items()]
        return [*hints, *soft, *map(relay_hints.topic_changed, topics)]

    async def _listen_for_ever(self) -> None:
        delay = FIRST_DELAY_S
        while True:
            try:
                async with asyncio.timeout(SILENCE_S) as patience, contextlib.aclosing(self.wire.listen()) as heard:  # type: ignore[type-var]
                    async for payload in heard:
                        patience.reschedule(self._loop.time() + SILENCE_S)
                        self.listening, delay = True, FIRST_DELAY_S
                        self._beat_due.set() if payload is None else self.hear(payload)
            except (WireDown, TimeoutError) as error:
                counts.relay_failures += 1
                log.warning("relay: not listening (%s); the store is asked every few seconds", error or "silence")
            self.listening = False
            await asyncio.sleep(delay * random.uniform(0.5, 1))  # noqa: S311
            delay = min(2 * delay, LONGEST_DELAY_S)

    async def _beat_for_ever(self) -> None:
        while True:
            with contextlib.suppress(WireDown):
                visitors, officers = presence.connected_here()
                people = list(relay_hints.people(visitors, officers, presence.HERE_FOR_S))
                await self._send(people or [Here([], [], 0)])
            limit = time.monotonic() - GONE_AFTER_S
            self.others = {process: at for process, at in self.others.items() if at > limit}
            self._beat_due.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(BEAT_S * random.uniform(0.9, 1)):  # noqa: S311
                    await self._beat_due.wait()

    # -- what the others say

    def hear(self, payload: bytes | str) -> None:
        """Takes a payload; what cannot be read is ignored, what we said ourselves too."""
        try:
            process, hints = relay_hints.unpack(payload)
        except msgspec.DecodeError:
            return
        if process == self.process:
            return
        counts.hints_heard += 1
        if process not in self.others:
            self._beat_due.set()
        self.others[process] = time.monotonic()
        for hint in hints:
            with contextlib.suppress(ValueError):
                self._obey(process, hint)

    def _obey(self, process: str, hint: Hint) -> None:
        match hint:
            case Reached():
                hub.reached(hint.conversation, hint.last)
                writer.reached(hint.conversation, hint.last)
            case Changed():
                hub.changed_here(relay_hints.topic_of(hint))
            case Passed() if hint.frame.get("type") in relay_hints.SOFT:
                hub.passed_here(hint.conversation, hint.frame)
            case Here():
                presence.here_elsewhere(process, hint.visitors, hint.officers, hint.for_s)
            case Gone():
                presence.gone_elsewhere(process, hint.visitors, hint.officers)
            case Bye():
                self.others.pop(process, None)


relay: Relay | None = None
"""This process's, once it runs (`relay_start.run`)."""
