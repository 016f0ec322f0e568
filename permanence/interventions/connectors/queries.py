"""Whether what leaves arrives: what waits by connector, and which connectors are dead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min
from django.utils import timezone

from permanence.interventions.connectors import outbox
from permanence.interventions.connectors.models import Sending

FAILS_AFTER = 2
"""One failure is a moment's; two in a row are told."""
LATE_AFTER = timedelta(minutes=1)
"""What has waited for so long is told, tried or not."""


@dataclass(frozen=True)
class State:
    """How a connector stands: `waiting` messages that have not arrived, the oldest written `since`."""

    name: str
    waiting: int
    since: datetime | None
    is_failing: bool


def states() -> list[State]:
    """Every connector, as the operator named them."""
    names = [connector.name for connector in outbox.configured()]
    if not names:
        return []
    left = Sending.objects.filter(connector__in=names, arrived_at=None, intervention__is_exercise=False)
    counted = left.values("connector").annotate(waiting=Count("pk"), since=Min("written_at"), failures=Max("failures"))
    known = {
        row["connector"]: _state(row["connector"], row["waiting"], row["since"], row["failures"]) for row in counted
    }
    return [known.get(name) or State(name, 0, None, is_failing=False) for name in names]


def failing() -> Sequence[tuple[str, datetime]]:
    """The connectors that carry nothing, each with the moment since when."""
    return [(one.name, one.since) for one in states() if one.is_failing and one.since is not None]


def _state(name: str, waiting: int, since: datetime, failures: int) -> State:
    is_failing = failures >= FAILS_AFTER or timezone.now() - since > LATE_AFTER
    return State(name, waiting, since, is_failing=is_failing)
