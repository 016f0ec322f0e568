"""What a unit does with a referral, or an officer on behalf of a partner: accepts, refuses, forwards, closes."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act
from permanence.casework.referrals import steps, timeline, words
from permanence.casework.referrals.actions.common import advancing, checked, locked
from permanence.casework.referrals.actions.sending import AlreadyThere
from permanence.casework.referrals.models import Appointment, Referral
from permanence.casework.referrals.steps import OPEN, State
from permanence.casework.referrals.steps import Act as Way
from permanence.lib.errors import Invalid
from permanence.territory.models import Unit

REASON = "Indiquez un motif, même bref : il reste avec l’orientation."
OF_A_PARTNER = ("received", "not_come", "withdrawn", "not_wanted")
Outcome = Referral.Outcome


def accept(*, by: Officer, referral: UUID) -> Referral:
    """The unit (or the partner) takes it. Raises `OutOfOrder`, `ChangedHands`, `NotFound`, `Forbidden`."""
    seen, permission = advancing(by, referral)
    with transaction.atomic():
        found = locked(seen.pk, by, permission)
        return _moved(found, by, permission, Way.ACCEPT)


def refuse(*, by: Officer, referral: UUID, reason: str) -> Referral:
    """It comes back to the officer who sent it, with the reason. Raises `Invalid`, `OutOfOrder`, `ChangedHands`."""
    seen, permission = advancing(by, referral)
    reason = checked(reason, "reason", REASON)
    with transaction.atomic():
        found = locked(seen.pk, by, permission)
        found.noticed_at = None
        return _moved(found, by, permission, Way.REFUSE, "noticed_at", reason=reason)


def forward(*, by: Officer, referral: UUID, unit: int, reason: str) -> Referral:
    """To another unit, which answers in its stead; what was said stays with it. An appointment under way is cancelled.

    Raises `Invalid`, `AlreadyThere`, `OutOfOrder`, `ChangedHands`, `NotFound`, `Forbidden`.
    """
    seen, permission = advancing(by, referral)
    reason = checked(reason, "reason", REASON)
    with transaction.atomic():
        found = locked(seen.pk, by, permission)
        target = steps.after(State(found.state), Way.FORWARD)
        former, found.unit = found.unit_id, _other(found, unit)
        found.force = found.unit.force
        _end_appointment(found, Appointment.State.CANCELLED)
        timeline.add(found, Way.FORWARD, by=by, words={"reason": reason, "to": found.unit.name}, unit=former)
        timeline.stand(found, target, "unit", "force")
        words.say(found, Way.FORWARD)
        timeline.tell(found)
        timeline.record(by, permission, found, step=str(Way.FORWARD), before=former, after=found.unit_id)
    return found


def close(*, by: Officer, referral: UUID, outcome: str, note: str = "") -> Referral:
    """What came of it. Raises `Invalid` for an outcome that cannot be, `OutOfOrder`, `ChangedHands`."""
    seen, permission = advancing(by, referral)
    note = checked(note, "note")
    with transaction.atomic():
        found = locked(seen.pk, by, permission)
        steps.after(State(found.state), Way.CLOSE)
        _check_outcome(found, outcome)
        found.outcome = outcome
        _end_appointment(found, _kept(found, Outcome(outcome)))
        return _moved(found, by, permission, Way.CLOSE, "outcome", note=note, outcome=outcome)


def _moved(found: Referral, by: Officer, permission: Act, act: Way, *fields: str, **said: str) -> Referral:
    before, target = found.state, steps.after(State(found.state), act)
    timeline.add(found, act, by=by, words=said)
    timeline.stand(found, target, *fields)
    words.say(found, act)
    timeline.tell(found)
    timeline.record(by, permission, found, step=str(act), before=before, after=str(target))
    return found


def _other(found: Referral, unit: int) -> Unit:
    other = Unit.objects.select_related("department").filter(pk=unit).first()
    refusal = "" if other else "Choisissez une unité de l’annuaire."
    if found.partner_id:
        refusal = "Une association ne transmet pas à une unité : faites une autre orientation."
    elif other is not None and other.pk == found.unit_id:
        refusal = "Elle est déjà dans cette unité."
    if other is None or refusal:
        raise Invalid("Cette orientation ne peut pas y aller.", errors={"unit": refusal})
    if Referral.objects.filter(report=found.report_id, unit=other, state__in=OPEN).exists():
        raise AlreadyThere(f"{other.name} a déjà ce signalement et s’en occupe : écrivez-lui une note.")
    return other


def _check_outcome(found: Referral, outcome: str) -> None:
    possible = [one for one in Outcome.values if found.unit_id is None or one != Outcome.RECEIVED]
    if found.partner_id:
        possible = list(OF_A_PARTNER)
    if outcome not in possible:
        labels = ", ".join(Outcome(one).label for one in possible)
        raise Invalid("Cette suite n’existe pas.", errors={"outcome": f"Choisissez parmi : {labels}."})
    if outcome == Outcome.NOT_COME:
        _check_missed(found)


def _check_missed(found: Referral) -> None:
    coming = timeline.under_way(found)
    if coming is not None and coming.starts_at <= timezone.now():
        return
    words = "Aucun rendez-vous n’était fixé : choisissez une autre suite."
    if coming is not None:
        at = timeline.hour_words(found, coming)
        words = f"Le rendez-vous est prévu {at} : personne ne peut encore y avoir manqué."
    raise Invalid(words, errors={"outcome": words})


def _kept(found: Referral, outcome: Outcome) -> Appointment.State:
    """What became of the appointment under way: one whose hour has not come was not kept, whatever came of the case."""
    if outcome == Outcome.NOT_COME:
        return Appointment.State.MISSED
    coming = timeline.under_way(found)
    came = coming is not None and coming.starts_at <= timezone.now()
    gave_up = outcome in (Outcome.WITHDRAWN, Outcome.NOT_WANTED)
    return Appointment.State.KEPT if came and not gave_up else Appointment.State.CANCELLED


def _end_appointment(found: Referral, state: Appointment.State) -> None:
    found.appointments.filter(state__in=timeline.UNDER_WAY).update(state=state)
