"""Receiving a file, at once or in pieces that may be sent again after whatever broke.

Answers for: what is announced and by whom, how much may come, where an upload stands, bytes stored sealed as they come,
each in a transaction of its own that lasts as long as one piece. Refuses: more than the quota, what its sender says or
its first bytes show to be never accepted, bytes for another place than the next (`Misplaced` says which that is).
What is whole is handed to `keeping`. An upload that nobody finishes is forgotten after `FORGOTTEN_AFTER`.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from permanence.audit import journal as audit
from permanence.casework.evidence import keeping, names, pieces, signatures, types
from permanence.casework.evidence.models import Attachment, Piece
from permanence.casework.evidence.quota import Quota
from permanence.casework.evidence.types import Unacceptable
from permanence.lib.errors import Conflict, Invalid, NotFound
from permanence.live import actions as live
from permanence.live.models import Conversation, Sender, State
from permanence.live.text import Ended

FORGOTTEN_AFTER = timedelta(days=1)
ENDED = "La conversation est terminée. Votre code de reprise permet de la rouvrir."
SENT = "Ce fichier est déjà envoyé : il est gardé avec la conversation."
UNKNOWN = "Cet envoi est inconnu : annoncez de nouveau le fichier."
TAKEN = "Cet identifiant est déjà pris : choisissez-en un autre."


class Misplaced(Conflict):
    """The bytes are not those that come next; `offset` is where the upload stands."""

    title = "L’envoi en est ailleurs"

    def __init__(self, offset: int) -> None:
        super().__init__(f"L’envoi en est à l’octet {offset} : reprenez de là.")
        self.offset = offset


@dataclass(frozen=True)
class Announced:
    """A file that is going to come."""

    id: UUID
    name: str
    media_type: str
    size: int


def announce(conversation: Conversation, given: Announced) -> Attachment:
    """The upload, new or as it stands where it was announced before; `received` is its offset.

    Raises `TooLarge`, `Unacceptable`, `Ended`, `Conflict` (the same id for another size), `Invalid` (taken elsewhere).
    """
    types.check_announced(given.media_type)
    if given.size == 0:
        raise Unacceptable(types.EMPTY)
    with transaction.atomic():
        locked = live.lock(conversation.pk)
        known = Attachment.objects.select_related("conversation__key").filter(pk=given.id).first()
        if known is not None:
            return _again(locked, known, given)
        _check_open(locked)
        _check_quota(locked, given.size)
        return _open(locked, given)


def add(conversation: Conversation, pk: UUID, offset: int, data: bytes) -> Attachment:
    """Stores the bytes that come next; the last ones keep the file (`state` is then `kept`).

    Raises `NotFound`, `Misplaced`, `Ended`, `TooLarge`, and what `keeping.finish` raises.
    """
    _check_open(conversation)
    if offset == 0:
        _check_head(conversation, pk, data)
    with transaction.atomic():
        attachment = find(conversation, pk, for_update=True)
        if _was_the_last(attachment, offset, data):
            pass
        elif offset != attachment.received:
            raise Misplaced(attachment.received)
        elif offset + len(data) > attachment.size:
            raise Invalid("Ces octets dépassent la taille annoncée du fichier.", errors={"size": "Taille dépassée."})
        else:
            _store(attachment, data)
    if attachment.state == Attachment.State.RECEIVING and attachment.received == attachment.size:
        return keeping.finish(attachment)
    return attachment


def receive(conversation: Conversation, *, name: str, size: int, chunks: Iterable[bytes], head: bytes) -> Attachment:
    """A whole file of `size` bytes that begins with `head`. Raises what `announce` and `add` raise."""
    signatures.check_head(head)
    attachment = announce(conversation, Announced(uuid4(), name, "", size))
    counted = hashlib.sha256()
    for data in chunks:
        counted.update(data)
        with transaction.atomic():
            _store(attachment, data)
        pieces.let_others_write()
    return keeping.finish(attachment, expected=counted.hexdigest())


def give_up(conversation: Conversation, pk: UUID) -> None:
    """Its sender sends it no more: nothing of it is left, and it counts for nothing. One that is whole stays.

    Raises `NotFound`, and `Conflict` for one that is kept.
    """
    with transaction.atomic():
        attachment = find(conversation, pk, for_update=True)
        if attachment.state == Attachment.State.KEPT:
            raise Conflict(SENT)
        attachment.delete()
        audit.record(
            by=live.visitor_actor(conversation.pk),
            act="give up evidence",
            on=("attachment", pk),
            conversation=str(conversation.pk),
        )


def find(conversation: Conversation, pk: UUID, *, for_update: bool = False) -> Attachment:
    """The visitor's upload. Raises `NotFound`, and `Unacceptable` anew for one that was refused."""
    rows = Attachment.objects.select_related("conversation__key").filter(sender=Sender.VISITOR)
    rows = rows.select_for_update(of=("self",)) if for_update else rows
    found = rows.filter(conversation=conversation, pk=pk).first()
    if found is None:
        raise NotFound(UNKNOWN)
    _raise_if_refused(found)
    return found


