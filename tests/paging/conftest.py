"""A pager on loopback that the deployment is configured to call, and what the desk needs to be empty or full."""

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone

from permanence.accounts.models import Officer, Presence
from permanence.desk.paging import actions
from permanence.desk.paging.models import Alarm
from tests.desk.conftest import _look_again, arrive, few
from tests.environment.pager import Pager

__all__ = ["_look_again", "arrive", "few"]

Connect = Callable[[Officer], None]


@pytest.fixture
def pager(settings: Any) -> Iterator[Pager]:
    """Whoever is on call, by webhook; their address holds a secret."""
    found = Pager()
    settings.PERMANENCE = dataclasses.replace(settings.PERMANENCE, page_webhook=found.url, page_every_min=15)
    yield found
    found.stop()


@pytest.fixture
def connect() -> Connect:
    """`connect(officer)`: their console was seen just now, and they are available."""

    def connected(officer: Officer, presence: str = Presence.AVAILABLE) -> None:
        Officer.objects.filter(pk=officer.pk).update(seen_at=timezone.now(), presence=presence)

    return connected


def kinds() -> list[tuple[str, str]]:
    """The open alarms after a look, by kind and force."""
    actions.sweep()
    return sorted(Alarm.objects.filter(over_at=None).values_list("kind", "force"))
