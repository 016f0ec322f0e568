"""Reaching replies, facts, reminders and debriefs by their ids: the policy is asked, a refusal is written down."""

from uuid import UUID

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act, Scope, permits
from permanence.audit import journal as audit
from permanence.desk import access as desk
from permanence.desk.craft.models import Debrief, Fact, OwnReply, Reminder, Reply
from permanence.lib.errors import Forbidden, NotFound


def may(officer: Officer, act: Act) -> None:
    """Whether the officer's role permits `act` on no object in particular. Raises `Forbidden`."""
    if not permits(officer, act):
        audit.record_refusal(by=officer.actor, act=act, on=("officer", officer.pk), reason="policy")
        raise Forbidden("Votre rôle ne permet pas cette action.")


def may_edit(officer: Officer, force: str) -> None:
    """Whether they edit replies for `force` (empty: both). Raises `Forbidden`."""
    if not permits(officer, Act.EDIT_REPLIES, Scope(force=force)):
        audit.record_refusal(by=officer.actor, act=Act.EDIT_REPLIES, on=("replies", force or "both"), reason="policy")
        raise Forbidden("Seuls un superviseur de cette force et un administrateur modifient ses réponses.")


def reply(officer: Officer, pk: int) -> Reply:
    """A reply of the house, to be edited. Raises `NotFound`, `Forbidden`."""
    found = Reply.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound("Cette réponse n’existe pas.")
    may_edit(officer, found.force)
    return found


def own_reply(officer: Officer, pk: UUID) -> OwnReply:
    """One of their own; anybody else's does not exist. Raises `NotFound`."""
    found = OwnReply.objects.filter(pk=pk, officer=officer).first()
    if found is not None:
        return found
    if OwnReply.objects.filter(pk=pk).exists():
        audit.record_refusal(by=officer.actor, act=Act.KEEP_OWN_REPLIES, on=("own reply", pk), reason="not theirs")
    raise NotFound("Cette réponse n’existe pas, ou n’est pas la vôtre.")


def fact(officer: Officer, conversation: UUID, pk: UUID) -> Fact:
    """A fact of a conversation whose notebook they keep. Raises `NotFound`, `Forbidden`."""
    desk.intake(officer, conversation, Act.KEEP_NOTEBOOK)
    found = Fact.objects.filter(pk=pk, conversation=conversation).first()
    if found is None:
        raise NotFound("Ce fait n’est plus épinglé.")
    return found


def reminder(officer: Officer, pk: UUID) -> Reminder:
    """A reminder of a conversation whose notebook they keep. Raises `NotFound`, `Forbidden`."""
    found = Reminder.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound("Ce rappel n’existe pas.")
    desk.intake(officer, found.conversation_id, Act.KEEP_NOTEBOOK)
    return found


def debrief(officer: Officer, pk: int) -> Debrief:
    """What an officer of their force was left with, for its supervisors. Raises `NotFound`."""
    found = Debrief.objects.select_related("conversation__intake").filter(pk=pk).first()
    if found is not None and permits(officer, Act.SEE_DEBRIEFS, Scope(force=found.conversation.intake.force)):
        return found
    audit.record_refusal(by=officer.actor, act=Act.SEE_DEBRIEFS, on=("debrief", pk), reason="policy")
    raise NotFound("Ce débriefing n’existe pas.")
