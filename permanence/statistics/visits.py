"""How often the pages of the visitors' door were reached: counters by hour and language, of nobody in particular.

Invariants
- What is counted is a number. Nothing of whoever came is kept, in memory or in the database.
- Counting costs a page an addition in memory and never a statement: reading a page writes nothing. Counts are added to
  the database in batches, every `EVERY_S` and at the stop of the process; a process that is killed loses those since.
- Only names and languages that are known here are counted, others together: what a browser sends makes no rows.
- A count that could not be written is kept and tried again, and added once: its batch is one transaction.
"""

import asyncio
import logging
import threading
from collections import Counter
from collections.abc import Mapping
from datetime import date

from django.db import DatabaseError, transaction
from django.db.models import F, Sum
from django.utils import timezone

from permanence.lib.errors import Unavailable
from permanence.live.store import in_store
from permanence.statistics import languages
from permanence.statistics.counting import UNKNOWN
from permanence.statistics.models import Visits
from permanence.statistics.paris import PARIS

EVERY_S = 15.0
NAMES: Mapping[str, str] = {
    "arrived": "Page d’accueil ouverte",
    "entered": "Formulaire d’entrée ouvert",
    "asked_again": "Formulaire renvoyé à corriger",
    "located": "Lieu donné et reconnu",
    "began": "Conversation commencée depuis ces pages",
    "wrote": "… avec un premier message",
    "left": "Sortie rapide avant toute conversation",
}
"""What is counted, as the tables say it."""

Key = tuple[date, int, str, str]

log = logging.getLogger(__name__)
_lock = threading.Lock()
_counts: Counter[Key] = Counter()


def count(name: str, language: str) -> None:
    """One more; `language`: a code, empty where none was told. Never fails, never waits for the database."""
    if name not in NAMES:
        return
    now = timezone.now().astimezone(PARIS)
    with _lock:
        _counts[now.date(), now.hour, name, languages.known(language)] += 1


def flush() -> int:
    """Adds what was counted since the last time to the database; how many. Raises `DatabaseError`, the counts kept."""
    with _lock:
        taken = _counts.copy()
        _counts.clear()
    try:
        with transaction.atomic():
            for key, number in sorted(taken.items()):
                _add(key, number)
    except DatabaseError:
        with _lock:
            _counts.update(taken)
        raise
    return taken.total()


async def run() -> None:
    """Adds them in batches until cancelled, and once more then."""
    try:
        while True:
            await asyncio.sleep(EVERY_S)
            await _tried()
    finally:
        await _tried()


async def _tried() -> None:
    try:
        if _counts:
            await in_store(flush)
    except (DatabaseError, Unavailable) as error:
        log.warning("visits are not written yet (%s)", type(error).__name__)


def between(from_on: date, to_on: date) -> Counter[str]:
    """`arrived` how many, and `arrived|language|fr` (`unknown` where none was told) of these days, both included."""
    found: Counter[str] = Counter()
    rows = Visits.objects.filter(day__gte=from_on, day__lte=to_on).values_list("name", "language")
    for name, language, number in rows.annotate(number=Sum("count")).order_by("name", "language"):
        found[name] += number
        found[f"{name}|language|{language or UNKNOWN}"] += number
    return found


def _add(key: Key, number: int) -> None:
    day, hour, name, language = key
    rows = Visits.objects.filter(day=day, hour=hour, name=name, language=language)
    if not rows.update(count=F("count") + number):
        Visits.objects.get_or_create(day=day, hour=hour, name=name, language=language, defaults={"count": 0})
        rows.update(count=F("count") + number)


def forget() -> None:
    """What was counted and is not written yet is forgotten: between tests."""
    with _lock:
        _counts.clear()
