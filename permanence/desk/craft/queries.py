"""What the craft shows: replies to begin from, the notebook of a conversation, what waits to ring, words found.

What cannot be opened any more (its key was destroyed) is shown as such, never as a failure.
"""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Max, Q

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act
from permanence.audit import journal as audit
from permanence.desk import access as desk
from permanence.desk.craft import library
from permanence.desk.craft.folding import found
from permanence.desk.craft.models import Checklist, Fact, Note, OwnReply, Reminder, Reply
from permanence.desk.craft.vocabulary import Step, Theme
from permanence.desk.models import Intake
from permanence.lib.errors import Conflict, Invalid
from permanence.live import journal
from permanence.live.models import Conversation, Seat, Sender
from permanence.live.protocol import moment
from permanence.vault.sealing import Unreadable, unseal, unseal_with_master

View = dict[str, Any]
LONGEST_SEARCH = 100
MOST_FOUND = 500
OWN = "own"


class Destroyed(Conflict):
    """The conversation's words were destroyed at the end of their retention."""


def replies(officer: Officer) -> View:
    """All that `officer` may begin from, and the names of themes and steps."""
    shared = Reply.objects.filter(withdrawn_at=None)
    if officer.force:
        shared = shared.filter(Q(force="") | Q(force=officer.force))
    return {
        "replies": [*(_own(one) for one in own_replies(officer)), *(_shared(one) for one in shared)],
        "themes": [{"code": str(code), "label": str(label)} for code, label in [*Theme.choices, (OWN, "Les miennes")]],
        "steps": [{"code": str(code), "label": str(label)} for code, label in Step.choices],
    }


def own_replies(officer: Officer) -> list[OwnReply]:
    """Theirs, by shortcut."""
    return list(OwnReply.objects.filter(officer=officer).order_by("shortcut", "language"))


def own_text(reply: OwnReply) -> str:
    """The words of one of an officer's own replies; empty where they cannot be opened."""
    try:
        return unseal_with_master(reply.body, "own reply", reply.pk)
    except Unreadable:
        return ""


def notebook(officer: Officer, conversation: UUID) -> View:
    """Facts, reminders to come and questions of a conversation they may read. Raises `NotFound`."""
    intake = desk.intake(officer, conversation, Act.READ)
    audit.record_reading(by=officer.actor, act="read notebook", on=("conversation", conversation))
    held = intake.conversation
    return {
        "facts": [fact(one) for one in held.facts.select_related("officer", "conversation__key").order_by("at", "pk")],
        "reminders": [reminder(one) for one in _waiting().filter(conversation=held)],
        "questions": questions(intake),
    }


def notes_of(officer: Officer, conversation: UUID, *, after: int = 0) -> View:
    """Notes of a conversation they may read, above a number, in order; `last` the last number. Raises `NotFound`."""
    intake = desk.intake(officer, conversation, Act.READ)
    audit.record_reading(by=officer.actor, act="read notes", on=("conversation", conversation))
    rows = intake.conversation.notes.filter(seq__gt=after).select_related("officer", "conversation__key")
    return {"notes": [note(one) for one in rows.order_by("seq")], "last": last_note(intake.conversation)}


def last_note(conversation: Conversation) -> int:
    """The number of the last note of a conversation; 0 where there is none."""
    return conversation.notes.aggregate(last=Max("seq"))["last"] or 0


def note(row: Note) -> View:
    """One note; `text` null where it cannot be opened any more."""
    return {
        "seq": row.seq,
        "id": str(row.pk),
        "kind": row.kind,
        "text": _opened(row.conversation, row.body, "note", row.pk),
        "at": moment(row.at),
        "by": {"id": row.officer.pk, "name": row.officer.display_name},
    }


def reminders(officer: Officer) -> list[View]:
    """What waits to ring for whoever holds the conversations that `officer` holds now, soonest first."""
    held = Seat.objects.filter(officer=officer, left_at=None).values("conversation")
    return [reminder(one) for one in _waiting().filter(conversation__in=held)]


