"""A colleague is asked to take a conversation, or to join it: what transfers and invitations share.

Invariants
- Asking changes nothing in the conversation: whoever holds it keeps it until the colleague has accepted.
- The conversation is locked first, as everywhere, and the policy asked again under the lock.
- The summary is words about a person: sealed under the conversation's key, shown to the two officers alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from permanence.accounts.models import Officer, Presence
from permanence.accounts.policy import Act, permits
from permanence.desk import access, proposals, queue
from permanence.desk.models import Intake, Invitation, Transfer
from permanence.desk.proposals import OFF_DUTY, UNKNOWN, ChangedHands, NotAvailable, State, TimedOut
from permanence.lib.errors import Conflict, Invalid, NotFound
from permanence.live import actions as live
from permanence.live.models import Conversation, Seat
from permanence.live.models import State as Stands
from permanence.vault.sealing import seal

A = TypeVar("A", Transfer, Invitation)
LONGEST_SUMMARY = 1_000


class AlreadyOffered(Conflict):
    """A colleague has not answered yet."""


@dataclass(frozen=True)
class Asked:
    """A colleague to be asked, what they should know, and how long they have to answer."""

    officer: int
    summary: str
    patience: timedelta


def propose(kind: type[A], asked: Asked, *, by: Officer, conversation: Conversation, refused: str) -> A:
    """The proposal, written and told. Call it with the conversation locked and active. Raises `Invalid` with the words
    `refused`, `NotAvailable`; a second open one is an `IntegrityError`."""
    holder, now = Seat.objects.get(conversation=conversation, left_at=None).officer_id, timezone.now()
    colleague = _colleague(asked.officer, holder, Intake.objects.get(pk=conversation.pk), refused)
    proposal = kind(
        pk=uuid4(),
        conversation=conversation,
        offered_by_id=holder,
        offered_to=colleague,
        offered_at=now,
        expires_at=now + asked.patience,
    )
    if asked.summary:
        proposal.summary = seal(conversation.key, asked.summary, str(kind._meta.model_name), proposal.pk)
    former = proposals.open_ones(kind).filter(conversation=conversation)
    proposals.close(former.filter(expires_at__lte=now), State.TIMED_OUT)
    proposals.close(former.exclude(offered_by=holder), State.WITHDRAWN)
    proposal.save(force_insert=True)
    proposals.record(proposal, "offer", by=by)
    proposals.tell(proposal)
    return proposal


@contextmanager
def accepting(kind: type[A], *, by: Officer, proposal: UUID, act: Act) -> Iterator[Conversation]:
    """The colleague accepts what they were asked, full or not; what follows from it is done inside, under the lock.

    Raises `TimedOut`, `ChangedHands`, `NotFound`, `NotAvailable`.
    """
    found = proposals.addressed(kind, by, proposal, act)
    if by.presence == Presence.OFF:
        raise NotAvailable(OFF_DUTY)
    with transaction.atomic():
        conversation = live.lock(found.conversation_id)
        offered = _still_open(found, conversation)
        if not permits(by, Act.CLAIM, access.scope(Intake.objects.get(pk=conversation.pk))):
            raise ChangedHands("Cette conversation n’est plus de votre ressort.")
        yield conversation
        proposals.settle(offered, State.ACCEPTED, by=by, act="accept")


def refuse(kind: type[A], *, by: Officer, proposal: UUID, act: Act) -> None:
    """The colleague cannot. Raises `TimedOut`, `ChangedHands`, `NotFound`."""
    _answer(by, proposals.addressed(kind, by, proposal, act), State.REFUSED, "refuse")


def withdraw(kind: type[A], *, by: Officer, proposal: UUID) -> None:
    """Whoever asked does so no more. Raises `TimedOut`, `ChangedHands`, `NotFound`."""
    found = kind._default_manager.filter(pk=proposal, offered_by=by).first()
    if found is None:
        raise NotFound(UNKNOWN)
    _answer(by, found, State.WITHDRAWN, "withdraw")


def expire(kind: type[A]) -> int:
    """Closes what was not answered in time, or has no object any more; how many."""
    found = proposals.open_ones(kind)
    late = proposals.close(found.filter(expires_at__lte=timezone.now()), State.TIMED_OUT)
    return late + proposals.close(found.exclude(conversation__state=Stands.ACTIVE), State.WITHDRAWN)


def checked_summary(text: str, refused: str) -> str:
    """The summary, trimmed. Raises `Invalid` with the words `refused`."""
    text = text.strip()
    if len(text) > LONGEST_SUMMARY:
        words = f"Le résumé dépasse {LONGEST_SUMMARY} caractères ({len(text)})."
        raise Invalid(refused, errors={"summary": words})
    return text


def held(conversation: UUID, by: Officer, act: Act) -> Conversation:
    """The conversation, locked; the policy is asked again, for it may have changed hands since `access` permitted."""
    found = live.lock(conversation)
    if found.state != Stands.ACTIVE:
        raise ChangedHands("Personne ne tient cette conversation : elle attend, ou elle est terminée.")
    if not permits(by, act, access.scope(Intake.objects.get(pk=conversation))):
        raise ChangedHands("Cette conversation vient de changer de mains : elle n’est plus à vous.")
    return found


def _answer(by: Officer, found: A, state: State, act: str) -> None:
    with transaction.atomic():
        offered = _still_open(found, live.lock(found.conversation_id))
        proposals.settle(offered, state, by=by, act=act)


def _still_open(found: A, conversation: Conversation) -> A:
    offered = type(found)._default_manager.select_for_update(of=("self",)).get(pk=found.pk)
    if proposals.is_over(offered):
        raise TimedOut("Le délai de réponse est passé : la conversation est restée à votre collègue.")
    holds = Seat.objects.filter(conversation=conversation, officer=offered.offered_by_id, left_at=None).exists()
    if offered.state != State.OFFERED or conversation.state != Stands.ACTIVE or not holds:
        raise ChangedHands(
            "Cette proposition n’est plus d’actualité : la conversation a changé de mains ou a pris fin."
        )
    return offered


def _colleague(pk: int, holder: int, intake: Intake, refused: str) -> Officer:
    colleague = Officer.objects.filter(pk=pk).first()
    if colleague is None or not permits(colleague, Act.CLAIM, access.scope(intake)):
        words = "Choisissez un collègue de la même force, présent à la brigade."
        raise Invalid(refused, errors={"officer": words})
    if colleague.pk == holder:
        raise Invalid(refused, errors={"officer": "C’est déjà sa conversation."})
    here = queue.at_the_desk(exercise=colleague.in_training).filter(presence=Presence.AVAILABLE, pk=pk)
    if not here.exists():
        name = colleague.display_name or "Ce collègue"
        raise NotAvailable(f"{name} n’est pas disponible en ce moment : choisissez quelqu’un d’autre.")
    return colleague
