"""The journal: the only writer and the only reader of messages.

Invariants
- A message has its number under the row lock of its conversation: 1, 2, 3, … with no hole and no repeat, whichever
  process writes. Conversations are locked in the order of their ids, so that two batches never wait for each other.
- The client's id is unique in a conversation: writing it again gives the first number and no second message.
- A body is sealed under the conversation's key, bound to its conversation and number.
- What `write` returned is durable; it is announced only after the commit.
- A draft that cannot be taken fails alone: its companions of the batch are written.
- What an officer writes leaves one row in the audit journal a batch, in the same transaction.

Never: announce before the commit, write a message elsewhere, change or delete one (retention destroys the key).
"""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count, OuterRef, Subquery
from django.utils import timezone

from permanence.audit import journal as audit
from permanence.lib.errors import Refused
from permanence.live import hub, metrics
from permanence.live.batch import Decided, Draft, Known, Said, Standing, Written, audit_of, decide
from permanence.live.models import Conversation, Guest, Message, Seat, Sender, State
from permanence.vault.models import DataKey
from permanence.vault.sealing import Unreadable, unseal

__all__ = ["Draft", "Said", "Written", "append", "counts", "first_words", "last_at", "pages", "read", "write"]


PAGE = 200
MANY_PAGES = """
    SELECT d.conversation, d.number, k.wrapped, m.seq, m.client_id, m.sender, m.at, m.event, m.body
    FROM unnest(%s::uuid[], %s::int[]) AS d(conversation, number)
    JOIN live_conversation c ON c.id = d.conversation
    JOIN vault_datakey k ON k.id = c.key_id
    CROSS JOIN LATERAL (
        SELECT seq, client_id, sender, at, event, body FROM live_message
        WHERE conversation_id = d.conversation AND seq > d.number ORDER BY seq LIMIT %s
    ) m
    ORDER BY d.conversation, d.number, m.seq
"""


def append(draft: Draft) -> Written:
    """Writes one message in the current transaction (or one of its own); it is announced once that has committed.

    Raises `NotFound`, `Ended`, `NotYours`, `Invalid`.
    """
    (result,) = write([draft])
    if isinstance(result, Refused):
        raise result
    if result.fresh:
        transaction.on_commit(lambda: _announce(result.said))
    return result


def write(drafts: Sequence[Draft]) -> list[Written | Refused]:
    """Writes a batch as one transaction and answers each draft in order; announcing it afterwards is the caller's."""
    with transaction.atomic(savepoint=False):  # within another's transaction it stands or falls with it
        standings = _locked(drafts)
        decided = decide(drafts, standings, _known(drafts), timezone.now())
        if decided.rows:
            _store(decided)
    return decided.results


def read(conversation: Conversation, *, after: int = 0, limit: int = 200) -> list[Said]:
    """The messages numbered above `after`, in order, at most `limit`."""
    rows = Message.objects.filter(conversation=conversation, seq__gt=after).order_by("seq")[:limit]
    return [_said(row, conversation.key) for row in rows]


def pages(wanted: Collection[tuple[UUID, int]]) -> dict[tuple[UUID, int], list[Said] | Exception]:
    """For each conversation and number, the next `PAGE` messages after it; what cannot be opened fails alone."""
    found: dict[tuple[UUID, int], list[Said] | Exception] = {one: [] for one in wanted}
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(MANY_PAGES, [[one for one, _ in wanted], [number for _, number in wanted], PAGE])
            rows = cursor.fetchall()
    else:
        rows = [row for one in wanted for row in _page_of_sqlite(*one)]
    for conversation, number, wrapped, *facts in rows:
        page = found[conversation, number]
        if isinstance(page, list):
            try:
                page.append(_opened(DataKey(wrapped=wrapped), conversation, *facts))
            except Unreadable as error:
                found[conversation, number] = error
    return found


def first_words(conversations: Iterable[Conversation], length: int) -> dict[UUID, str]:
    """What each visitor wrote first, cut to `length` code points; conversations without a word are left out."""
    keys = {conversation.pk: conversation.key for conversation in conversations}
    of_visitor = Message.objects.filter(conversation=OuterRef("conversation"), sender=Sender.VISITOR)
    first = Subquery(of_visitor.order_by("seq").values("seq")[:1])
    rows = Message.objects.filter(conversation__in=keys, seq=first)
    return {row.conversation_id: _said(row, keys[row.conversation_id]).text[:length] for row in rows}


