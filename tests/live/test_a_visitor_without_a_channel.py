"""A visitor who polls, or whose page has no script, is seen by officers as one who has the live channel."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import pytest

from permanence.live import attendance, hub, presence
from permanence.live.journal import Said
from permanence.live.models import Conversation
from permanence.live.repair import _tell_who_went
from tests.desk.conftest import Arrive

pytestmark = pytest.mark.django_db


class Ear:
    """Whoever listens to a conversation: what they heard of its visitor."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.heard: list[str] = []

    def said(self, messages: Sequence[Said], origin: object) -> None:
        """Words are not presence."""

    def changed(self, topic: hub.Topic) -> None:
        """Nor is a change of state."""

    def passed(self, topic: hub.Topic, frame: Mapping[str, Any]) -> None:
        """How the visitor is."""
        self.heard.append(frame["visitor"])

    def listen(self) -> list[str]:
        """What was said until now."""
        self.loop.call_soon(self.loop.stop)
        self.loop.run_forever()
        return self.heard


@pytest.fixture
def visitor(arrive: Arrive) -> Conversation:
    return arrive()


@pytest.fixture
def ear(visitor: Conversation) -> Iterator[Ear]:
    one = Ear()
    hub.join(visitor.pk, one)
    yield one
    hub.part(visitor.pk, one)
    one.loop.close()


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1_800_000_000.0]
    monkeypatch.setattr(presence, "clock", lambda: now[0])
    return now


def test_a_poll_says_at_once_that_she_is_here_and_only_once(visitor: Conversation, ear: Ear) -> None:
    for _ in range(3):
        attendance.visitor_asked(visitor)
    assert ear.listen() == ["here"]


def test_polls_that_stop_are_told_as_a_lost_connection(visitor: Conversation, ear: Ear, time: list[float]) -> None:
    attendance.visitor_asked(visitor)
    before: dict[UUID, str] = _tell_who_went({visitor.pk}, {})
    time[0] += presence.POLL_KEEPS_S + 1
    after = _tell_who_went({visitor.pk}, before)
    assert after == {visitor.pk: "dropped"}
    assert _tell_who_went({visitor.pk}, after) == after
    assert ear.listen() == ["here", "dropped"]


def test_a_channel_that_closes_just_after_the_page_was_loaded_is_a_lost_connection(
    visitor: Conversation, time: list[float]
) -> None:
    socket = object()
    attendance.visitor_asked(visitor)
    presence.visitor_connected(visitor.pk, socket)
    time[0] += 1
    presence.visitor_disconnected(visitor.pk, socket)
    assert presence.visitor(visitor)[0] == "dropped"
