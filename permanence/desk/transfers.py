"""From one officer to another: a conversation offered, accepted, refused, left unanswered; taken over by a supervisor.

Invariants
- Until a colleague accepts, whoever offered keeps the conversation: it is never without an officer.
- One open offer a conversation. It ends by an answer, by `PATIENCE`, or when the conversation changes hands otherwise.
- The visitor is told who answers from now on; guests of the former officer leave with them.
"""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act
from permanence.audit import journal as audit
from permanence.desk import access, asking, proposals
from permanence.desk.actions import checked_reason
from permanence.desk.asking import AlreadyOffered, Asked
from permanence.desk.models import Intake, Invitation, Transfer
from permanence.desk.proposals import ChangedHands, NotAvailable, TimedOut
from permanence.lib.errors import Conflict
from permanence.live import actions as live
from permanence.live.models import Conversation, Seat

__all__ = [
    "AlreadyOffered",
    "ChangedHands",
    "NotAvailable",
    "TimedOut",
    "accept",
    "expire",
    "offer",
    "offer_all",
    "refuse",
    "take_over",
    "withdraw",
]

PATIENCE = timedelta(seconds=60)
AT_THE_END_OF_A_SHIFT = timedelta(minutes=5)
"""A colleague who is handed everything has more to read."""
REFUSED = "Ce transfert ne peut pas être proposé."


def offer(*, by: Officer, conversation: UUID, to: int, summary: str = "", patience: timedelta = PATIENCE) -> Transfer:
    """Asks a colleague of the same force to take the conversation.

    Raises `Invalid` by field, `NotAvailable`, `AlreadyOffered`, `ChangedHands`, `NotFound`, `Forbidden`.
    """
    access.intake(by, conversation, Act.TRANSFER)
    asked = Asked(to, asking.checked_summary(summary, REFUSED), patience)
    try:
        with transaction.atomic():
            held = asking.held(conversation, by, Act.TRANSFER)
            return asking.propose(Transfer, asked, by=by, conversation=held, refused=REFUSED)
    except IntegrityError:
        raise AlreadyOffered("Cette conversation est déjà proposée à un collègue : attendez sa réponse.") from None


def offer_all(*, by: Officer, to: int, summaries: Mapping[UUID, str], but: UUID | None = None) -> list[Transfer]:
    """Everything `by` holds, each with its word, all of it or nothing: at the end of a shift, or `but` the emergency
    that takes all of an officer.

    Raises as `offer`; `Conflict` where there is nothing to hand over.
    """
    held = list(Seat.objects.filter(officer=by, left_at=None).exclude(conversation=but).order_by("conversation_id"))
    if not held:
        other = "autre " if but else ""
        raise Conflict(f"Vous ne tenez aucune {other}conversation : il n’y a rien à passer.")
    with transaction.atomic():
        conversations = [live.lock(seat.conversation_id).pk for seat in held]
        former = proposals.open_ones(Transfer).filter(offered_by=by, conversation__in=conversations)
        proposals.close(former, Transfer.State.WITHDRAWN)
        return [
            offer(
                by=by,
                conversation=seat.conversation_id,
                to=to,
                summary=summaries.get(seat.conversation_id, ""),
                patience=AT_THE_END_OF_A_SHIFT,
            )
            for seat in held
        ]


def accept(*, by: Officer, transfer: UUID) -> Intake:
    """The colleague takes it, full or not: they were asked. Raises `TimedOut`, `ChangedHands`, `NotFound`."""
    with asking.accepting(Transfer, by=by, proposal=transfer, act=Act.TRANSFER) as conversation:
        _hand(conversation, Intake.objects.get(pk=conversation.pk), by, handed=True)
    return Intake.objects.select_related("conversation__key", "officer").get(pk=conversation.pk)


def refuse(*, by: Officer, transfer: UUID) -> None:
    """The colleague cannot; nothing changes for the visitor. Raises `TimedOut`, `ChangedHands`, `NotFound`."""
    asking.refuse(Transfer, by=by, proposal=transfer, act=Act.TRANSFER)


def withdraw(*, by: Officer, transfer: UUID) -> None:
    """Whoever offered keeps it after all. Raises `TimedOut`, `ChangedHands`, `NotFound`."""
    asking.withdraw(Transfer, by=by, proposal=transfer)


def take_over(*, by: Officer, conversation: UUID, reason: str) -> Intake:
    """A supervisor speaks in an officer's place. Raises `Invalid` without a reason, `ChangedHands`, `Forbidden`."""
    access.intake(by, conversation, Act.TAKE_OVER)
    reason = checked_reason(reason, {})
    with transaction.atomic():
        locked = asking.held(conversation, by, Act.TAKE_OVER)
        intake = Intake.objects.get(pk=conversation)
        former = Seat.objects.get(conversation=locked, left_at=None).officer_id
        if former == by.pk:
            raise Conflict("Vous tenez déjà cette conversation.")
        proposals.close(proposals.open_ones(Transfer).filter(conversation=locked), Transfer.State.WITHDRAWN)
        _hand(locked, intake, by, handed=False)
        on = ("conversation", conversation)
        audit.record(by=by.actor, act=Act.TAKE_OVER, on=on, reason=reason, former=former)
    return Intake.objects.select_related("conversation__key", "officer").get(pk=conversation)


def expire() -> int:
    """A piece of the periodic work: what was not answered in time, or has no object any more, is closed; how many."""
    return asking.expire(Transfer)


def _hand(conversation: Conversation, intake: Intake, to: Officer, *, handed: bool) -> None:
    proposals.close(proposals.open_ones(Invitation).filter(conversation=conversation), Invitation.State.WITHDRAWN)
    live.pass_seat(conversation, to, handed=handed)
    intake.officer = to
    intake.save(update_fields=["officer"])
