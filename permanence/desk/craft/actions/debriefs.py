"""After a grave conversation: its officer may write what it left them with, or ask to talk; nobody is made to.

Supervisors of the force hear of a wish to talk at once, and say when they have. A grave one is `high` or `immediate`
when it ends.
"""

from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from permanence.accounts.models import Officer, Role
from permanence.accounts.policy import Act
from permanence.audit import journal as audit
from permanence.desk import access as desk
from permanence.desk.craft import access
from permanence.desk.craft.actions.beside import locked, words
from permanence.desk.craft.models import Debrief
from permanence.desk.models import Intake
from permanence.lib.errors import Conflict, Invalid
from permanence.live import actions as live
from permanence.live import hub
from permanence.live.models import State
from permanence.vault.sealing import seal

LONGEST = 4_000


class NotOverYet(Conflict):
    """The conversation goes on."""


class AlreadyTalked(Conflict):
    """A supervisor has talked with the officer: what was written stays as it is."""


def write_debrief(*, by: Officer, conversation: UUID, text: str = "", talk: bool = False) -> Debrief:
    """`by` leaves a note, asks to talk, or both; again, it replaces what they wrote.

    Raises `NotFound`, `Forbidden`, `NotOverYet`, `AlreadyTalked`, `Invalid`, `WordsDestroyed`.
    """
    desk.intake(by, conversation, Act.DEBRIEF)
    text = words(text, LONGEST)
    if not text and not talk:
        raise Invalid("Rien n’est à garder.", errors={"text": "Écrivez quelques mots, ou demandez à en parler."})
    with transaction.atomic():
        held = locked(by, conversation, Act.DEBRIEF)
        if held.state != State.ENDED:
            raise NotOverYet("Le débriefing s’écrit une fois la conversation terminée.")
        known = Debrief.objects.select_for_update().filter(conversation=held, officer=by).first()
        if known is not None and known.done_at is not None:
            raise AlreadyTalked("Ce débriefing est clos : parlez-en directement à votre superviseur.")
        row = known or Debrief(conversation=held, officer=by)
        row.at, row.wants_to_talk = timezone.now(), talk
        row.note = seal(held.key, text, "debrief", conversation, by.pk) if text else b""
        row.save()
        live.touch(held)
        audit.record(by=by.actor, act=Act.DEBRIEF, on=("conversation", conversation), wants_to_talk=talk)
        _tell_supervisors(Intake.objects.get(pk=conversation).force)
    return row


def close_debrief(*, by: Officer, debrief: int) -> Debrief:
    """`by` has talked with the officer, or read the note. Once is enough. Raises `NotFound`."""
    found = access.debrief(by, debrief)
    with transaction.atomic():
        now = timezone.now()
        if Debrief.objects.filter(pk=found.pk, done_at=None).update(done_at=now, done_by=by):
            on = ("conversation", found.conversation_id)
            audit.record(by=by.actor, act="close debrief", on=on, officer=found.officer_id)
            _tell_supervisors(Intake.objects.get(pk=found.conversation_id).force)
    found.refresh_from_db()
    return found


def _tell_supervisors(force: str) -> None:
    of_force = Q(force="") | Q(force=force) if force else Q()
    supervisors = Officer.objects.filter(of_force, role=Role.SUPERVISOR, is_active=True)
    told = list(supervisors.values_list("pk", flat=True))
    transaction.on_commit(lambda: hub.changed(*told))
