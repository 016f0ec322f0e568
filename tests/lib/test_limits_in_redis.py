"""Limits shared through Redis: one count for all processes; without Redis each counts alone."""

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest

from permanence.lib import limits
from permanence.lib.errors import TooMany
from permanence.lib.limits import Limit
from tests.environment import redis
from tests.environment.redis import RedisServer


@pytest.fixture
def shared() -> Iterator[RedisServer]:
    with redis.server() as server:
        yield server


def processes(monkeypatch: pytest.MonkeyPatch, url: str) -> Iterator[None]:
    """Steps through the processes of a deployment: each turn has counters of its own, and the same Redis."""
    while True:
        windows = limits._Windows(url)
        monkeypatch.setattr(limits, "_windows", lambda windows=windows: windows)
        yield


def test_a_limit_holds_for_all_processes_together(shared: RedisServer, monkeypatch: pytest.MonkeyPatch) -> None:
    turns, knocks = processes(monkeypatch, shared.url), Limit("knocks", 2, 60)
    for _ in range(2):
        next(turns)
        knocks.hit("somebody")
    next(turns)
    with pytest.raises(TooMany) as refused:
        knocks.hit("somebody")
    assert 1 <= (refused.value.retry_after_s or 0) <= 60
    knocks.hit("somebody else")


def test_without_redis_each_process_counts_alone(shared: RedisServer, monkeypatch: pytest.MonkeyPatch) -> None:
    turns, knocks = processes(monkeypatch, shared.url), Limit("knocks apart", 1, 60)
    next(turns)
    knocks.hit("somebody")
    shared.stop()
    knocks.hit("somebody")
    with pytest.raises(TooMany):
        knocks.hit("somebody")


def test_redis_is_asked_again_after_a_while(shared: RedisServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "APART_S", 0.0)
    turns, knocks = processes(monkeypatch, shared.url), Limit("knocks again", 1, 60)
    next(turns)
    shared.stop()
    knocks.hit("somebody")
    shared.start()
    knocks.hit("somebody")
    with pytest.raises(TooMany):
        knocks.hit("somebody")


def test_limits_that_are_lifted_ask_nobody(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PERMANENCE = dataclasses.replace(settings.PERMANENCE, limits=None)
    next(processes(monkeypatch, "redis://127.0.0.1:1/0"))
    Limit("knocks lifted", 1, 60).hit("somebody")
