"""The replies of the house: loaded, added, edited, withdrawn, put back; `access` is asked first.

Every edition of a text is kept as a version, so that what an officer began from on a given night can be read again.
"""

from django.db import transaction
from django.utils import timezone

from permanence.accounts.models import Force, Officer
from permanence.audit import journal as audit
from permanence.desk.craft import access, checking, library
from permanence.desk.craft.models import Reply, ReplyVersion
from permanence.desk.craft.vocabulary import Language, Step, Theme
from permanence.lib.errors import Invalid

FIELDS = ("language", "shortcut", "theme", "step", "force", "text")
CHOICES = {"language": Language, "theme": Theme, "step": Step, "force": Force}


def load_replies(*, by: str) -> int:
    """Brings in the reviewed set: what is new, and changes to what nobody here edited or withdrew; how many."""
    with transaction.atomic():
        known = {reply.key: reply for reply in Reply.objects.exclude(key="")}
        done = [prepared.key for prepared in library.replies() if _load(prepared, known.get(prepared.key), by)]
        if done:
            audit.record(by=by, act="load replies", on=("replies", "reviewed set"), lines=len(done))
    return len(done)


def add_reply(*, by: Officer, **given: str) -> Reply:
    """A reply of the house's own. Raises `Forbidden`, `Invalid` by field."""
    access.may_edit(by, given.get("force", ""))
    with transaction.atomic():
        reply = Reply(**_checked(given))
        _free(reply)
        _write(reply, by.actor)
        audit.record(by=by.actor, act="add reply", on=("reply", reply.pk), language=reply.language, force=reply.force)
    return reply


def edit_reply(*, by: Officer, reply: int, **given: str) -> Reply:
    """Other words, or another place. Raises `NotFound`, `Forbidden`, `Invalid` by field."""
    access.reply(by, reply)
    access.may_edit(by, given.get("force", ""))
    with transaction.atomic():
        row = Reply.objects.select_for_update().get(pk=reply)
        fields = _checked(given)
        changed = sorted(name for name in FIELDS if getattr(row, name) != fields[name])
        if not changed:
            return row
        for name in changed:
            setattr(row, name, fields[name])
        _free(row)
        row.version += 1
        _write(row, by.actor)
        audit.record(by=by.actor, act="edit reply", on=("reply", reply), fields=changed, version=row.version)
    return row


def withdraw_reply(*, by: Officer, reply: int, reason: str = "") -> Reply:
    """Officers are offered it no more; it can come back. Raises `NotFound`, `Forbidden`."""
    access.reply(by, reply)
    with transaction.atomic():
        row = Reply.objects.select_for_update().get(pk=reply)
        if row.withdrawn_at is None:
            row.withdrawn_at = timezone.now()
            row.edited_by = by.actor
            row.save(update_fields=["withdrawn_at", "edited_by"])
            audit.record(by=by.actor, act="withdraw reply", on=("reply", reply), reason=reason.strip()[:300])
    return row


def restore_reply(*, by: Officer, reply: int) -> Reply:
    """Officers are offered it again. Raises `NotFound`, `Forbidden`, `Invalid` where its shortcut was taken since."""
    access.reply(by, reply)
    with transaction.atomic():
        row = Reply.objects.select_for_update().get(pk=reply)
        if row.withdrawn_at is not None:
            _free(row)
            row.withdrawn_at = None
            row.save(update_fields=["withdrawn_at"])
            audit.record(by=by.actor, act="restore reply", on=("reply", reply))
    return row


def _load(prepared: library.Prepared, known: Reply | None, by: str) -> bool:
    fields = {name: getattr(prepared, name) for name in (*FIELDS, "position")}
    row = known or Reply(key=prepared.key)
    if known is not None:
        same = all(getattr(row, name) == value for name, value in fields.items())
        if same or known.edited_by != by:
            return False
        row.version += 1
    for name, value in fields.items():
        setattr(row, name, value)
    if _taken(row):  # a supervisor was first with this shortcut: theirs stays
        return False
    _write(row, by)
    return True


def _write(reply: Reply, by: str) -> None:
    reply.edited_at, reply.edited_by = timezone.now(), by
    reply.save()
    ReplyVersion.objects.get_or_create(
        reply=reply, version=reply.version, defaults={"text": reply.text, "at": reply.edited_at, "by": by}
    )


def _checked(given: dict[str, str]) -> dict[str, str]:
    errors: dict[str, str] = {}
    fields = {name: (given.get(name) or "").strip() for name in FIELDS}
    for name, choices in CHOICES.items():
        if fields[name] not in choices.values and not (name == "force" and not fields[name]):
            errors[name] = "Choisissez dans la liste."
    errors |= checking.shortcut(fields["shortcut"]) | checking.text(fields["text"])
    if errors:
        raise Invalid("Cette réponse ne peut pas être enregistrée.", errors=errors)
    return fields


def _free(reply: Reply) -> None:
    if _taken(reply):
        raise Invalid(
            "Cette réponse ne peut pas être enregistrée.",
            errors={"shortcut": "Une autre réponse de cette langue a déjà ce raccourci : choisissez-en un autre."},
        )


def _taken(reply: Reply) -> bool:
    """Whether an officer would find two replies under one shortcut."""
    others = Reply.objects.filter(language=reply.language, shortcut=reply.shortcut, withdrawn_at=None)
    if reply.force:
        others = others.filter(force__in=["", reply.force])
    return others.exclude(pk=reply.pk).exists()
