"""A handful of communes, and visitors who arrive."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from pytest_django import Settings

from permanence.accounts.models import Officer, Presence
from permanence.desk import opening
from permanence.desk.arrival import Arrival
from permanence.live.models import Conversation
from tests.conftest import MakeOfficer
from tests.territory.conftest import _look_again, few

__all__ = ["_look_again", "few"]

Arrive = Callable[..., Conversation]
Later = Callable[[float], None]


@pytest.fixture
def arrive(few: None) -> Arrive:
    """`arrive("35000", in_danger=True)` opens a conversation."""

    def arriving(postal_code: str | None = "35000", **fields: object) -> Conversation:
        return opening.open_conversation(Arrival(postal_code=postal_code, **fields)).conversation  # type: ignore[arg-type]

    return arriving


@pytest.fixture
def by_push(settings: Settings) -> None:
    """The desk offers; officers need not ask."""
    settings.PERMANENCE = replace(settings.PERMANENCE, push=True)


@pytest.fixture
def at_desk(make_officer: MakeOfficer, clock: time_machine.Traveller) -> MakeOfficer:
    """`at_desk("une")`: a police officer who is available, and seen a moment ago."""

    def come(username: str, force: str = "PN", **facts: Any) -> Officer:
        here = {"presence": Presence.AVAILABLE, "seen_at": timezone.now()}
        return make_officer(username, force=force, first_name=username, **{**here, **facts})

    return come


@pytest.fixture
def later(clock: time_machine.Traveller) -> Later:
    """`later(46)`: so many seconds pass, and every console gives a sign of life."""

    def passing(seconds: float) -> None:
        clock.shift(seconds)
        Officer.objects.exclude(seen_at=None).update(seen_at=timezone.now())

    return passing


@pytest.fixture
def come(arrive: Arrive, later: Later) -> Arrive:
    """`arrive`, one after the other though the clock stands still."""

    def coming(postal_code: str | None = "35000", **fields: Any) -> Conversation:
        later(0.01)
        return arrive(postal_code, **fields)

    return coming