def fact(row: Fact) -> View:
    """One pinned fact; `text` null where it cannot be opened any more."""
    return {
        "id": str(row.pk),
        "text": _opened(row.conversation, row.body, "fact", row.pk),
        "seq": row.seq,
        "at": moment(row.at),
        "by": row.officer.display_name,
    }


def reminder(row: Reminder) -> View:
    """One reminder; `text` null where it cannot be opened any more."""
    return {
        "id": str(row.pk),
        "conversation": str(row.conversation_id),
        "text": _opened(row.conversation, row.body, "reminder", row.pk),
        "due_at": moment(row.due_at),
        "by": row.officer.display_name,
    }


def questions(intake: Intake) -> list[View]:
    """What is to be asked here, and what was: also of a kind that is no longer suspected."""
    asked = ticks(intake.conversation)
    return [
        {"code": one.code, "text": one.text, "asked": asked.get(one.code)}
        for one in library.questions()
        if one.code in asked or one.belongs_to(_situation(intake))
    ]


def _situation(intake: Intake) -> Mapping[str, set[str]]:
    about = {"levels": {intake.level}, "ages": {intake.age}, "reporters": {intake.reporter}}
    return {"categories": set(intake.categories), **about}


def ticks(conversation: Conversation) -> Mapping[str, Mapping[str, str]]:
    """By code, when a question was asked and by whom; nothing where it cannot be opened any more."""
    row = Checklist.objects.filter(conversation=conversation).first()
    try:
        opened: Mapping[str, Mapping[str, str]] = (
            json.loads(unseal(conversation.key, row.body, "checklist", conversation.pk)) if row else {}
        )
    except Unreadable:
        return {}
    return opened


def search(officer: Officer, conversation: UUID, wanted: str) -> View:
    """Where `wanted` stands in the whole conversation. Raises `NotFound`, `Invalid`, `Destroyed`."""
    intake = desk.intake(officer, conversation, Act.READ)
    if not wanted.strip() or len(wanted) > LONGEST_SEARCH:
        raise Invalid("Cherchez un mot ou quelques mots.", errors={"text": f"De 1 à {LONGEST_SEARCH} caractères."})
    matches: list[View] = []
    for said in _everything(intake.conversation):
        if said.sender != Sender.SYSTEM:
            matches += [{"seq": said.seq, "start": at, "length": length} for at, length in found(said.text, wanted)]
    audit.record_reading(by=officer.actor, act="search conversation", on=("conversation", conversation))
    return {"matches": matches[:MOST_FOUND], "count": len(matches), "last": intake.conversation.last_seq}


def message(conversation: Conversation, seq: int) -> journal.Said | None:
    """One message. Raises `Destroyed`."""
    try:
        said = journal.read(conversation, after=seq - 1, limit=1) if seq > 0 else []
    except Unreadable:
        raise Destroyed("Le contenu de cette conversation a été détruit.") from None
    return said[0] if said and said[0].seq == seq else None


def _everything(conversation: Conversation) -> list[journal.Said]:
    said: list[journal.Said] = []
    try:
        while page := journal.read(conversation, after=said[-1].seq if said else 0, limit=500):
            said += page
    except Unreadable:
        raise Destroyed("Le contenu de cette conversation a été détruit : rien ne peut y être cherché.") from None
    return said


def _waiting() -> Any:
    waiting = Reminder.objects.filter(done_at=None).exclude(conversation__state="ended")
    return waiting.select_related("officer", "conversation__key").order_by("due_at", "pk")


def _opened(conversation: Conversation, body: bytes | memoryview, what: str, pk: UUID) -> str | None:
    try:
        return unseal(conversation.key, body, what, conversation.pk, pk)
    except Unreadable:
        return None


def _shared(reply: Reply) -> View:
    return {
        "id": str(reply.pk),
        "own": False,
        "version": reply.version,
        **{name: getattr(reply, name) for name in ("shortcut", "language", "theme", "step", "force", "text")},
    }


def _own(reply: OwnReply) -> View:
    told = {"id": str(reply.pk), "own": True, "version": 1, "theme": OWN, "step": Step.DURING.value, "force": ""}
    return {**told, "shortcut": reply.shortcut, "language": reply.language, "text": own_text(reply)}
