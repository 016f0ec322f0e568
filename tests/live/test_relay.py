"""One process's side of the relay: silent while alone, deaf to itself, patient with a wire that fails."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine

from permanence.live import hub, presence, relay, relay_hints
from permanence.live.metrics import counts
from permanence.live.relay import Relay, WireDown
from permanence.live.relay_hints import Bye, Here, Passed, Reached
from tests.environment.patience import comes_true

OTHER = "another-process"
CONVERSATION = uuid4()


class Pipe:
    """A wire that leads nowhere; `broken` while it does not work."""

    name = "pipe"

    def __init__(self) -> None:
        self.sent: list[relay_hints.Hint] = []
        self.broken = False

    async def send(self, payloads: Sequence[bytes]) -> None:
        if self.broken:
            raise WireDown("broken")
        for payload in payloads:
            self.sent += relay_hints.unpack(payload)[1]

    async def listen(self) -> AsyncIterator[bytes | str | None]:
        if self.broken:
            raise WireDown("broken")
        yield None
        await asyncio.Event().wait()

    async def close(self) -> None:
        pass


class Ear:
    """A listener that writes down what it hears."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.heard: list[tuple[Any, ...]] = []

    def said(self, messages: Sequence[Any], origin: object) -> None:
        self.heard.append(("said", messages))

    def changed(self, topic: hub.Topic) -> None:
        self.heard.append(("changed", topic))

    def passed(self, topic: hub.Topic, frame: Mapping[str, Any]) -> None:
        self.heard.append(("passed", frame["type"]))

    def reached(self, conversation: UUID, last: int) -> None:
        self.heard.append(("reached", last))


@pytest.fixture(autouse=True)
def _nobody_here() -> Iterator[None]:
    yield
    presence._visitors.clear()
    presence._officers.clear()


def run(work: Callable[[Relay, Pipe], Awaitable[None]]) -> None:
    async def go() -> None:
        pipe = Pipe()
        here = Relay(pipe)
        running = asyncio.create_task(here.for_ever())
        await comes_true(lambda: pipe.sent, "the first heartbeat")
        try:
            await work(here, pipe)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    asyncio.run(go())


def told(pipe: Pipe) -> list[relay_hints.Hint]:
    """What was sent besides heartbeats."""
    return [hint for hint in pipe.sent if not isinstance(hint, Here)]


def said_by_another(*hints: relay_hints.Hint) -> bytes:
    (payload,) = relay_hints.pack(OTHER, hints)
    return payload


def test_a_process_that_is_alone_sends_its_heartbeat_and_nothing_else() -> None:
    async def work(here: Relay, pipe: Pipe) -> None:
        hub.changed(hub.QUEUE)
        hub.passed(CONVERSATION, {"type": "typing", "from": "visitor"})
        await asyncio.sleep(0.05)
        assert {type(hint) for hint in pipe.sent} == {Here}

    run(work)


def test_what_is_pending_goes_as_one_batch_once_somebody_else_is_there() -> None:
    async def work(here: Relay, pipe: Pipe) -> None:
        here.hear(said_by_another(Here([], [], 0)))
        for last in (4, 6, 5):
            here.reached(CONVERSATION, last)
        await comes_true(lambda: told(pipe), "the batch")
        assert told(pipe) == [Reached(CONVERSATION, 6)]

    run(work)


def test_a_hint_wakes_who_listens_and_is_not_sent_on() -> None:
    async def work(here: Relay, pipe: Pipe) -> None:
        here.hear(said_by_another(Here([], [], 0)))
        ear = Ear()
        for topic in (CONVERSATION, hub.QUEUE):
            hub.join(topic, ear)
        typing = Passed(CONVERSATION, {"type": "typing", "from": "visitor"})
        here.hear(said_by_another(Reached(CONVERSATION, 7), typing, relay_hints.topic_changed(hub.QUEUE)))
        await comes_true(lambda: len(ear.heard) == 3, "the waking")
        assert ear.heard == [("reached", 7), ("passed", "typing"), ("changed", hub.QUEUE)]
        assert told(pipe) == []
        for topic in (CONVERSATION, hub.QUEUE):
            hub.part(topic, ear)

    run(work)


def test_a_frame_that_is_not_soft_is_not_taken_from_the_wire() -> None:
    async def work(here: Relay, pipe: Pipe) -> None:
        ear = Ear()
        hub.join(CONVERSATION, ear)
        here.hear(said_by_another(Passed(CONVERSATION, {"type": "message", "text": "Ouvrez la porte."})))
        here.hear(b"what is this")
        assert ear.heard == []
        hub.part(CONVERSATION, ear)

    run(work)


def test_what_it_said_itself_is_not_heard() -> None:
    async def work(here: Relay, pipe: Pipe) -> None:
        ear = Ear()
        hub.join(CONVERSATION, ear)
        here.hear(relay_hints.pack(here.process, [Reached(CONVERSATION, 7)])[0])
        assert ear.heard == []
        assert here.others == {}
        hub.part(CONVERSATION, ear)

    run(work)


def test_a_wire_that_fails_loses_hints_and_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay, "FIRST_DELAY_S", 0.01)

    async def work(here: Relay, pipe: Pipe) -> None:
        here.hear(said_by_another(Here([], [], 0)))
        pipe.broken = True
        here.reached(CONVERSATION, 1)
        failures = counts.relay_failures
        await comes_true(lambda: counts.relay_failures > failures, "the failure")
        pipe.broken = False
        here.reached(CONVERSATION, 2)
        await comes_true(lambda: told(pipe), "the hint")
        assert told(pipe) == [Reached(CONVERSATION, 2)]

    run(work)


def test_officers_of_another_process_are_here_until_it_falls_silent(clock: time_machine.Traveller) -> None:
    async def work(here: Relay, pipe: Pipe) -> None:
        here.hear(said_by_another(Here([], [7], 30)))
        assert presence.officer_is_here(7)
        assert presence.officers_here() == {7}
        clock.shift(31)
        assert not presence.officer_is_here(7)
        assert presence.officers_lapsed() == {7}
        assert presence.officers_lapsed() == set()

    run(work)


def test_an_officer_with_a_tab_on_each_process_has_not_left_when_one_closes() -> None:
    async def work(here: Relay, pipe: Pipe) -> None:
        here.hear(said_by_another(Here([], [7], 30)))
        tab = object()
        presence.officer_connected(7, tab)
        assert not presence.officer_disconnected(7, tab)
        here.hear(said_by_another(relay_hints.Gone([], [7])))
        assert not presence.officer_is_here(7)

    run(work)


def test_a_process_that_says_goodbye_is_waited_for_no_more() -> None:
    async def work(here: Relay, pipe: Pipe) -> None:
        here.hear(said_by_another(Here([], [], 0)))
        assert here.others
        here.hear(said_by_another(Bye()))
        assert not here.others

    run(work)
