"""Reaching a referral: whoever speaks with the person or spoke with her last, their supervisor, and the unit that has
it now. A unit that refused or forwarded it has it no more."""

from dataclasses import replace
from uuid import UUID

from django.db.models import QuerySet

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act, Scope, permits
from permanence.audit import journal as audit
from permanence.casework.referrals.models import Appointment, Referral
from permanence.casework.referrals.steps import State
from permanence.desk import access as desk
from permanence.desk.models import Intake
from permanence.lib.errors import Forbidden, NotFound

UNKNOWN = "Orientation introuvable."
GIVEN_UP = (State.REFUSED, State.RECALLED)


def referral(officer: Officer, pk: UUID | None, act: Act) -> Referral:
    """The referral, if the policy permits `act` on it.

    Raises `NotFound` for one that does not exist or that they may not see, `Forbidden` for one they see but may not
    `act` on. Call it outside a transaction: the refusal must remain.
    """
    found = rows().filter(pk=pk).first() if pk else None
    if found is not None and permits(officer, act, scope(found)):
        return found
    audit.record_refusal(by=officer.actor, act=act, on=("referral", pk), reason="policy")
    if found is not None and permits(officer, Act.SEE_REFERRAL, scope(found)):
        raise Forbidden("Votre rôle ne permet pas cette action sur l’orientation.")
    raise NotFound(UNKNOWN)


def of_appointment(appointment: UUID | None) -> UUID | None:
    """The referral that an appointment belongs to; None where there is no such appointment."""
    known = Appointment.objects.values_list("referral_id", flat=True)
    return known.filter(pk=appointment).first() if appointment else None


def rows() -> QuerySet[Referral]:
    """Referrals with what every act and every view reads of them."""
    return Referral.objects.select_related("report__conversation__key", "unit__department", "partner", "sent_by")


def scope(found: Referral) -> Scope:
    """What the policy may know of it: its conversation, whoever speaks or spoke there last, and the unit that has it.
    An exercise reaches no unit."""
    intake = Intake.objects.select_related("conversation", "officer").get(pk=found.report_id)
    has_it = found.unit_id if found.state not in GIVEN_UP and not found.is_exercise else None
    units = frozenset[int]() if has_it is None else frozenset({has_it})
    return replace(desk.scope(intake), held_by=intake.officer_id, units=units)
