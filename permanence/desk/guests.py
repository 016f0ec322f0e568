"""A second officer in a conversation: invited by whoever holds it, and gone by their own act, with thanks, or with it.

Invariants
- One officer holds a conversation and answers for it; a guest speaks there beside them, and decides nothing of it
  (but may ask for a patrol: one writes to her while the other fills the sheet).
- Nobody comes uninvited, supervisors included: they read along, whisper, or take over (`transfers.py`).
- One open invitation a conversation, `live.MOST_GUESTS` guests. It ends by an answer, by `PATIENCE`, or when the
  conversation changes hands or ends; so does the guest's time there (`live.actions`).
- The visitor is told who joins and who goes, and that whoever answered them stays.
"""

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act
from permanence.audit import journal as audit
from permanence.desk import access, asking
from permanence.desk.asking import AlreadyOffered, Asked
from permanence.desk.models import Intake, Invitation
from permanence.lib.errors import Conflict, Invalid
from permanence.live import actions as live
from permanence.live import company
from permanence.live.models import Guest

PATIENCE = timedelta(seconds=60)
REFUSED = "Cette invitation ne peut pas être envoyée."


class NoGuest(Conflict):
    """They are not, or no longer, a guest there."""


def invite(*, by: Officer, conversation: UUID, to: int, summary: str = "") -> Invitation:
    """Asks a colleague of the same force to speak there too; `summary` is what they should know.

    Raises `Invalid` by field, `NotAvailable`, `AlreadyOffered`, `Crowded`, `ChangedHands`, `NotFound`, `Forbidden`.
    """
    access.intake(by, conversation, Act.INVITE)
    asked = Asked(to, asking.checked_summary(summary, REFUSED), PATIENCE)
    try:
        with transaction.atomic():
            held = asking.held(conversation, by, Act.INVITE)
            live.check_room(held)
            if any(one.pk == to for one in company.of(conversation)):
                raise Invalid(REFUSED, errors={"officer": "Ce collègue est déjà dans la conversation."})
            return asking.propose(Invitation, asked, by=by, conversation=held, refused=REFUSED)
    except IntegrityError:
        raise AlreadyOffered("Un collègue est déjà invité dans cette conversation : attendez sa réponse.") from None


def accept(*, by: Officer, invitation: UUID) -> Intake:
    """The colleague joins. Raises `TimedOut`, `ChangedHands`, `Crowded`, `NotAvailable`, `NotFound`."""
    with asking.accepting(Invitation, by=by, proposal=invitation, act=Act.INVITE) as conversation:
        live.join(conversation, by)
    return _read(conversation.pk)


def refuse(*, by: Officer, invitation: UUID) -> None:
    """The colleague cannot; nothing changes for the visitor. Raises `TimedOut`, `ChangedHands`, `NotFound`."""
    asking.refuse(Invitation, by=by, proposal=invitation, act=Act.INVITE)


def withdraw(*, by: Officer, invitation: UUID) -> None:
    """Whoever invited does so no more. Raises `TimedOut`, `ChangedHands`, `NotFound`."""
    asking.withdraw(Invitation, by=by, proposal=invitation)


def leave(*, by: Officer, conversation: UUID) -> None:
    """A guest goes. Raises `NoGuest`, `NotFound`, `Forbidden`."""
    access.intake(by, conversation, Act.PART)
    with transaction.atomic():
        if not live.part(live.lock(conversation), by):
            raise NoGuest("Vous n’êtes plus dans cette conversation.")
        _record(conversation, by.pk, by=by.actor)


def thank(*, by: Officer, conversation: UUID, guest: int) -> Intake:
    """Whoever holds it lets a guest go. Raises `NoGuest`, `ChangedHands`, `NotFound`, `Forbidden`."""
    access.intake(by, conversation, Act.INVITE)
    with transaction.atomic():
        held = asking.held(conversation, by, Act.INVITE)
        found = next((one for one in company.of(conversation) if one.pk == guest), None)
        if found is None or not live.part(held, found):
            raise NoGuest("Ce collègue n’est pas, ou n’est plus, dans cette conversation.")
        _record(conversation, guest, by=by.actor)
    return _read(conversation)


def expire() -> int:
    """A piece of the periodic work: invitations nobody answered, or without an object any more, are closed."""
    return asking.expire(Invitation)


def let_go_of(officer: Officer) -> int:
    """An officer who ends their shift or signs out, or whose account loses the desk, is a guest nowhere, in the same
    transaction."""
    return let_go(Guest.objects.filter(officer=officer, left_at=None))


def let_go(guests: QuerySet[Guest]) -> int:
    """Those of them that are still there go; how many."""
    pairs = guests.order_by("conversation_id").values_list("conversation_id", "officer_id")
    return sum(_let_go(*pair) for pair in pairs)


def _let_go(conversation: UUID, officer: int) -> bool:
    with transaction.atomic():
        parted = live.part(live.lock(conversation), Officer.objects.get(pk=officer))
        if parted:
            _record(conversation, officer, by=audit.SYSTEM)
    return parted


def _read(conversation: UUID) -> Intake:
    return Intake.objects.select_related("conversation__key", "officer").get(pk=conversation)


def _record(conversation: UUID, guest: int, *, by: str) -> None:
    audit.record(by=by, act=Act.PART, on=("conversation", conversation), guest=guest)