def last_at(conversation: Conversation, event: str) -> datetime | None:
    """When the desk last said that `event` happened there."""
    rows = Message.objects.filter(conversation=conversation, event=event).order_by("-seq")
    return rows.values_list("at", flat=True).first()


def has_visitor_written(conversation: UUID, *, after: int) -> bool:
    """Whether the visitor wrote after that number."""
    return Message.objects.filter(conversation=conversation, sender=Sender.VISITOR, seq__gt=after).exists()


def counts(conversations: Iterable[UUID]) -> dict[UUID, int]:
    """How many messages each visitor wrote."""
    rows = Message.objects.filter(conversation__in=list(conversations), sender=Sender.VISITOR)
    return dict(rows.values_list("conversation").annotate(Count("pk")))


def _announce(said: Said) -> None:
    metrics.counts.messages_by_http += 1
    hub.said([said])


def _locked(drafts: Sequence[Draft]) -> dict[UUID, Standing]:
    """The conversations of a batch, locked in the order of their ids."""
    ids = {draft.conversation for draft in drafts}
    locked = Conversation.objects.select_for_update(of=("self",)).select_related("key").filter(pk__in=ids)
    standings = {
        row.pk: Standing(row.state == State.ENDED, row.last_seq, bytes(row.key.wrapped))
        for row in locked.order_by("pk")
    }
    if any(draft.sender == Sender.OFFICER for draft in drafts):
        _note_speakers(standings)
    return standings


def _note_speakers(standings: dict[UUID, Standing]) -> None:
    facts = ("conversation_id", "officer_id")
    for conversation, officer in Seat.objects.filter(conversation__in=standings, left_at=None).values_list(*facts):
        standings[conversation].holder = officer
    for conversation, officer in Guest.objects.filter(conversation__in=standings, left_at=None).values_list(*facts):
        standings[conversation].guests |= {officer}


def _known(drafts: Sequence[Draft]) -> dict[tuple[UUID, UUID], Known]:
    """What is already stored under the ids of the drafts."""
    rows = Message.objects.filter(
        conversation__in={draft.conversation for draft in drafts}, client_id__in=[draft.id for draft in drafts]
    )
    return {
        (conversation, client_id): Known(seq, at, sender)
        for conversation, client_id, seq, at, sender in rows.values_list(
            "conversation_id", "client_id", "seq", "at", "sender"
        )
    }


def _store(decided: Decided) -> None:
    Message.objects.bulk_create(
        Message(
            conversation_id=row.said.conversation,
            seq=row.said.seq,
            client_id=row.said.id,
            sender=row.said.sender,
            officer_id=row.officer,
            at=row.said.at,
            event=row.said.event,
            body=row.body,
        )
        for row in decided.rows
    )
    for conversation, last in decided.lasts.items():
        Conversation.objects.filter(pk=conversation).update(last_seq=last)
    entry = audit_of(decided.rows)
    if entry is not None:
        actor, on, detail = entry
        audit.record(by=actor, act="write in conversation", on=on, **detail)


def _page_of_sqlite(conversation: UUID, number: int) -> Iterator[tuple[Any, ...]]:
    found = Conversation.objects.filter(pk=conversation).values_list("key__wrapped", flat=True).first()
    rows = Message.objects.filter(conversation=conversation, seq__gt=number).order_by("seq")[:PAGE]
    for row in rows:
        yield conversation, number, found, row.seq, row.client_id, row.sender, row.at, row.event, row.body


def _said(row: Message, key: DataKey) -> Said:
    return _opened(key, row.conversation_id, row.seq, row.client_id, row.sender, row.at, row.event, row.body)


def _opened(
    key: DataKey, conversation: UUID, seq: int, client_id: UUID, sender: str, at: datetime, event: str, sealed: Any
) -> Said:
    body = json.loads(unseal(key, sealed, "message", conversation, seq))
    name, data = body.get("name", ""), body.get("data", {})
    return Said(conversation, seq, client_id, sender, at, body["text"], name, event, data)
