"""Who is typing: the word agreed at the start, and the mark that somebody else may be reading."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act
from permanence.audit import journal as audit
from permanence.desk import access as desk
from permanence.desk.actions import checked_reason, locked
from permanence.interventions import sealed
from permanence.interventions.models import CheckWord
from permanence.lib.errors import Invalid
from permanence.live import actions as live

LONGEST_WORD = 80


def keep_check_word(*, by: Officer, conversation: UUID, word: str) -> None:
    """What only she and the desk know, to be asked for later; empty forgets it. Raises `Invalid`, `NotFound`."""
    desk.intake(by, conversation, Act.DOUBT_AUTHOR)
    word = " ".join(word.replace("\x00", "").split())
    if len(word) > LONGEST_WORD:
        words = f"Au plus {LONGEST_WORD} caractères ({len(word)})."
        raise Invalid("Ce mot est trop long.", errors={"word": words})
    with transaction.atomic():
        intake = locked(conversation, by, Act.DOUBT_AUTHOR)
        CheckWord.objects.filter(conversation=conversation).delete()
        if word:
            body = sealed.close(intake.conversation.key, {"word": word}, "check word", conversation)
            CheckWord.objects.create(conversation=intake.conversation, body=body, kept_at=timezone.now(), kept_by=by)
        live.touch(intake.conversation)
        audit.record(by=by.actor, act="keep check word", on=("conversation", conversation), kept=bool(word))


def doubt_author(*, by: Officer, conversation: UUID, may_read: bool, reason: str) -> None:
    """Marks that the author may be reading, or lifts the mark; both say why. Raises `Invalid`, `NotFound`."""
    desk.intake(by, conversation, Act.DOUBT_AUTHOR)
    reason = checked_reason(reason, {})
    with transaction.atomic():
        intake = locked(conversation, by, Act.DOUBT_AUTHOR)
        intake.author_may_read = may_read
        intake.save(update_fields=["author_may_read"])
        live.touch(intake.conversation)
        on = ("conversation", conversation)
        audit.record(by=by.actor, act=Act.DOUBT_AUTHOR, on=on, reason=reason, may_read=may_read)
