"""From one officer to another: a conversation offered, accepted, refused, left unanswered; taken over by a supervisor.

Invariants
- Until a colleague accepts, whoever offered keeps the conversation: it is never without an officer.
- One open offer a conversation. It ends by an answer, by `PATIENCE`, or when the conversation changes hands otherwise.
- The summary is words about a person: sealed under the conversation's key, shown to the two officers alone.
- The conversation is locked first, as everywhere; the visitor is told who answers from now on.
"""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from permanence.accounts.models import Officer, Presence
from permanence.accounts.policy import Act, permits
from permanence.audit import journal as audit
from permanence.desk import access, proposals, queue
from permanence.desk.actions import checked_reason
from permanence.desk.models import Intake, Transfer
from permanence.desk.proposals import OFF_DUTY, UNKNOWN, ChangedHands, NotAvailable, TimedOut
from permanence.lib.errors import Conflict, Invalid, NotFound
from permanence.live import actions as live
from permanence.live.models import Conversation, Seat, State
from permanence.vault.sealing import seal

PATIENCE = timedelta(seconds=60)
AT_THE_END_OF_A_SHIFT = timedelta(minutes=5)
"""A colleague who is handed everything has more to read."""
LONGEST_SUMMARY = 1_000


class AlreadyOffered(Conflict):
    """A colleague has not answered yet."""


def offer(*, by: Officer, conversation: UUID, to: int, summary: str = "", patience: timedelta = PATIENCE) -> Transfer:
    """Asks a colleague of the same force to take the conversation.

    Raises `Invalid` by field, `NotAvailable`, `AlreadyOffered`, `ChangedHands`, `NotFound`, `Forbidden`.
    """
    access.intake(by, conversation, Act.TRANSFER)
    summary = _summary(summary)
    try:
        with transaction.atomic():
            locked = _held(conversation, by, Act.TRANSFER)
            seat = Seat.objects.get(conversation=locked, left_at=None)
            colleague = _colleague(to, seat.officer_id, Intake.objects.get(pk=conversation))
            now = timezone.now()
            transfer = Transfer(
                pk=uuid4(),
                conversation=locked,
                offered_by_id=seat.officer_id,
                offered_to=colleague,
                offered_at=now,
                expires_at=now + patience,
            )
            transfer.summary = seal(locked.key, summary, "transfer", transfer.pk) if summary else b""
            former = proposals.open_ones(Transfer).filter(conversation=locked)
            proposals.close(former.filter(expires_at__lte=now), Transfer.State.TIMED_OUT)
            proposals.close(former.exclude(offered_by=seat.officer_id), Transfer.State.WITHDRAWN)
            transfer.save(force_insert=True)
            proposals.record(transfer, "offer", by=by)
            proposals.tell(transfer)
    except IntegrityError:
        raise AlreadyOffered("Cette conversation est déjà proposée à un collègue : attendez sa réponse.") from None
    return transfer


def offer_all(*, by: Officer, to: int, summaries: Mapping[UUID, str]) -> list[Transfer]:
    """The end of a shift: everything `by` holds, each with its word; all of it or nothing.

    Raises as `offer`; `Conflict` where there is nothing to hand over.
    """
    held = list(Seat.objects.filter(officer=by, left_at=None).order_by("conversation_id"))
    if not held:
        raise Conflict("Vous ne tenez aucune conversation : il n’y a rien à passer.")
    with transaction.atomic():
        conversations = [_locked(seat.conversation_id).pk for seat in held]
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
    found = proposals.addressed(Transfer, by, transfer, Act.TRANSFER)
    if by.presence == Presence.OFF:
        raise NotAvailable(OFF_DUTY)
    with transaction.atomic():
        conversation = _locked(found.conversation_id)
        offered = Transfer.objects.select_for_update(of=("self",)).get(pk=transfer)
        _check_open(offered, conversation)
        intake = Intake.objects.get(pk=conversation.pk)
        if not permits(by, Act.CLAIM, access.scope(intake)):
            raise ChangedHands("Cette conversation n’est plus de votre ressort.")
        _hand(conversation, intake, by, handed=True)
        proposals.settle(offered, Transfer.State.ACCEPTED, by=by, act="accept")
    return Intake.objects.select_related("conversation__key", "officer").get(pk=conversation.pk)


