"""Days, hours and weekdays of the figures: by the clock of Paris, whatever the department, changes of hour included.
Pure.

A moment is a whole number of seconds since 1970 (UTC), cut, never rounded. Every change of the French clocks falls on
a whole hour of UTC: an hour of UTC has one day, one hour and one weekday in Paris, looked up once and remembered.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


class Hour(NamedTuple):
    """An hour in Paris, and how the figures call it. `hour`: `hour|00` to `hour|23`; `weekday`: `weekday|1` (Monday) to
    `weekday|7`."""

    day: date
    hour: str
    weekday: str


_hours: dict[int, Hour] = {}


def hour_of(moment: int) -> Hour:
    """The hour in Paris of a moment."""
    number = moment // 3600
    found = _hours.get(number)
    if found is None:
        local = datetime.fromtimestamp(number * 3600, PARIS)
        found = _hours[number] = Hour(local.date(), f"hour|{local.hour:02d}", f"weekday|{local.isoweekday()}")
    return found


def day_of(moment: int) -> date:
    """The day in Paris of a moment."""
    return hour_of(moment).day


def begins(day: date) -> datetime:
    """Midnight in Paris at the beginning of `day`, in UTC."""
    return datetime.combine(day, time(0), PARIS).astimezone(UTC)


def bounds(from_on: date, to_on: date) -> tuple[datetime, datetime]:
    """The instants between which the days of a period lie, both in UTC, the second outside."""
    return begins(from_on), begins(to_on + timedelta(days=1))
