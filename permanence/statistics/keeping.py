"""Keeping the figures exact, change by change.

Answers for: following what happens (`sweep`), counting a conversation again (`recounted`), forgetting one whose figures
are closed (`forget`).

Invariants
- Whoever changes a cell holds the `Cursor` row: one at a time, in one transaction with the shares. On PostgreSQL a
  sweep that finds it held leaves; on SQLite every transaction that writes waits its turn.
- A cell is the sum of the shares and of what was forgotten: a conversation counted again takes away what its stored
  shares say that it added, whatever the code that added it, and adds what the rows say now.
- Nothing is missed: every change of what is counted leaves an audit entry in its own transaction, and the sealer gives
  entries consecutive positions, each visible only once its change is; the cursor follows them without a gap. What
  visitors write leaves none: conversations under way are compared with what was counted (`following`).
- Counting twice is counting once.

Never: subtract what the code would count today for yesterday's row.
"""

import logging
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection, connections, transaction

from permanence.live.models import State
from permanence.statistics import cells, counting, following, reading
from permanence.statistics.cases import Case
from permanence.statistics.counting import Contribution
from permanence.statistics.models import Counted, Cursor, Forgotten, Share
from permanence.statistics.publications.models import Publication
from permanence.statistics.rows import Read
from permanence.statistics.scopes import ALL

BATCH = 1_000
"""Conversations read together."""
LONGEST_S = 20.0
"""A sweep of what a long absence left: the rest is the next one's."""
log = logging.getLogger(__name__)
_busy = threading.Lock()
Shares = dict[tuple[date, str, str], list[Contribution]]


def sweep_in_a_thread() -> None:
    """Begins to count what changed, unless this process is at it already: nothing else waits for it."""
    if not _busy.locked() and is_behind():
        threading.Thread(target=_sweep_and_close, name="counting", daemon=True).start()


def sweep() -> int:
    """Counts again whatever changed, some at a time; how many conversations it looked at."""
    looked_at, until = 0, time.monotonic() + LONGEST_S
    before: following.Followed | None = None
    while is_behind() and time.monotonic() < until:
        done = _batch()
        if done is None or done == before:  # another process is at it, or there is no getting on
            break
        looked_at, before = looked_at + len(done.conversations), done
    return looked_at


def is_behind() -> bool:
    """Whether there is anything to count."""
    return bool(following.entries_behind() or following.under_way())


def recounted(*conversations: UUID) -> None:
    """These conversations are counted as the rows say now."""
    with transaction.atomic():
        lock()
        _count(conversations)


def forget(conversations: Sequence[UUID]) -> int:
    """What retention destroys leaves the figures standing: its shares become part of what was forgotten, the cells
    stay; how many conversations. One that added anything to a year that is not closed is left as it is.

    Call it in the transaction that destroys them, and destroy none that is still in `Counted`.
    """
    closed = closed_years()
    with transaction.atomic():
        lock()
        before = _shares(Counted.objects.filter(pk__in=conversations).values_list("pk", flat=True))
        gone = [pk for pk, shares in before.items() if all(share.day.year in closed for share in shares)]
        forgotten = cells.Changes(to=Forgotten)
        for one in (share for pk in gone for share in before[pk]):
            forgotten.add(one.day, one.force, one.department, one.scopes.split(), one.counts, 1)
        forgotten.apply()
        Share.objects.filter(counted__in=gone).delete()
        Counted.objects.filter(pk__in=gone).delete()
    return len(gone)


def closed_years() -> frozenset[int]:
    """The years whose figures are closed, of both forces and all departments."""
    closed = Publication.objects.filter(kind=Publication.Kind.YEAR, force="", department="", scope=ALL)
    return frozenset(day.year for day in closed.values_list("from_on", flat=True))


