"""Of which alarms somebody outside was told, and whether pages go out."""

from dataclasses import dataclass

from django.db.models import Max

from permanence.desk.paging import channels
from permanence.desk.paging.models import Alarm, Channel, Page

FAILS_AFTER = 2
"""One failure is a moment's; two in a row are told."""


@dataclass(frozen=True)
class State:
    """`state`: `none` (no channel is configured), `ok`, `failing`. `failing`: the channels that carry nothing."""

    state: str
    failing: list[Channel]
    open_alarms: int


def state() -> State:
    """How the calling of somebody outside stands."""
    named = channels.configured()
    failing = [channel for channel in named if _fails(channel)]
    word = "failing" if failing else "ok" if named else "none"
    return State(word, failing, Alarm.objects.filter(over_at=None).count())


@dataclass(frozen=True)
class Call:
    """An alarm of which somebody outside was told `times` times; `by` whoever looks after it, empty until one does."""

    alarm: Alarm
    times: int
    by: str


def called() -> list[Call]:
    """The alarms that are not over and were told outside, the oldest first."""
    found = Alarm.objects.filter(over_at=None).annotate(told=Max("pages__times")).filter(told__gt=0)
    rows = found.select_related("acknowledged_by").order_by("opened_at", "pk")
    return [Call(one, one.told, one.acknowledged_by.display_name if one.acknowledged_by else "") for one in rows]


def _fails(channel: Channel) -> bool:
    """Whether the page tried last did not go out, and had failed before; nothing was tried since."""
    tried = Page.objects.filter(channel=channel).exclude(tried_at=None).order_by("-tried_at", "-pk")
    last = tried.values_list("failures", flat=True).first()
    return last is not None and last >= FAILS_AFTER