def forget_unfinished() -> int:
    """What was announced a day ago and never became whole is forgotten; how many."""
    cut = timezone.now() - FORGOTTEN_AFTER
    old = Attachment.objects.exclude(state=Attachment.State.KEPT).filter(created_at__lt=cut)
    for attachment in old.order_by("created_at")[:100]:
        with transaction.atomic():
            attachment.delete()
            audit.record(by=audit.SYSTEM, act="forget unfinished evidence", on=("attachment", attachment.pk))
    return old.count()


def quota() -> Quota:
    """What the operator allows."""
    found: Quota = settings.PERMANENCE.evidence
    return found


def _again(locked: Conversation, known: Attachment, given: Announced) -> Attachment:
    if known.conversation_id != locked.pk:
        raise Invalid(TAKEN, errors={"id": TAKEN})
    _raise_if_refused(known)
    if known.size != given.size:
        raise Conflict("Cet envoi a été annoncé avec une autre taille : donnez-lui un autre identifiant.")
    if known.state == Attachment.State.RECEIVING:
        _check_open(locked)
    return known


def _open(locked: Conversation, given: Announced) -> Attachment:
    attachment = Attachment(
        id=given.id,
        conversation=locked,
        sender=Sender.VISITOR,
        media_type=given.media_type[:80],
        size=given.size,
        created_at=timezone.now(),
    )
    keeping.seal_facts(attachment, {"name": names.cleaned(given.name)})
    attachment.save(force_insert=True)
    on = ("attachment", attachment.pk)
    actor, conversation = live.visitor_actor(locked.pk), str(locked.pk)
    audit.record(by=actor, act="announce evidence", on=on, conversation=conversation, size=given.size)
    return attachment


def _store(attachment: Attachment, data: bytes) -> None:
    pieces.append(attachment, Piece.Of.FILE, attachment.received, data)
    attachment.received += len(data)
    attachment.save(update_fields=["received"])


def _was_the_last(attachment: Attachment, offset: int, data: bytes) -> bool:
    """Whether these bytes, the end of the file, have come before: their answer was lost on its way."""
    return attachment.received == attachment.size == offset + len(data)


def _check_head(conversation: Conversation, pk: UUID, data: bytes) -> None:
    attachment = find(conversation, pk)
    try:
        signatures.check_head(data[: signatures.HEAD])
    except Unacceptable as refusal:
        if attachment.received == 0:
            keeping.refuse(attachment, refusal)
        raise


def _check_open(conversation: Conversation) -> None:
    if conversation.state == State.ENDED:
        raise Ended(ENDED)


def _check_quota(conversation: Conversation, size: int) -> None:
    others = Attachment.objects.filter(conversation=conversation).exclude(state=Attachment.State.REFUSED)
    total = others.aggregate(total=Sum("size"))["total"] or 0
    quota().check(size, files=others.count(), total=total)


def _raise_if_refused(attachment: Attachment) -> None:
    if attachment.state == Attachment.State.REFUSED:
        raise Unacceptable(str(keeping.facts(attachment).get("why", types.UNKNOWN)))
