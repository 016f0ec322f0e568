"""A recount shared among processes, on PostgreSQL: each counts its part of the conversations, in one snapshot, and
gives back fingerprints, which add up as counts do.

Not where it cannot be shared or does not pay: on SQLite, inside a transaction that others do not see, below `FEWEST`
conversations, on one processor.
"""

import multiprocessing
import os
from collections.abc import Set
from concurrent.futures import ProcessPoolExecutor
from typing import NamedTuple
from uuid import UUID

import django
from django.db import connection, transaction

from permanence.statistics import counting, reading
from permanence.statistics.fingerprints import Fingerprints, Summed, Weights
from permanence.statistics.models import Counted
from permanence.statistics.reading import Part

FEWEST = 200_000
"""Conversations. Starting a process takes as long as counting some tens of thousands."""
MOST = 4
"""Processes: the database works for each of them, too."""


class Task(NamedTuple):
    """What another process is asked to count."""

    database: str
    snapshot: str
    """As PostgreSQL calls it; it lasts as long as the transaction that gave it out."""
    secret: bytes
    part: Part
    without: Set[UUID]
    afresh: bool


def fingerprint(fingerprints: Fingerprints, without: Set[UUID], *, afresh: bool, is_seen_by_others: bool) -> None:
    """Adds what all conversations add, but these. `is_seen_by_others`: the transaction has written nothing."""
    first, *others = reading.parts(_processes() if is_seen_by_others else 1)
    if not others:
        _add(fingerprints, first, without, afresh)
        return
    name, snapshot, secret = str(connection.settings_dict["NAME"]), _exported(), fingerprints.weights.secret
    # A process of its own, not a copy of this one, which has threads and connections; the models are ready before the
    # first task is understood.
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(len(others), mp_context=spawn, initializer=django.setup) as processes:
        tasks = [Task(name, snapshot, secret, part, without, afresh) for part in others]
        found = [processes.submit(counted, task) for task in tasks]
        _add(fingerprints, first, without, afresh)
        for one in found:
            fingerprints.merge(*one.result())


def counted(task: Task) -> Summed:
    """In the other process: what its part adds."""
    connection.settings_dict["NAME"] = task.database  # of a test, it has another name than the environment's
    fingerprints = Fingerprints(Weights(task.secret))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SET TRANSACTION SNAPSHOT %s", [task.snapshot])
        _add(fingerprints, task.part, task.without, task.afresh)
    connection.close()
    return fingerprints.summed


def _add(fingerprints: Fingerprints, part: Part, without: Set[UUID], afresh: bool) -> None:
    for read in reading.every(without=without, afresh=afresh, part=part):
        fingerprints.add(counting.contributions(read.case), counting.scopes_of(read.case))


def _processes() -> int:
    pays = connection.vendor == "postgresql" and Counted.objects.count() >= FEWEST
    return min(MOST, len(os.sched_getaffinity(0))) if pays else 1


def _exported() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        return str(cursor.fetchone()[0])
