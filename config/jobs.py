"""The periodic work: short pieces, each with its own rhythm; one that fails is told and tried again at its next turn.

Several processes may offer to do it: the one whose turn it is does (`Turn`), and another takes over when it stops or
falls silent. Two that believe it their turn, for a moment, do no harm: every piece claims what it does by a lock or a
conditional update.
"""

import asyncio
import logging
import secrets
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import DatabaseError, connections
from django.db.models import Q
from django.utils import timezone

BEAT_S = 3.0
SILENT_AFTER = timedelta(seconds=10)
JOBS = "jobs"
BESIDE = (sys.executable, "-c", "from config.cli import main; main()", "jobs", "--beside")
AGAIN_S, LONGEST_AGAIN_S = 2.0, 60.0
"""Before it starts again; longer each time it ended sooner than that, for what fails at once will fail again."""

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
    from permanence.casework.evidence import preparing, receiving
    from permanence.casework.referrals import lateness
    from permanence.desk import closing, guests, handover, offers, transfers
    from permanence.desk.paging import actions as paging
    from permanence.desk.paging import delivery
    from permanence.interventions import clock
    from permanence.interventions.connectors import delivery as connectors
    from permanence.roster import actions as roster
    from permanence.statistics import checking, keeping
    from permanence.statistics.exports import monthly
    from permanence.statistics.publications import orders

    return [
        Job("seal the audit journal", 1, chain.seal_new),
        Job("give back what nobody holds", 5, handover.give_back),
        Job("give back what a lost connection left", 5, handover.give_back_of_the_lost),
        Job("close unanswered transfers", 2, transfers.expire),
        Job("close unanswered invitations", 2, guests.expire),
        Job("close what was proposed to close", 3, closing.sweep),
        Job("ring what no centre acknowledges", 1, clock.sweep),
        Job("tell late referrals", 30, lateness.sweep),
        Job("look at what was sent as evidence", 1, preparing.prepare_in_a_thread),
        Job("forget files that never became whole", 600, receiving.forget_unfinished),
        Job("send to the systems of centres", 0.5, connectors.deliver_in_threads),
        Job("offer who waits", 2, offers.sweep),
        Job("lay the cycles of rosters ahead", 600, roster.extend_cycles),
        Job("look for what must call somebody", 5, paging.watch),
        Job("send pages", 1, delivery.deliver_in_a_thread),
        Job("end exchanges of shifts that have begun", 60, roster.lapse_swaps),
        Job("forget expired tokens", 300, sessions.forget_expired),
        Job("count what changed", 2, keeping.sweep_in_a_thread),
        Job("make the files of the month", 60, monthly.sweep),
        Job("close years and publish their open data", 3, orders.begin_in_a_thread),
        Job("check the figures", 600, checking.check_in_a_thread),
    ]


class Turn:
    """Whether this process does the periodic work: one row, taken by a conditional update, renewed every `BEAT_S`."""

    def __init__(self) -> None:
        self.process = secrets.token_hex(8)
        self._mine = False
        self._ask_at = 0.0

    def is_mine(self) -> bool:
        """Asks the store every few seconds, and remembers the answer in between; without a store it is nobody's."""
        if time.monotonic() >= self._ask_at:
            self._ask_at = time.monotonic() + BEAT_S
            try:
                self._mine = self._take()
            except DatabaseError as error:
                self._mine = False
                log.warning("periodic work: the store does not answer (%s)", type(error).__name__)
                connections.close_all()
        return self._mine

    def give_back(self) -> None:
        """Somebody else may begin at once."""
        from config.models import Heartbeat

        try:
            Heartbeat.objects.filter(name=JOBS, by=self.process).update(by="")
        except DatabaseError:
            connections.close_all()

    def _take(self) -> bool:
        from config.models import Heartbeat

        now = timezone.now()
        Heartbeat.objects.get_or_create(name=JOBS, defaults={"by": "", "at": now})
        free = Q(by__in=["", self.process]) | Q(at__lt=now - SILENT_AFTER)
        return bool(Heartbeat.objects.filter(free, name=JOBS).update(by=self.process, at=now))


def age_s() -> float | None:
    """How long ago the periodic work last said that it is done; None: never."""
    from config.models import Heartbeat

    at = Heartbeat.objects.filter(name=JOBS).values_list("at", flat=True).first()
    return None if at is None else max(0.0, (timezone.now() - at).total_seconds())


def run_for_ever(stop: threading.Event) -> None:
    """Runs every job in its rhythm, while it is this process's turn, until `stop` is set."""
    due, turn = dict.fromkeys(all_jobs(), 0.0), Turn()
    while not stop.is_set():
        now = time.monotonic()
        for job in [job for job, at in due.items() if at <= now and turn.is_mine()]:
            due[job] = now + job.every_s
            _run(job)
        stop.wait(0.5)
    turn.give_back()
    connections.close_all()


async def run_in_a_thread() -> None:
    """Runs the periodic work in a thread beside the server until cancelled: for a demonstration."""
    stop = threading.Event()
    thread = threading.Thread(target=run_for_ever, args=(stop,), name="jobs", daemon=True)
    thread.start()
    try:
        await asyncio.Event().wait()
    finally:
        stop.set()
        await asyncio.to_thread(thread.join, 5)


async def run_in_a_process() -> None:
    """Runs the periodic work in a process of its own until cancelled: in a thread it would, under load, keep the
    interpreter from the event loop. Whatever ends this process ends that one: its standard input closes; an interrupt
    from the terminal is this process's to answer."""
    again_s = AGAIN_S
    while True:
        began = time.monotonic()
        try:
            ended = f"ended with {await _run_beside()}"
        except OSError as error:
            ended = f"could not start ({error.strerror})"
        if time.monotonic() - began > LONGEST_AGAIN_S:
            again_s = AGAIN_S
        log.error("the periodic work %s: it starts again in %d s", ended, again_s)
        await asyncio.sleep(again_s)
        again_s = min(2 * again_s, LONGEST_AGAIN_S)


async def _run_beside() -> int:
    child = await asyncio.create_subprocess_exec(*BESIDE, stdin=asyncio.subprocess.PIPE, start_new_session=True)
    try:
        return await child.wait()
    finally:
        if child.stdin is not None:
            child.stdin.close()


def _run(job: Job) -> None:
    try:
        job.work()
    except Exception:
        log.exception("periodic work failed: %s", job.name)
        connections.close_all()
