"""Whether what leaves arrives: what waits by connector, and which connectors are dead."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min
from django.utils import timezone

from permanence.interventions.connectors import outbox
from permanence.interventions.connectors.models import Pulse, Sending

FAILS_AFTER = 2
"""One failure is a moment's; two in a row are told."""
LATE_AFTER = timedelta(minutes=1)
"""What has waited for so long is told, tried or not."""
SILENT_AFTER = timedelta(minutes=2)
"""One that gives no sign of life for so long is told, though nothing waits: a restart of the peer is no alarm."""


@dataclass(frozen=True)
class State:
    """How a connector stands that is not idle and well: `waiting` messages have not arrived, the oldest written at
    `since`; or it is silent `since` then."""

    name: str
    waiting: int
    since: datetime
    is_failing: bool


def states() -> list[State]:
    """The connectors for which something waits, and those that give no sign of life."""
    asked = {connector.name: connector.is_asked for connector in outbox.configured()}
    if not asked:
        return []
    found = {one.name: one for one in _waiting(list(asked))}
    silent = Pulse.objects.filter(connector__in=asked, silent_since__lte=timezone.now() - SILENT_AFTER)
    for name, since in silent.values_list("connector", "silent_since"):
        if asked[name] and since is not None:
            known = found.get(name)
            found[name] = State(
                name, known.waiting if known else 0, min(since, known.since if known else since), is_failing=True
            )
    return list(found.values())


def failing() -> list[State]:
    """Those by which nothing arrives."""
    return [one for one in states() if one.is_failing]


def _waiting(names: list[str]) -> list[State]:
    left = Sending.objects.filter(connector__in=names, arrived_at=None, intervention__is_exercise=False)
    counted = left.values("connector").annotate(waiting=Count("pk"), since=Min("written_at"), failures=Max("failures"))
    return [_state(row["connector"], row["waiting"], row["since"], row["failures"]) for row in counted]


def _state(name: str, waiting: int, since: datetime, failures: int) -> State:
    is_late = timezone.now() - since > LATE_AFTER
    return State(name, waiting, since, is_failing=failures >= FAILS_AFTER or is_late)