def lock(*, wait: bool = True) -> Cursor | None:
    """The cursor, held until the transaction ends; None where somebody holds it and `wait` is False."""
    Cursor.objects.get_or_create(pk=1)
    skips = not wait and connection.features.has_select_for_update_skip_locked
    return Cursor.objects.select_for_update(skip_locked=skips).filter(pk=1).first()


def shares_of(case: Case) -> Shares:
    """What a case adds, gathered by day, force and department."""
    found: Shares = defaultdict(list)
    for one in counting.contributions(case):
        found[one.day, one.force, one.department].append(one)
    return found


def _batch() -> following.Followed | None:
    """Counts some of what changed; None where another process is at it."""
    with transaction.atomic():
        cursor = lock(wait=False)
        if cursor is None:
            return None
        told = following.after(cursor.position)
        told.conversations.update(list(following.under_way())[: following.CONVERSATIONS])
        _count(sorted(told.conversations))
        if told.position != cursor.position:
            Cursor.objects.filter(pk=1).update(position=told.position)
    return told


def _sweep_and_close() -> None:
    try:
        with _busy:
            sweep()
    except DatabaseError as error:
        log.warning("figures: the store does not answer (%s)", type(error).__name__)
    except Exception:
        log.exception("figures: what changed could not be counted")
    finally:
        connections.close_all()


def _count(conversations: Sequence[UUID]) -> None:
    """Takes away what their shares had added, adds what the rows say. Call it with the cursor held."""
    changes = cells.Changes()
    for start in range(0, len(conversations), BATCH):
        part = conversations[start : start + BATCH]
        before = _shares(part)
        for one in reading.some(part):
            _count_one(one, before.get(id_of(one), []), changes)
    changes.apply()


def _shares(conversations: Iterable[UUID]) -> dict[UUID, list[Share]]:
    """What each of these conversations adds as it was counted; those that were are in it."""
    known = list(conversations)
    found: dict[UUID, list[Share]] = {pk: [] for pk in known}
    for share in Share.objects.filter(counted__in=known):
        found[share.counted_id].append(share)
    return found


def _count_one(read: Read, before: list[Share], changes: cells.Changes) -> None:
    conversation, scopes = id_of(read), " ".join(counting.scopes_of(read.case))
    now = {(*key, scopes): counting.packed(parts) for key, parts in shares_of(read.case).items()}
    stood = {(one.day, one.force, one.department, one.scopes): one.counts for one in before}
    gone = [one for one in before if now.get((one.day, one.force, one.department, one.scopes)) != one.counts]
    Counted.objects.update_or_create(pk=conversation, defaults=stamp(read))
    if gone:
        Share.objects.filter(pk__in=[one.pk for one in gone]).delete()
    new = {key: text for key, text in now.items() if stood.get(key) != text}
    Share.objects.bulk_create(made(conversation, key, text) for key, text in new.items())
    for one in gone:
        changes.add(one.day, one.force, one.department, one.scopes.split(), one.counts, -1)
    for (day, force, department, _), text in new.items():
        changes.add(day, force, department, scopes.split(), text, 1)


def made(conversation: UUID, key: tuple[date, str, str, str], text: str) -> Share:
    """What a conversation adds to one day, force and department, in these scopes."""
    day, force, department, scopes = key
    return Share(counted_id=conversation, day=day, force=force, department=department, scopes=scopes, counts=text)


def stamp(read: Read) -> dict[str, Any]:
    """The fields of `Counted` besides the conversation."""
    case = read.case
    return {
        "last_seq": read.last_seq,
        "revision": read.revision,
        "is_open": case.state != State.ENDED,
        "wrote_at": _at(case.wrote),
        "answered_at": _at(case.answered),
        "taken_at": _at(case.taken),
    }


def _at(moment: int | None) -> datetime | None:
    return None if moment is None else datetime.fromtimestamp(moment, UTC)


def id_of(read: Read) -> UUID:
    """Its conversation, whatever the database calls it."""
    return read.conversation if isinstance(read.conversation, UUID) else UUID(read.conversation)
