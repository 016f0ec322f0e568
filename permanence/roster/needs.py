"""How many officers each half-hour of a week needs: pure.

A week is a number by slot: 0 is Monday from midnight, 335 Sunday from half past eleven, of the force's own clock. What
is not said needs one: a desk is never empty.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime, time
from zoneinfo import ZoneInfo

from permanence.roster import forecast

SLOTS = 48
WEEK = 7 * SLOTS
MOST = 50
TARGET_S = 60
"""The forecast asks that four people in five be answered within a minute."""
AT_ONCE = 4

Week = Mapping[int, int]


def at(week: Week, zone: str) -> Callable[[datetime], int]:
    """What an instant needs."""
    tz = ZoneInfo(zone)

    def needed(moment: datetime) -> int:
        return week.get(slot(moment.astimezone(tz)), 1)

    return needed


def slot(local: datetime) -> int:
    """The slot of a moment on its own clock."""
    return local.weekday() * SLOTS + local.hour * 2 + local.minute // 30


def slots(weekdays: Collection[int], begins: time, ends: time) -> Iterator[int]:
    """Those from `begins` to `ends` of these days; an end not after the beginning is of the next day."""
    first = begins.hour * 2 + begins.minute // 30
    last = ends.hour * 2 + (ends.minute + 29) // 30
    length = last - first if last > first else last - first + SLOTS
    for day in weekdays:
        yield from ((day * SLOTS + first + number) % WEEK for number in range(length))


def foreseen(arrivals: Mapping[tuple[int, int], float], duration_s: float) -> dict[int, int]:
    """The week that arrivals an hour, by weekday and hour, ask for, when conversations last `duration_s` on average."""
    found = {}
    for (weekday, hour), per_hour in arrivals.items():
        officers = forecast.officers_needed(per_hour, duration_s=duration_s, at_once=AT_ONCE, target_s=TARGET_S)
        for half in (0, 1):
            found[weekday * SLOTS + hour * 2 + half] = min(officers, MOST)
    return found
