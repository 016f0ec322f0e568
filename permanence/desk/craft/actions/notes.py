"""Notes between officers: added, never changed, numbered on their own, sealed under the conversation's key."""

from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act
from permanence.audit import journal as audit
from permanence.desk import access as desk
from permanence.desk.craft.actions.beside import locked, same, words
from permanence.desk.craft.models import Note
from permanence.live import actions as live
from permanence.live import company
from permanence.live.models import Seat
from permanence.vault.sealing import seal

LONGEST_NOTE = 4_000


def add_note(*, by: Officer, conversation: UUID, note: UUID, text: str) -> tuple[Note, bool]:
    """The note, and whether it is new: the same id again is the same note. A supervisor's who does not speak in
    the conversation is a whisper. Raises `NotFound`, `Forbidden`, `Invalid`, `ChangedHands`, `WordsDestroyed`."""
    desk.intake(by, conversation, Act.NOTE)
    text = words(text, LONGEST_NOTE, needed="Écrivez la note.")
    with transaction.atomic():
        held = locked(by, conversation, Act.NOTE)
        if known := Note.objects.filter(pk=note).first():
            return same(known, held), False
        last = Note.objects.filter(conversation=held).aggregate(last=Max("seq"))["last"] or 0
        row = Note.objects.create(
            id=note,
            conversation=held,
            seq=last + 1,
            officer=by,
            kind=_kind(by, conversation),
            at=timezone.now(),
            body=seal(held.key, text, "note", conversation, note),
        )
        live.touch(held)
        audit.record(by=by.actor, act=Act.NOTE, on=("conversation", conversation), kind=row.kind, seq=row.seq)
    return row, True


def _kind(by: Officer, conversation: UUID) -> Note.Kind:
    holds = Seat.objects.filter(conversation=conversation, officer=by, left_at=None).exists()
    speaks = holds or by in company.of(conversation)
    return Note.Kind.NOTE if speaks or by.role != "supervisor" else Note.Kind.WHISPER
