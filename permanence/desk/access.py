"""Reaching a conversation as an officer: the policy is asked, a refusal is written down."""

from collections.abc import Iterable
from uuid import UUID

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act, Scope, permits
from permanence.audit import journal as audit
from permanence.desk import queue
from permanence.desk.models import Intake
from permanence.desk.vocabulary import Exercise
from permanence.lib.errors import Forbidden, NotFound
from permanence.live import company
from permanence.live.models import State

UNKNOWN = "Conversation introuvable."


def intake(officer: Officer, conversation: UUID, act: Act) -> Intake:
    """The conversation's intake, if the policy permits `act` on it.

    Raises `NotFound` for one that does not exist or that the officer may not see, `Forbidden` for one they see but
    may not `act` on. Call it outside a transaction: the refusal must remain.
    """
    found = Intake.objects.select_related("conversation__key", "officer").filter(pk=conversation).first()
    if found is not None and permits(officer, act, scope(found)):
        return found
    audit.record_refusal(by=officer.actor, act=act, on=("conversation", conversation), reason="policy")
    if found is not None and permits(officer, Act.SEE, scope(found)) and act is not Act.READ:
        raise Forbidden("Votre rôle, ou cette conversation, ne permet pas cette action.")
    raise NotFound(UNKNOWN)


def scope(intake: Intake, *, overflow: bool | None = None, guests: Iterable[Officer] | None = None) -> Scope:
    """What the policy may know of a conversation. `overflow`: what `queue.overflows` said a moment ago, where asked;
    `guests`: who speaks there beside its officer, where known."""
    is_waiting = intake.conversation.state == State.WAITING
    if guests is None:
        guests = company.of(intake.pk) if intake.conversation.state == State.ACTIVE else ()
    holder = None if is_waiting else intake.officer
    return Scope(
        force=intake.force,
        held_by=holder.pk if holder else None,
        guests=frozenset(guest.pk for guest in guests),
        waiting=is_waiting,
        overflow=is_waiting and (queue.overflows(intake) if overflow is None else overflow),
        helped_by=holder.force if holder and holder.force != intake.force else "",
        exercise=intake.exercise == Exercise.APART,
    )
