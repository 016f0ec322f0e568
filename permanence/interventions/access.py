"""Reaching an intervention: whoever holds or reads its conversation, and the centres that were told of it."""

from dataclasses import replace
from uuid import UUID

from permanence.accounts.models import Officer, Role
from permanence.accounts.policy import Act, Scope, permits
from permanence.audit import journal as audit
from permanence.desk import access as desk
from permanence.desk.models import Intake
from permanence.interventions.models import Intervention
from permanence.lib.errors import Forbidden, NotFound

UNKNOWN = "Intervention introuvable."


def intervention(officer: Officer, pk: UUID, act: Act) -> Intervention:
    """The intervention, if the policy permits `act` on it.

    Raises `NotFound` for one that does not exist or that they may not see, `Forbidden` for one they see but may not
    `act` on. Call it outside a transaction: the refusal must remain.
    """
    found = Intervention.objects.select_related("conversation__key", "centre").filter(pk=pk).first()
    if found is not None and permits(officer, act, scope(officer, found)):
        return found
    audit.record_refusal(by=officer.actor, act=act, on=("intervention", pk), reason="policy")
    if found is not None and permits(officer, Act.SEE_INTERVENTION, scope(officer, found)):
        raise Forbidden("Votre rôle ne permet pas cette action sur l’intervention.")
    raise NotFound(UNKNOWN)


def scope(officer: Officer, found: Intervention) -> Scope:
    """What the policy may know of it: its conversation, and the centres that were told."""
    intake = Intake.objects.select_related("conversation", "officer").get(pk=found.conversation_id)
    known = replace(desk.scope(intake), centres=frozenset(found.alerts.values_list("centre_id", flat=True)))
    return replace(known, exercise=found.is_exercise) if officer.role == Role.CENTRE else known
