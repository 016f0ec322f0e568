"""Which conversations changed since they were counted.

Two sources: the audit journal after the position that the figures have reached, and conversations under way whose stamp
(`last_seq`, `revision`) is not the one that was counted, for what visitors write leaves no entry. Reads only.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, Q

from permanence.audit.models import Entry, Head
from permanence.live.models import Conversation, State
from permanence.statistics.models import Counted, Cursor

ENTRIES, CONVERSATIONS = 2_000, 100
"""Looked at together: what is counted in one transaction holds up others for a moment only."""
_WROTE = "write in conversation"
_COLUMNS = ("position", "act", "object_kind", "object_id", "outcome", "detail")


class Followed(NamedTuple):
    """Some conversations that changed, and the position of the journal that was reached."""

    conversations: set[UUID]
    position: int


def after(position: int) -> Followed:
    """What the journal tells after `position`."""
    found: set[UUID] = set()
    spoken: set[UUID] = set()
    rows = Entry.objects.filter(position__gt=position).order_by("position").values_list(*_COLUMNS)[:ENTRIES]
    reached = position
    for number, act, kind, identifier, outcome, detail in rows:
        if len(found) + len(spoken) >= CONVERSATIONS:
            break
        reached = number
        if outcome == Entry.Outcome.DONE:
            (spoken if act == _WROTE else found).update(named(kind, identifier, detail))
    return Followed(found | _unanswered(spoken - found), reached)


def under_way() -> set[UUID]:
    """Conversations under way, or counted while they were, that are not as they were counted.

    A message more changes nothing once both have written.
    """
    both = Q(counted__wrote_at__isnull=False, counted__answered_at__isnull=False)
    same = Q(counted__revision=F("revision")) & (Q(counted__last_seq=F("last_seq")) | both)
    new = Conversation.objects.exclude(state=State.ENDED).filter(Q(counted=None) | ~same, intake__isnull=False)
    ended = Conversation.objects.filter(state=State.ENDED, counted__is_open=True)
    return {*new.values_list("pk", flat=True), *ended.values_list("pk", flat=True)}


def pending() -> set[UUID]:
    """All that changed and is not counted yet, sealed or not, as this moment sees it."""
    later = Q(position__gt=_position()) | Q(position=None)
    rows = Entry.objects.filter(later, outcome=Entry.Outcome.DONE).values_list("object_kind", "object_id", "detail")
    found = under_way()
    for kind, identifier, detail in rows.iterator():
        found |= named(kind, identifier, detail)
    return found


def entries_behind() -> int:
    """How many entries of the journal the figures have not read yet."""
    head = Head.objects.filter(pk=1).first()
    return max(0, (head.position if head else 0) - _position())


def named(kind: str, identifier: str, detail: Mapping[str, Any]) -> set[UUID]:
    """The conversations that an audit entry is about, by its object and its detail."""
    if kind == "conversation":
        names = [identifier]
    elif kind == "conversations":
        names = [name for of_officer in detail.values() if isinstance(of_officer, dict) for name in of_officer]
    else:
        names = [str(detail.get("conversation", ""))]
    return {found for name in names if (found := _uuid(name)) is not None}


def _unanswered(conversations: set[UUID]) -> set[UUID]:
    """Of those that an officer wrote in, the ones of which no first answer is known."""
    if not conversations:
        return conversations
    known = Counted.objects.filter(pk__in=conversations, answered_at__isnull=False)
    return conversations - set(known.values_list("pk", flat=True))


def _position() -> int:
    cursor = Cursor.objects.filter(pk=1).first()
    return cursor.position if cursor else 0


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
