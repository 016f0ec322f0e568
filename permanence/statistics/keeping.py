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
  visitors write leaves none: conversations under way are compared by (`last_seq`, `revision`) with what was counted.
- Counting twice is counting once.

Never: subtract what the code would count today for yesterday's row.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q

from permanence.audit.models import Entry, Head
from permanence.live.models import Conversation, State
from permanence.statistics import cells, counting, reading
from permanence.statistics.counting import Contribution
from permanence.statistics.models import Counted, Cursor, Forgotten, Share
from permanence.statistics.publications.models import Publication
from permanence.statistics.rows import Read
from permanence.statistics.scopes import ALL

BATCH = 1_000
"""Audit entries looked at in one transaction."""
MOST_BATCHES = 20
"""In one sweep: the rest is the next one's."""
WROTE = "write in conversation"
Shares = dict[tuple[date, str, str], list[Contribution]]


def sweep() -> int:
    """A piece of the periodic work: counts again whatever changed; how many conversations it looked at."""
    looked_at = 0
    for _ in range(MOST_BATCHES):
        if not _is_behind():
            break
        done, more = _batch()
        looked_at += done
        if not more:
            break
    return looked_at


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


def shares_of(case: counting.Case) -> Shares:
    """What a case adds, gathered by day, force and department."""
    found: Shares = defaultdict(list)
    for one in counting.contributions(case):
        found[one.day, one.force, one.department].append(one)
    return found


def pending() -> set[UUID]:
    """The conversations that changed since they were counted, as this moment sees them."""
    cursor = Cursor.objects.filter(pk=1).first()
    position = cursor.position if cursor else 0
    found = Entry.objects.filter(Q(position__gt=position) | Q(position=None))
    return touched(_entries(found.iterator())) | under_way()


def touched(entries: Iterable[tuple[str, str, str, dict[str, Any]]]) -> set[UUID]:
    """The conversations that audit entries (act, kind and id of the object, detail) are about."""
    found: set[UUID] = set()
    spoken: set[UUID] = set()
    for act, kind, identifier, detail in entries:
        if kind == "conversation":
            ids = [identifier]
        elif kind == "conversations":
            ids = [one for by_officer in detail.values() if isinstance(by_officer, dict) for one in by_officer]
        else:
            ids = [detail["conversation"]] if "conversation" in detail else []
        (spoken if act == WROTE else found).update(filter(None, map(_uuid, ids)))
    return found | _unanswered(spoken - found)


def under_way() -> set[UUID]:
    """Conversations under way, or counted while they were, that are not as they were counted.

    A message more changes nothing once both have written.
    """
    both = Q(counted__wrote_at__isnull=False, counted__answered_at__isnull=False)
    same = Q(counted__revision=F("revision")) & (Q(counted__last_seq=F("last_seq")) | both)
    new = Conversation.objects.exclude(state=State.ENDED).filter(Q(counted=None) | ~same)
    ended = Conversation.objects.filter(state=State.ENDED, counted__is_open=True)
    return {*new.values_list("pk", flat=True), *ended.values_list("pk", flat=True)}


def _is_behind() -> bool:
    """Whether there is anything to do, without locking anything."""
    cursor, head = Cursor.objects.filter(pk=1).first(), Head.objects.filter(pk=1).first()
    return (head.position if head else 0) > (cursor.position if cursor else 0) or bool(under_way())


def _batch() -> tuple[int, bool]:
    """How many conversations were looked at, and whether more entries wait."""
    with transaction.atomic():
        cursor = lock(wait=False)
        if cursor is None:
            return 0, False
        following = Entry.objects.filter(position__gt=cursor.position).order_by("position")
        rows = list(following.values_list("position", "act", "object_kind", "object_id", "outcome", "detail")[:BATCH])
        changed = touched((row[1], row[2], row[3], row[5]) for row in rows if row[4] == Entry.Outcome.DONE)
        changed |= under_way()
        _count(sorted(changed))
        if rows:
            Cursor.objects.filter(pk=1).update(position=rows[-1][0])
    return len(changed), len(rows) == BATCH


def _entries(found: Iterable[Entry]) -> Iterable[tuple[str, str, str, dict[str, Any]]]:
    return ((one.act, one.object_kind, one.object_id, one.detail) for one in found if one.outcome == Entry.Outcome.DONE)


def _unanswered(conversations: set[UUID]) -> set[UUID]:
    """Of those that an officer wrote in, the ones of which no first answer is known."""
    known = Counted.objects.filter(pk__in=conversations, answered_at__isnull=False)
    return conversations - set(known.values_list("pk", flat=True)) if conversations else conversations


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


def _uuid(text: object) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None
