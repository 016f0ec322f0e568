"""Who watches the periodic work: every serving process, for what is dead cannot say so.

Where it has been silent for `LATE_AFTER_S` the process itself looks for what must call somebody, and sends it. Not
before `GRACE_S`: after a stop of the whole service the work begins a little later than the service does.
"""

import asyncio
import logging
from datetime import timedelta

from django.utils import timezone

from config import jobs
from permanence.desk.paging import actions, delivery
from permanence.lib.errors import Refused
from permanence.live.store import in_store

GRACE_S = 120.0
EVERY_S = 30.0
LATE_AFTER_S = 120.0

log = logging.getLogger(__name__)


async def run() -> None:
    """Until cancelled."""
    await asyncio.sleep(GRACE_S)
    while True:
        try:
            await in_store(look)
        except Refused:
            log.warning("watching the periodic work: the store does not answer")
        except Exception:
            log.exception("watching the periodic work failed")
        await asyncio.sleep(EVERY_S)


def look() -> bool:
    """Whether the periodic work is late; then whoever is on call is told, of this and of all else."""
    age = jobs.age_s()
    if age is not None and age <= LATE_AFTER_S:
        return False
    actions.sweep(work_is_late_since=timezone.now() - timedelta(seconds=age or 0))
    delivery.deliver_in_a_thread()
    return True
