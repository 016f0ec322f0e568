"""Reaching an assessment: whoever speaks with the person, and their supervisors."""

from uuid import UUID

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act, permits
from permanence.audit import journal as audit
from permanence.desk import access as desk
from permanence.desk.models import Intake
from permanence.lib.errors import NotFound
from permanence.live.models import Conversation


def conversation(officer: Officer, pk: UUID, act: Act) -> Conversation:
    """The conversation, if the policy permits `act` on the assessment of its danger.

    Raises `NotFound` for one that does not exist or whose assessment the officer may not see. Call it outside a
    transaction: the refusal must remain.
    """
    found = Intake.objects.select_related("conversation__key", "officer").filter(pk=pk).first()
    if found is not None and permits(officer, act, desk.scope(found)):
        return found.conversation
    audit.record_refusal(by=officer.actor, act=act, on=("conversation", pk), reason="policy")
    raise NotFound(desk.UNKNOWN)
