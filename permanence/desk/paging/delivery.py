"""Sending what is due, each page by one process: it moves the deadline first, by a conditional update, then sends.

In a thread of its own beside the periodic work: a channel that is slow keeps neither the audit journal unsealed nor
conversations unwatched.
"""

import logging
import threading
from datetime import datetime, timedelta

from django.db import DatabaseError, connections, transaction
from django.db.models import QuerySet
from django.utils import timezone

from permanence.audit import journal as audit
from permanence.desk.paging import actions, channels
from permanence.desk.paging.models import Alarm, Page

TAKEN_FOR = timedelta(minutes=1)
"""A process that took a page and died leaves it to another after so long: many times what sending may last."""
BACKOFF_S = (5, 15, 30, 60, 120, 300)
"""Before a page that did not go out is tried again; the last one from then on."""

log = logging.getLogger(__name__)
_busy = threading.Lock()


def deliver_in_a_thread() -> None:
    """Begins to send what is due, unless this process is at it already."""
    if _busy.locked() or not _due().exists():
        return
    threading.Thread(target=_deliver_and_close, name="pages", daemon=True).start()


def deliver() -> int:
    """Sends everything that is due and that nobody else is sending; how many went out."""
    with _busy:
        return sum(_deliver(page) for page in _due().select_related("alarm").order_by("due_at"))


def _deliver_and_close() -> None:
    try:
        deliver()
    except DatabaseError as error:
        log.warning("pages: the store does not answer (%s)", type(error).__name__)
    finally:
        connections.close_all()


def _due() -> QuerySet[Page]:
    return Page.objects.filter(due_at__lte=timezone.now(), channel__in=channels.configured())


def _deliver(page: Page) -> bool:
    until = timezone.now() + TAKEN_FOR
    if not Page.objects.filter(pk=page.pk, due_at=page.due_at).update(due_at=until):
        return False  # another process has it, or it is not due any more
    try:
        channels.send(page)
    except channels.NotSent as failure:
        _failed(page, str(failure))
        return False
    _sent(page)
    return True


def _sent(page: Page) -> None:
    now = timezone.now()
    with transaction.atomic():
        _settle(page, None if page.is_end else now + actions.repeat_after())
        Page.objects.filter(pk=page.pk).update(sent_at=now, tried_at=now, times=page.times + 1, failures=0, fault="")
        if not page.is_end and Alarm.objects.filter(pk=page.alarm_id).exclude(over_at=None).exists():
            Page.objects.get_or_create(  # it was over while this was on its way
                alarm=page.alarm, channel=page.channel, is_end=True, defaults={"due_at": now}
            )
        on = ("alarm", page.alarm_id)
        audit.record(by=audit.SYSTEM, act="page", on=on, channel=page.channel, end=page.is_end, times=page.times + 1)


def _failed(page: Page, fault: str) -> None:
    later = BACKOFF_S[min(page.failures, len(BACKOFF_S) - 1)]
    log.error("a page does not go out by %s: %s", page.channel, fault)
    now = timezone.now()
    with transaction.atomic():
        _settle(page, now + timedelta(seconds=later))
        Page.objects.filter(pk=page.pk).update(tried_at=now, failures=page.failures + 1, fault=fault[:80])


def _settle(page: Page, due_at: datetime | None) -> None:
    """The next deadline, unless the page was meanwhile acknowledged, or its alarm closed."""
    Page.objects.filter(pk=page.pk).exclude(due_at=None).update(due_at=due_at)
