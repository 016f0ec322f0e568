"""Whether what leaves arrives: what waits by connector, and which connectors are dead."""

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
    """How a connector stands: `waiting` messages that have not arrived, the oldest written at `since`."""

    name: str
    waiting: int
    since: datetime
    failures: int

    @property
    def is_failing(self) -> bool:
        """Whether somebody must know."""
        return self.failures >= FAILS_AFTER or timezone.now() - self.since > LATE_AFTER


def waiting() -> list[State]:
    """The connectors for which something waits."""
    names = [connector.name for connector in outbox.configured()]
    if not names:
        return []
    left = Sending.objects.filter(connector__in=names, arrived_at=None, intervention__is_exercise=False)
    counted = left.values("connector").annotate(waiting=Count("pk"), since=Min("written_at"), failures=Max("failures"))
    return [State(row["connector"], row["waiting"], row["since"], row["failures"]) for row in counted]


def failing() -> list[State]:
    """Those by which nothing arrives."""
    return [one for one in waiting() if one.is_failing]
