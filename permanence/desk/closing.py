"""Closing a conversation that has fallen silent: never at once, never behind anybody's back.

Its officer proposes; the visitor is told until when a word keeps it open; then the officer decides, or, if they asked
for it, it closes by itself.

Invariants
- What the visitor writes cancels the proposal, even in the last second: it is looked at under the conversation's lock.
- A conversation that is grave when its time comes never closes by itself, whatever was asked before.
- A proposal is three columns with an end, never a timer: it survives a restart; it ends with the conversation's
  return to the queue or its end, and goes along when the conversation is passed on.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act
from permanence.audit import journal as audit
from permanence.desk import access, actions
from permanence.desk.models import Intake
from permanence.desk.vocabulary import Level
from permanence.lib.errors import Conflict, Invalid
from permanence.live import actions as live
from permanence.live import journal
from permanence.live.models import State

MINUTES = (15, 30, 60)
"""How long a visitor may be given to write."""
NEVER_BY_ITSELF = (
    "Cette conversation est urgente : elle ne se ferme jamais toute seule. Décidez vous-même à l’échéance."
)
TOLD = (
    "Êtes-vous toujours là ? Écrivez un mot, même court, et cette conversation reste ouverte. "
    "Sinon, elle {will} fermée dans {minutes} minutes ; votre code de reprise permettra d’y revenir."
)
IN_DANGER = " En danger : 17 ou 112, SMS au 114."
"""Not said where the author may be reading."""
KEPT = "La conversation reste ouverte. Écrivez quand vous le pouvez."


class NotProposed(Conflict):
    """There is nothing to take back."""


def propose(*, by: Officer, conversation: UUID, minutes: int, by_itself: bool = False) -> Intake:
    """The visitor is told that the conversation closes in `minutes` unless they write.

    Raises `NotFound`, `Forbidden`, `NotUnderWay`, `Invalid` (another number of minutes; `by_itself` for a grave one),
    `Conflict` where it waits for an officer, or is proposed already.
    """
    access.intake(by, conversation, Act.END)
    errors = {} if minutes in MINUTES else {"minutes": f"Choisissez parmi : {', '.join(map(str, MINUTES))} minutes."}
    with transaction.atomic():
        intake = actions.locked(conversation, by, Act.END)
        if by_itself and intake.level != Level.STANDARD:
            errors["by_itself"] = NEVER_BY_ITSELF
        if errors:
            raise Invalid("La fermeture ne peut pas être proposée ainsi.", errors=errors)
        if intake.conversation.state != State.ACTIVE:
            raise Conflict("Cette conversation attend un agent : elle ne peut pas être fermée ainsi.")
        if intake.closes_at is not None:
            raise Conflict("La fermeture de cette conversation est déjà proposée.")
        words = TOLD.format(will="sera" if by_itself else "pourra être", minutes=minutes)
        live.say(intake.conversation, "closing", words if intake.author_may_read else words + IN_DANGER)
        intake.closes_at = timezone.now() + timedelta(minutes=minutes)
        intake.closes_after, intake.closes_itself = intake.conversation.last_seq, by_itself
        _save(intake)
        _record(intake, "propose closing", by=by, minutes=minutes, by_itself=by_itself)
    return intake


def withdraw(*, by: Officer, conversation: UUID) -> Intake:
    """The conversation stays open, and its visitor is told so. Raises as `propose`, and `NotProposed`."""
    access.intake(by, conversation, Act.END)
    with transaction.atomic():
        intake = actions.locked(conversation, by, Act.END)
        if intake.closes_at is None:
            raise NotProposed("La fermeture n’est pas, ou n’est plus, proposée.")
        live.say(intake.conversation, "kept", KEPT)
        _forget(intake)
        _record(intake, "withdraw closing", by=by)
    return intake


def sweep() -> int:
    """A piece of the periodic work: forgets the proposals that a word or the queue has made moot, closes what closes by
    itself; how many it closed."""
    return sum(_settle(pk) for pk in _proposed().values_list("pk", flat=True))


def _proposed() -> QuerySet[Intake]:
    return Intake.objects.filter(closes_at__isnull=False)


def _settle(conversation: UUID) -> bool:
    with transaction.atomic():
        locked = live.lock(conversation)
        intake = _proposed().filter(pk=conversation).first()
        if intake is None or intake.closes_at is None:
            return False
        intake.conversation = locked
        if locked.state != State.ACTIVE or journal.has_visitor_written(conversation, after=intake.closes_after):
            _forget(intake)
            _record(intake, "forget closing")
            return False
        if not intake.closes_itself or intake.level != Level.STANDARD or intake.closes_at > timezone.now():
            return False
        _forget(intake)
        live.end(locked, by="officer")
        _record(intake, "close conversation in silence")
    return True


def _forget(intake: Intake) -> None:
    intake.closes_at, intake.closes_after, intake.closes_itself = None, 0, False
    _save(intake)


def _save(intake: Intake) -> None:
    intake.save(update_fields=["closes_at", "closes_after", "closes_itself"])
    live.touch(intake.conversation)


def _record(intake: Intake, act: str, *, by: Officer | None = None, **detail: Any) -> None:
    actor = by.actor if by else audit.SYSTEM
    audit.record(by=actor, act=act, on=("conversation", intake.pk), officer=intake.officer_id, **detail)
