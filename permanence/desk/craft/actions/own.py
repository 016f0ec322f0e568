"""An officer's own replies: saved and deleted by themselves alone."""

from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act
from permanence.audit import journal as audit
from permanence.desk.craft import access, checking
from permanence.desk.craft.models import OwnReply
from permanence.desk.craft.vocabulary import Language
from permanence.lib.errors import Invalid
from permanence.vault.sealing import seal_with_master

MOST = 200
CONTEXT = "own reply"


def save_own_reply(*, by: Officer, reply: UUID | None = None, shortcut: str, language: str, text: str) -> OwnReply:
    """A new one, or other words for `reply`. Raises `NotFound`, `Forbidden`, `Invalid` by field."""
    access.may(by, Act.KEEP_OWN_REPLIES)
    row = access.own_reply(by, reply) if reply else OwnReply(id=uuid4(), officer=by)
    shortcut, text = shortcut.strip(), text.strip()
    errors = checking.shortcut(shortcut) | checking.text(text)
    if language not in Language.values:
        errors["language"] = "Choisissez dans la liste."
    with transaction.atomic():
        Officer.objects.select_for_update(no_key=True).get(pk=by.pk)
        others = OwnReply.objects.filter(officer=by).exclude(pk=row.pk)
        if others.filter(language=language, shortcut=shortcut).exists():
            errors["shortcut"] = "Une autre de vos réponses a déjà ce raccourci."
        if others.count() >= MOST:
            errors["text"] = f"Vous avez déjà {MOST} réponses : supprimez-en une."
        if errors:
            raise Invalid("Cette réponse ne peut pas être enregistrée.", errors=errors)
        row.shortcut, row.language, row.edited_at = shortcut, language, timezone.now()
        row.body = seal_with_master(text, CONTEXT, row.pk)
        row.save()
        audit.record(by=by.actor, act="save own reply", on=("own reply", row.pk), language=language)
    return row


def delete_own_reply(*, by: Officer, reply: UUID) -> None:
    """Gone. Raises `NotFound`."""
    access.may(by, Act.KEEP_OWN_REPLIES)
    row = access.own_reply(by, reply)
    with transaction.atomic():
        OwnReply.objects.filter(pk=row.pk).delete()
        audit.record(by=by.actor, act="delete own reply", on=("own reply", reply))
