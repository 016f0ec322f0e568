"""How many people come, by hour of the week, and how long a conversation lasts: what a forecast is made of."""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from permanence.desk.wallboard import today
from permanence.live.models import State

WEEKS = 8
USUAL_S = 30 * 60.0
"""A conversation's length where none has ended yet."""
LONGEST = timedelta(hours=12)


def past_weeks(force: str, zone: str) -> tuple[Mapping[tuple[int, int], float], float]:
    """Arrivals an hour by weekday and hour of `zone`, over the last eight weeks; the mean length in seconds.

    Genuine conversations alone; the lengths are those that ended, from the claim; one left open for days counts as
    twelve hours. Nothing where nobody came.
    """
    since, tz = timezone.now() - timedelta(weeks=WEEKS), ZoneInfo(zone)
    found = today.genuine().filter(force=force, conversation__created_at__gte=since)
    rows = found.values_list("conversation__created_at", "claimed_at", "conversation__ended_at", "conversation__state")
    came: Counter[tuple[int, int]] = Counter()
    lasted: list[float] = []
    for created_at, claimed_at, ended_at, state in rows.iterator():
        local = created_at.astimezone(tz)
        came[local.weekday(), local.hour] += 1
        if state == State.ENDED and claimed_at and ended_at and ended_at > claimed_at:
            lasted.append(min(ended_at - claimed_at, LONGEST).total_seconds())
    mean = sum(lasted) / len(lasted) if lasted else USUAL_S
    return {hour: number / WEEKS for hour, number in came.items()}, mean
