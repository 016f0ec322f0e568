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
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.utils import timezone

from permanence.audit import journal as audit
from permanence.lib.errors import Invalid, NotFound, Refused
from permanence.live import hub
from permanence.live.models import Conversation, Message, Seat, Sender, State
from permanence.live.text import Ended, NotYours
from permanence.vault.models import DataKey
from permanence.vault.sealing import seal, unseal


@dataclass(frozen=True, slots=True)
class Draft:
    """Something to be said: the text already checked (`text.checked`)."""

    conversation: UUID
    sender: Sender
    text: str
    id: UUID = field(default_factory=uuid4)
    officer: int | None = None
    name: str = ""
    event: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """A message as it was said."""

    conversation: UUID
    seq: int
    id: UUID
    sender: str
    at: datetime
    text: str
    name: str = ""
    event: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """The answer to a draft: the message, and whether this call wrote it (False: a retry)."""

    said: Said
    fresh: bool


def append(draft: Draft) -> Written:
    """Writes one message in the current transaction (or one of its own); it is announced once that has committed.

    Raises `NotFound`, `Ended`, `NotYours`, `Invalid`.
    """
    (result,) = write([draft])
    if isinstance(result, Refused):
        raise result
    if result.fresh:
        transaction.on_commit(lambda: hub.said([result.said]))
    return result


def write(drafts: Sequence[Draft]) -> list[Written | Refused]:
    """Writes a batch as one transaction and answers each draft in order; announcing it afterwards is the caller's."""
    with transaction.atomic():
        batch = _Batch(drafts)
        results = [batch.take(draft) for draft in drafts]
        batch.store()
    return results


def read(conversation: Conversation, *, after: int = 0, limit: int = 200) -> list[Said]:
    """The messages numbered above `after`, in order, at most `limit`."""
    rows = Message.objects.filter(conversation=conversation, seq__gt=after).order_by("seq")[:limit]
    return [_said(row, conversation.key) for row in rows]


def first_words(conversations: Iterable[Conversation], length: int) -> dict[UUID, str]:
    """What each visitor wrote first, cut to `length` code points; conversations without a word are left out."""
    keys = {conversation.pk: conversation.key for conversation in conversations}
    of_visitor = Message.objects.filter(conversation=OuterRef("conversation"), sender=Sender.VISITOR)
    first = Subquery(of_visitor.order_by("seq").values("seq")[:1])
    rows = Message.objects.filter(conversation__in=keys, seq=first)
    return {row.conversation_id: _said(row, keys[row.conversation_id]).text[:length] for row in rows}


def counts(conversations: Iterable[UUID]) -> dict[UUID, int]:
    """How many messages each visitor wrote."""
    rows = Message.objects.filter(conversation__in=list(conversations), sender=Sender.VISITOR)
    return dict(rows.values_list("conversation").annotate(Count("pk")))


class _Batch:
    """The locked conversations of a batch and what will be written to them."""

    def __init__(self, drafts: Sequence[Draft]) -> None:
        ids = sorted({draft.conversation for draft in drafts})
        locked = Conversation.objects.select_for_update(of=("self",)).select_related("key")
        self.at = timezone.now()
        self.conversations = {row.pk: row for row in locked.filter(pk__in=ids).order_by("pk")}
        self.known = self._already_said(drafts)
        self.seats = self._seats(drafts)
        self.rows: list[Message] = []

    def take(self, draft: Draft) -> Written | Refused:
        """Gives `draft` its number, or the reason why not."""
        conversation = self.conversations.get(draft.conversation)
        if conversation is None:
            return NotFound("Conversation inconnue.")
        known = self.known.get((draft.conversation, draft.id))
        if known is not None:
            return self._retry(draft, known)
        if conversation.state == State.ENDED and draft.sender != Sender.SYSTEM:
            return Ended("La conversation est terminée. Votre code de reprise permet de la rouvrir.")
        if draft.sender == Sender.OFFICER and self.seats.get(draft.conversation) != draft.officer:
            return NotYours("Cette conversation n'est pas la vôtre.")
        return Written(self._number(draft, conversation), fresh=True)

    def store(self) -> None:
        """Writes what was taken."""
        if not self.rows:
            return
        Message.objects.bulk_create(self.rows)
        changed = {row.conversation_id for row in self.rows}
        Conversation.objects.bulk_update([self.conversations[pk] for pk in changed], ["last_seq"])
        self._audit()

    def _number(self, draft: Draft, conversation: Conversation) -> Said:
        conversation.last_seq += 1
        said = Said(
            conversation.pk,
            conversation.last_seq,
            draft.id,
            draft.sender.value,
            self.at,
            draft.text,
            draft.name,
            draft.event,
            draft.data,
        )
        self.known[draft.conversation, draft.id] = said
        self.rows.append(_row(said, conversation.key, draft.officer))
        return said

    def _retry(self, draft: Draft, known: Said) -> Written | Refused:
        if known.sender != draft.sender:
            return Invalid("Cet identifiant de message est déjà pris.", errors={"id": "Identifiant déjà pris."})
        return Written(known, fresh=False)

    def _already_said(self, drafts: Sequence[Draft]) -> dict[tuple[UUID, UUID], Said]:
        rows = Message.objects.filter(conversation__in=self.conversations, client_id__in=[draft.id for draft in drafts])
        said = (_said(row, self.conversations[row.conversation_id].key) for row in rows)
        return {(one.conversation, one.id): one for one in said}

    def _seats(self, drafts: Sequence[Draft]) -> dict[UUID, int]:
        wanted = {draft.conversation for draft in drafts if draft.sender == Sender.OFFICER}
        if not wanted:
            return {}
        taken = Seat.objects.filter(conversation__in=wanted, left_at=None)
        return dict(taken.values_list("conversation_id", "officer_id"))

    def _audit(self) -> None:
        by_officer: dict[int, dict[str, list[int]]] = {}
        for row in self.rows:
            if row.officer_id is not None and row.sender == Sender.OFFICER:
                by_officer.setdefault(row.officer_id, {}).setdefault(str(row.conversation_id), []).append(row.seq)
        for officer, written in by_officer.items():
            conversations = list(written)
            on = ("conversation", conversations[0]) if len(conversations) == 1 else ("conversations", len(written))
            audit.record(by=f"officer:{officer}", act="write in conversation", on=on, messages=written)


def _row(said: Said, key: DataKey, officer: int | None) -> Message:
    body: dict[str, Any] = {"text": said.text}
    if said.name:
        body["name"] = said.name
    if said.data:
        body["data"] = dict(said.data)
    return Message(
        conversation_id=said.conversation,
        seq=said.seq,
        client_id=said.id,
        sender=said.sender,
        officer_id=officer,
        at=said.at,
        event=said.event,
        body=seal(key, json.dumps(body, ensure_ascii=False), "message", said.conversation, said.seq),
    )


def _said(row: Message, key: DataKey) -> Said:
    body = json.loads(unseal(key, row.body, "message", row.conversation_id, row.seq))
    return Said(
        row.conversation_id,
        row.seq,
        row.client_id,
        row.sender,
        row.at,
        body["text"],
        body.get("name", ""),
        row.event,
        body.get("data", {}),
    )
