"""The periodic work: short pieces, each with its own rhythm; one that fails is told and tried again at its next turn.

Several processes may run it at once: every piece claims what it does by a lock or a conditional update.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connections

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """Something to do every so many seconds."""

    name: str
    every_s: float
    work: Callable[[], object]


def all_jobs() -> list[Job]:
    """What there is to do."""
    from permanence.accounts import sessions
    from permanence.audit import chain

    return [
        Job("seal the audit journal", 1, chain.seal_new),
        Job("forget expired tokens", 300, sessions.forget_expired),
    ]


def run_for_ever(stop: threading.Event) -> None:
    """Runs every job in its rhythm until `stop` is set."""
    due = dict.fromkeys(all_jobs(), 0.0)
    while not stop.is_set():
        now = time.monotonic()
        for job in [job for job, at in due.items() if at <= now]:
            due[job] = now + job.every_s
            _run(job)
        stop.wait(0.5)
    connections.close_all()


async def run_beside() -> None:
    """Runs the periodic work in a thread beside the server until cancelled."""
    stop = threading.Event()
    thread = threading.Thread(target=run_for_ever, args=(stop,), name="jobs", daemon=True)
    thread.start()
    try:
        await asyncio.Event().wait()
    finally:
        stop.set()
        await asyncio.to_thread(thread.join, 5)


def _run(job: Job) -> None:
    try:
        job.work()
    except Exception:
        log.exception("periodic work failed: %s", job.name)
        connections.close_all()
