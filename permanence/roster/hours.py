"""Hours of a team's clock as instants: pure.

What somebody types must exist: an hour that the clocks skip is refused in words. What a cycle lays must never fail:
an hour that is skipped is the instant at which the clocks change. An hour that comes twice is the first of the two, for
an end as for a beginning: whoever is relayed at that hour leaves no gap and overlaps nobody.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from permanence.lib.errors import Invalid

PARIS = "Europe/Paris"
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


class Skipped(Invalid):
    """The clocks go forward over this hour: nobody's clock ever shows it."""


def moment(day: date, at: time, zone: str) -> datetime:
    """The instant, in UTC, when clocks of `zone` show `at` on `day`. Raises `Skipped`."""
    local = datetime.combine(day, at, ZoneInfo(zone))
    if _is_skipped(local):
        shown = change(local).astimezone(ZoneInfo(zone))
        raise Skipped(f"Cette heure n’existe pas cette nuit-là : les horloges passent directement à {shown:%H:%M}.")
    return local.astimezone(UTC)


def laid(day: date, at: time, zone: str) -> datetime:
    """As `moment`, but an hour that is skipped is the instant at which the clocks change."""
    local = datetime.combine(day, at, ZoneInfo(zone))
    return change(local) if _is_skipped(local) else local.astimezone(UTC)


def comes_twice(day: date, at: time, zone: str) -> bool:
    """Whether clocks of `zone` show `at` twice on `day`: they go back over it."""
    local = datetime.combine(day, at, ZoneInfo(zone))
    return not _is_skipped(local) and local.utcoffset() != local.replace(fold=1).utcoffset()


def change(local: datetime) -> datetime:
    """The instant, in UTC, of the change of clocks that skips `local`."""
    zone = local.tzinfo
    before, after = local.replace(fold=1).astimezone(UTC), local.replace(fold=0).astimezone(UTC)
    offset = before.astimezone(zone).utcoffset()
    while after - before > SECOND:
        middle = before + (after - before) / 2
        before, after = (middle, after) if middle.astimezone(zone).utcoffset() == offset else (before, middle)
    return after.replace(microsecond=0)


def midnight(day: date, zone: str) -> datetime:
    """When `day` begins in `zone`."""
    return laid(day, time(0), zone)


def by_the_clock(start: datetime, end: datetime, zone: str) -> timedelta:
    """How long it lasts by the clocks of `zone`: a shift from 8 h to 8 h is 24 hours, whatever the night."""
    tz = ZoneInfo(zone)
    return end.astimezone(tz).replace(tzinfo=None) - start.astimezone(tz).replace(tzinfo=None)


def _is_skipped(local: datetime) -> bool:
    shown = local.astimezone(UTC).astimezone(local.tzinfo)
    return shown.replace(tzinfo=None) != local.replace(tzinfo=None)
