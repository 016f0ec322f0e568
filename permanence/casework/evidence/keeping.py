"""A file that is whole: judged by its bytes, then kept with its message, or refused with why.

Invariants
- The hash is of what is stored, read back and opened; it is on the row before anybody hears of the file.
- The message, the state, the first line of custody and the audit row are one transaction, under the lock of the
  conversation: the same last piece sent twice is one message.
- A refused file leaves nothing of itself but why.
"""

import hashlib

from django.db import transaction
from django.utils import timezone

from permanence.audit import journal as audit
from permanence.casework.evidence import custody, pieces, signatures
from permanence.casework.evidence.models import Attachment, Custody, Piece
from permanence.casework.evidence.types import Format, Unacceptable
from permanence.interventions import sealed
from permanence.lib.errors import Unavailable
from permanence.live import actions as live
from permanence.live import journal
from permanence.live.models import Sender

DAMAGED = "Le fichier n’est pas arrivé entier : envoyez-le de nouveau."


def finish(attachment: Attachment, expected: str = "") -> Attachment:
    """Keeps a file whose every byte is stored; `expected`: the SHA-256 counted while it came, where it was.

    Raises `Unacceptable` (nothing of it is left then), `Ended`, `Unavailable`.
    """
    try:
        found = signatures.identify(pieces.Whole(attachment), attachment.size)
    except Unacceptable as refusal:
        refuse(attachment, refusal)
        raise
    digest = sha256(attachment)
    if expected and digest != expected:
        raise Unavailable(DAMAGED)
    return _keep(attachment, found, digest)


def sha256(attachment: Attachment) -> str:
    """The hash of what is stored, piece after piece."""
    counted = hashlib.sha256()
    for number, first, last in pieces.slices(attachment, Piece.Of.FILE, 0, attachment.received):
        counted.update(pieces.piece(attachment, Piece.Of.FILE, number)[first:last])
    return counted.hexdigest()


def name_of(attachment: Attachment) -> str:
    """Its name, as it was given; empty where its key was destroyed."""
    return str(facts(attachment).get("name", ""))


def facts(attachment: Attachment) -> dict[str, object]:
    """What is sealed of it."""
    return sealed.open_words(attachment.conversation.key, attachment.body, "attachment", attachment.pk)


def seal_facts(attachment: Attachment, known: dict[str, object]) -> None:
    """Puts on the row, unsaved, what is sealed of it."""
    attachment.body = sealed.close(attachment.conversation.key, known, "attachment", attachment.pk)


def refuse(attachment: Attachment, refusal: Unacceptable) -> None:
    """Nothing of the file is left but why."""
    with transaction.atomic():
        pieces.forget(attachment)
        attachment.state = Attachment.State.REFUSED
        seal_facts(attachment, {"why": refusal.why})
        attachment.save(update_fields=["state", "body"])
        on = ("attachment", attachment.pk)
        conversation = str(attachment.conversation_id)
        audit.record(
            by=live.visitor_actor(attachment.conversation_id), act="refuse evidence", on=on, conversation=conversation
        )


def _keep(attachment: Attachment, found: Format, digest: str) -> Attachment:
    with transaction.atomic():
        live.lock(attachment.conversation_id)
        current = Attachment.objects.select_for_update(of=("self",)).get(pk=attachment.pk)
        if current.state == Attachment.State.KEPT:
            return current
        attachment.media_type, attachment.sha256 = found.media_type, digest
        attachment.state, attachment.seq = Attachment.State.KEPT, _say(attachment)
        attachment.kept_at = attachment.due_at = timezone.now()
        attachment.save()
        custody.record(attachment, Custody.Act.RECEIVED)
    return attachment


def _say(attachment: Attachment) -> int:
    """The message by which both sides hear of it; its number. Raises `Ended`."""
    name = name_of(attachment)
    file = {"name": name, "type": attachment.media_type, "size": attachment.size, "sha256": attachment.sha256}
    draft = journal.Draft(
        conversation=attachment.conversation_id,
        sender=Sender.VISITOR,
        text=f"Fichier joint : {name}",
        data={"attachment": str(attachment.pk), "file": file},
    )
    return journal.append(draft).said.seq
