"""The daily check: that the cells still say what the rows say, in a thread of its own, for on a large service it takes
most of a minute and nothing else waits for it. A difference is told in the log, and by `permanence check`."""

import logging
import threading
from datetime import timedelta

from django.db import DatabaseError, connections
from django.utils import timezone

from permanence.statistics import following, recount
from permanence.statistics.models import Cursor

EVERY = timedelta(days=1)
TOLD = 20
"""Differences named in the log."""
FAR_BEHIND = 5_000
"""Audit entries: while the figures still catch up, they are not checked."""
log = logging.getLogger(__name__)
_busy = threading.Lock()


def check_in_a_thread() -> None:
    """Begins the day's check where it is due, unless this process is at it already."""
    if not _busy.locked() and is_due():
        threading.Thread(target=_check_and_close, name="figures", daemon=True).start()


def is_due() -> bool:
    """The last check is a day old, and the figures follow."""
    cursor = Cursor.objects.filter(pk=1).first()
    if cursor is None or following.entries_behind() > FAR_BEHIND:
        return False
    return cursor.checked_at is None or timezone.now() - cursor.checked_at > EVERY


def check_and_tell() -> int:
    """Checks, and says in the log what differs; how many counts."""
    found = recount.check()
    for one in found[:TOLD]:
        log.error("figures: %s", one)
    if found:
        log.error(
            "figures: %d counts differ from the rows; `permanence statistics rebuild` makes them anew", len(found)
        )
    return len(found)


def _check_and_close() -> None:
    try:
        with _busy:
            check_and_tell()
    except DatabaseError as error:
        log.warning("figures: the store does not answer (%s)", type(error).__name__)
    except Exception:
        log.exception("figures: the check failed")
    finally:
        connections.close_all()
