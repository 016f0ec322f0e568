"""What transfers, invitations and offers share: a conversation proposed to one officer, open until a moment.

Invariants
- It ends once: an answer, a withdrawal or the end of its time is a conditional update of what is still open, with its
  row in the audit journal, in one transaction.
- Whom it concerns hears of it after the commit, and only then.
"""

from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act
from permanence.audit import journal as audit
from permanence.desk.models import Invitation, Offer, Proposal, Transfer
from permanence.lib.errors import Conflict, NotFound
from permanence.live import hub

P = TypeVar("P", Transfer, Invitation, Offer)
AnyProposal = Transfer | Invitation | Offer
State = Proposal.State
UNKNOWN = "Cette proposition n’existe pas, ou ne vous est pas adressée."
OFF_DUTY = "Vous êtes hors service : indiquez que vous êtes disponible pour accepter."


class NotAvailable(Conflict):
    """The officer is not there, or on a break."""


class TimedOut(Conflict):
    """It was not answered in time."""


class ChangedHands(Conflict):
    """The conversation ended, or somebody else has it."""


def open_ones(kind: type[P]) -> QuerySet[P]:
    """Those nobody has answered."""
    return kind._default_manager.filter(state=State.OFFERED)


def key(pk: object, expires_at: str) -> str:
    """What differs when an officer must be told anew: the proposal, or its end."""
    return f"{pk} {expires_at}"


def addressed(kind: type[P], to: Officer, pk: UUID, act: Act) -> P:
    """One that was proposed to this officer, whatever became of it. Raises `NotFound`, and writes it down."""
    found = kind._default_manager.filter(pk=pk, offered_to=to).first()
    if found is None:
        name = str(kind._meta.model_name)
        audit.record_refusal(by=to.actor, act=act, on=(name, pk), reason="policy")
        raise NotFound(UNKNOWN)
    return found


def is_over(proposal: Proposal) -> bool:
    """Whether its time has passed, told so already or not."""
    is_late = proposal.state == State.OFFERED and proposal.expires_at <= timezone.now()
    return is_late or proposal.state == State.TIMED_OUT


def close(found: QuerySet[P], state: State, *, by: Officer | None = None, act: str = "close") -> int:
    """Ends those of `found` that are still open; how many."""
    return sum(settle(proposal, state, by=by, act=act) for proposal in found)


def settle(proposal: AnyProposal, state: State, *, by: Officer | None = None, act: str = "close") -> bool:
    """Ends it, unless that has happened; True when this call did."""
    with transaction.atomic():
        still_open = type(proposal)._default_manager.filter(pk=proposal.pk, state=State.OFFERED)
        if not still_open.update(state=state, answered_at=timezone.now()):
            return False
        proposal.state = state
        record(proposal, act, by=by)
        tell(proposal)
    return True


def record(proposal: AnyProposal, act: str, *, by: Officer | None = None) -> None:
    """The row in the audit journal: `offer transfer`, `refuse offer`, …; without `by` the desk itself."""
    name, on = str(proposal._meta.model_name), ("conversation", proposal.conversation_id)
    facts: dict[str, Any] = {name: str(proposal.pk), "state": proposal.state, **proposal.parties()}
    audit.record(by=by.actor if by else audit.SYSTEM, act=f"{act} {name}", on=on, **facts)


def tell(proposal: Proposal) -> None:
    """Whom it concerns looks it up after the commit."""
    officers = proposal.parties().values()
    transaction.on_commit(lambda: hub.changed(*officers))