def refuse(*, by: Officer, transfer: UUID) -> None:
    """The colleague cannot; nothing changes for the visitor. Raises `TimedOut`, `ChangedHands`, `NotFound`."""
    found = proposals.addressed(Transfer, by, transfer, Act.TRANSFER)
    _answer(by, found, Transfer.State.REFUSED, "refuse")


def withdraw(*, by: Officer, transfer: UUID) -> None:
    """Whoever offered keeps it after all. Raises `TimedOut`, `ChangedHands`, `NotFound`."""
    found = Transfer.objects.filter(pk=transfer, offered_by=by).first()
    if found is None:
        raise NotFound(UNKNOWN)
    _answer(by, found, Transfer.State.WITHDRAWN, "withdraw")


def take_over(*, by: Officer, conversation: UUID, reason: str) -> Intake:
    """A supervisor speaks in an officer's place. Raises `Invalid` without a reason, `ChangedHands`, `Forbidden`."""
    access.intake(by, conversation, Act.TAKE_OVER)
    reason = checked_reason(reason, {})
    with transaction.atomic():
        locked = _held(conversation, by, Act.TAKE_OVER)
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
    over = Q(expires_at__lte=timezone.now())
    moot = ~Q(conversation__state=State.ACTIVE)
    found = proposals.open_ones(Transfer)
    late = proposals.close(found.filter(over), Transfer.State.TIMED_OUT)
    return late + proposals.close(found.filter(moot), Transfer.State.WITHDRAWN)


def _answer(by: Officer, found: Transfer, state: Transfer.State, act: str) -> None:
    with transaction.atomic():
        conversation = _locked(found.conversation_id)
        offered = Transfer.objects.select_for_update(of=("self",)).get(pk=found.pk)
        _check_open(offered, conversation)
        proposals.settle(offered, state, by=by, act=act)


def _hand(conversation: Conversation, intake: Intake, to: Officer, *, handed: bool) -> None:
    live.pass_seat(conversation, to, handed=handed)
    intake.officer = to
    intake.save(update_fields=["officer"])


def _check_open(offered: Transfer, conversation: Conversation) -> None:
    if proposals.is_over(offered):
        raise TimedOut("Le délai de réponse est passé : la conversation est restée à votre collègue.")
    held = Seat.objects.filter(conversation=conversation, officer=offered.offered_by_id, left_at=None).exists()
    if offered.state != Transfer.State.OFFERED or conversation.state != State.ACTIVE or not held:
        raise ChangedHands(
            "Cette proposition n’est plus d’actualité : la conversation a changé de mains ou a pris fin."
        )


def _colleague(pk: int, holder: int, intake: Intake) -> Officer:
    colleague = Officer.objects.filter(pk=pk).first()
    if colleague is None or not permits(colleague, Act.CLAIM, access.scope(intake)):
        words = "Choisissez un collègue de la même force, présent à la brigade."
        raise Invalid("Ce transfert ne peut pas être proposé.", errors={"officer": words})
    if colleague.pk == holder:
        raise Invalid("Ce transfert ne peut pas être proposé.", errors={"officer": "C’est déjà sa conversation."})
    here = queue.at_the_desk(exercise=colleague.in_training).filter(presence=Presence.AVAILABLE, pk=pk)
    if not here.exists():
        name = colleague.display_name or "Ce collègue"
        raise NotAvailable(f"{name} n’est pas disponible en ce moment : choisissez quelqu’un d’autre.")
    return colleague


def _summary(text: str) -> str:
    text = text.strip()
    if len(text) > LONGEST_SUMMARY:
        words = f"Le résumé dépasse {LONGEST_SUMMARY} caractères ({len(text)})."
        raise Invalid("Ce transfert ne peut pas être proposé.", errors={"summary": words})
    return text


def _held(conversation: UUID, by: Officer, act: Act) -> Conversation:
    """The conversation, locked; the policy is asked again, for it may have changed hands since `access` permitted."""
    locked = _locked(conversation)
    if locked.state != State.ACTIVE:
        raise ChangedHands("Personne ne tient cette conversation : elle attend, ou elle est terminée.")
    if not permits(by, act, access.scope(Intake.objects.get(pk=conversation))):
        raise ChangedHands("Cette conversation vient de changer de mains : elle n’est plus à vous.")
    return locked


def _locked(conversation: UUID) -> Conversation:
    return Conversation.objects.select_for_update(of=("self",)).select_related("key").get(pk=conversation)
