"""Opening, renewing, acknowledging and closing alarms; what is then due to whom. Nothing is sent here (`delivery`)."""

import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act
from permanence.audit import journal as audit
from permanence.desk.paging import access, channels, conditions
from permanence.desk.paging.conditions import Condition
from permanence.desk.paging.models import Alarm, Kind, Page

QUIET_FOR = timedelta(minutes=1)
"""What is right for so long is over: an officer who reconnects, or a claim given back, is no new alarm."""
SEEN_EVERY = timedelta(seconds=20)
OF_PEOPLE_IN_DANGER = (Kind.CENTRE, Kind.SILENT, Kind.DANGER)
GRACE = timedelta(minutes=2)
_started = time.monotonic()


def watch() -> int:
    """The periodic look. Not before this process has been up for `GRACE`: after a stop of the whole service everybody
    comes back a little later than the service does, and a deployment is no reason to call anybody."""
    return sweep() if time.monotonic() - _started >= GRACE.total_seconds() else 0


def sweep(*, work_is_late_since: datetime | None = None) -> int:
    """Looks at what is wrong, opens and closes alarms, makes pages due; how many alarms are open.

    Safe from any number of processes at once: an alarm is open once by a constraint, a page is one row.
    """
    found = conditions.found(work_is_late_since=work_is_late_since)
    try:
        with transaction.atomic():
            for condition in found:
                _see(condition)
            _close_what_is_over(found)
            _make_due()
    except IntegrityError:  # another process opened the same alarm at this instant
        return len(found)
    return Alarm.objects.filter(over_at=None).count()


def acknowledge(*, by: Officer, alarm: UUID) -> Alarm:
    """`by` looks after it: it is paged no more, and those who were paged are told when it is over.

    Acknowledged already, it stays whose it is. Raises `NotFound`.
    """
    access.alarm(by, alarm, Act.ACKNOWLEDGE_ALARM)
    with transaction.atomic():
        found = Alarm.objects.select_for_update().get(pk=alarm)
        if found.acknowledged_at is None and found.over_at is None:
            found.acknowledged_at, found.acknowledged_by = timezone.now(), by
            found.save(update_fields=["acknowledged_at", "acknowledged_by"])
            Page.objects.filter(alarm=found, is_end=False).update(due_at=None)
            audit.record(by=by.actor, act=Act.ACKNOWLEDGE_ALARM, on=("alarm", found.pk), kind=found.kind)
    return found


def _see(condition: Condition) -> None:
    now = timezone.now()
    known = Alarm.objects.filter(kind=condition.kind, force=condition.force, over_at=None).first()
    if known is None:
        _open(condition, now)
    elif _is_another_hole(known, condition, now) or _is_another_person(known, condition):
        _renew(known, condition, now)
    elif now - known.seen_at >= SEEN_EVERY or known.people != condition.people:
        Alarm.objects.filter(pk=known.pk).update(seen_at=now, people=condition.people, hole_until=condition.hole_until)


def _open(condition: Condition, now: datetime) -> None:
    alarm = Alarm.objects.create(
        kind=condition.kind,
        force=condition.force,
        since=condition.since,
        people=condition.people,
        hole_at=condition.hole_at,
        hole_until=condition.hole_until,
        opened_at=now,
        seen_at=now,
    )
    _record("open alarm", alarm)


def _renew(alarm: Alarm, condition: Condition, now: datetime) -> None:
    """The hole that was told is filled or past, and there is another; or one more person is in danger than somebody
    said they look after: paged like a new one."""
    alarm.hole_at, alarm.hole_until, alarm.people = condition.hole_at, condition.hole_until, condition.people
    alarm.since, alarm.seen_at = (now if condition.hole_at else condition.newest or condition.since), now
    alarm.acknowledged_at, alarm.acknowledged_by = None, None
    alarm.save()
    alarm.pages.update(due_at=now, failures=0)
    _record("open alarm", alarm)


def _is_another_hole(alarm: Alarm, condition: Condition, now: datetime) -> bool:
    """A hole that has begun is told from the current half-hour on: it is the same one while it runs."""
    if alarm.hole_at is None or condition.hole_at is None or alarm.hole_at == condition.hole_at:
        return False
    under_way = max(alarm.hole_at, condition.hole_at) <= now
    return not (under_way and alarm.hole_until is not None and alarm.hole_until > now)


def _is_another_person(alarm: Alarm, condition: Condition) -> bool:
    """Who looks after one person in danger does not look after the next one."""
    if alarm.acknowledged_at is None or alarm.kind not in OF_PEOPLE_IN_DANGER:
        return False
    is_newer = condition.newest is not None and condition.newest > alarm.acknowledged_at
    return is_newer or condition.people > alarm.people


def _close_what_is_over(found: Sequence[Condition]) -> None:
    now = timezone.now()
    wrong = {(condition.kind, condition.force) for condition in found}
    for alarm in Alarm.objects.filter(over_at=None, seen_at__lte=now - QUIET_FOR):
        if (alarm.kind, alarm.force) not in wrong:
            _close(alarm, now)


def _close(alarm: Alarm, now: datetime) -> None:
    """Whoever was paged hears that it is over; a page still on its way goes nowhere any more."""
    alarm.over_at = now
    alarm.save(update_fields=["over_at"])
    told = list(alarm.pages.filter(is_end=False, times__gt=0).values_list("channel", flat=True))
    alarm.pages.update(due_at=None)
    Page.objects.bulk_create([Page(alarm=alarm, channel=channel, is_end=True, due_at=now) for channel in told])
    _record("close alarm", alarm)


def _make_due() -> None:
    """A page for every open alarm and configured channel that has none yet."""
    now = timezone.now()
    for channel in channels.configured():
        untold = Alarm.objects.filter(over_at=None, acknowledged_at=None).exclude(pages__channel=channel)
        Page.objects.bulk_create([Page(alarm=alarm, channel=channel, due_at=now) for alarm in untold])


def _record(act: str, alarm: Alarm) -> None:
    on = ("alarm", alarm.pk)
    audit.record(by=audit.SYSTEM, act=act, on=on, kind=Kind(alarm.kind).value, force=alarm.force, people=alarm.people)


def repeat_after() -> timedelta:
    """Until an alarm that nobody acknowledged is paged again."""
    return timedelta(minutes=settings.PERMANENCE.page_every_min)
