"""What the desk does with a referral afterwards: takes it back, tells her, reads the notice; notes that go both ways;
and what reopens one that was closed."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act
from permanence.casework.referrals import access, steps, timeline, words
from permanence.casework.referrals.actions.common import checked, locked
from permanence.casework.referrals.actions.progress import REASON
from permanence.casework.referrals.actions.sending import AlreadyThere
from permanence.casework.referrals.models import Appointment, Referral
from permanence.casework.referrals.steps import OPEN, State
from permanence.casework.referrals.steps import Act as Way
from permanence.lib.errors import Conflict


class AlreadyTold(Conflict):
    """She was told of it before."""


def recall(*, by: Officer, referral: UUID, reason: str) -> Referral:
    """The desk takes it back: the unit has it no more. Raises `Invalid`, `OutOfOrder`, `NotFound`, `Forbidden`."""
    access.referral(by, referral, Act.FOLLOW_REFERRAL)
    reason = checked(reason, "reason", REASON)
    with transaction.atomic():
        found = locked(referral, by, Act.FOLLOW_REFERRAL)
        before, target = found.state, steps.after(State(found.state), Way.RECALL)
        had = found.appointments.filter(state__in=timeline.UNDER_WAY).update(state=Appointment.State.CANCELLED)
        timeline.add(found, Way.RECALL, by=by, words={"reason": reason})
        timeline.stand(found, target)
        if had:
            words.say(found, Way.CANCEL)
        timeline.tell(found)
        timeline.record(by, Act.FOLLOW_REFERRAL, found, step=str(Way.RECALL), before=before, after=str(target))
    return found


def reopen(*, by: Officer, referral: UUID, reason: str) -> Referral:
    """What was closed goes on, with its history. Raises `Invalid`, `OutOfOrder`, `AlreadyThere`, `NotFound`."""
    access.referral(by, referral, Act.REOPEN_REFERRAL)
    reason = checked(reason, "reason", REASON)
    with transaction.atomic():
        found = locked(referral, by, Act.REOPEN_REFERRAL)
        target = steps.after(State(found.state), Way.REOPEN)
        same = Referral.objects.filter(report=found.report_id, unit=found.unit_id, partner=found.partner_id)
        if same.filter(state__in=OPEN).exists():
            raise AlreadyThere("Une autre orientation vers le même destinataire est en cours : suivez celle-là.")
        before, found.outcome = found.outcome, ""
        timeline.add(found, Way.REOPEN, by=by, words={"reason": reason})
        timeline.stand(found, target, "outcome")
        timeline.tell(found)
        timeline.record(by, Act.REOPEN_REFERRAL, found, step=str(Way.REOPEN), before=before)
    return found


def note(*, by: Officer, referral: UUID, text: str) -> Referral:
    """A word between the desk and the unit, in the timeline. Raises `Invalid`, `NotFound`, `Forbidden`."""
    access.referral(by, referral, Act.NOTE_REFERRAL)
    text = checked(text, "text", "Écrivez votre note.")
    with transaction.atomic():
        found = locked(referral, by, Act.NOTE_REFERRAL)
        if timeline.ends_with(found, "note", by=by, words={"text": text}):
            return found  # a button pressed twice
        timeline.add(found, "note", by=by, words={"text": text})
        timeline.tell(found)
        timeline.record(by, Act.NOTE_REFERRAL, found)
    return found


def tell(*, by: Officer, referral: UUID, told: str) -> Referral:
    """She is told of what left without her agreement: her page says it from now on. Raises `Invalid`, `AlreadyTold`."""
    access.referral(by, referral, Act.FOLLOW_REFERRAL)
    told = checked(told, "told", "Écrivez ce que vous lui dites.")
    with transaction.atomic():
        found = locked(referral, by, Act.FOLLOW_REFERRAL)
        if found.told_at is not None:
            raise AlreadyTold("La personne en a déjà été informée.")
        found.told_at = timezone.now()
        found.save(update_fields=["told_at"])
        timeline.add(found, "told", by=by, words={"told": told})
        timeline.tell(found)
        timeline.record(by, Act.FOLLOW_REFERRAL, found, step="told")
    return found


def notice(*, by: Officer, referral: UUID) -> Referral:
    """A supervisor has seen that it left without her agreement, or came back refused: it calls them no more."""
    access.referral(by, referral, Act.NOTICE_REFERRAL)
    with transaction.atomic():
        found = locked(referral, by, Act.NOTICE_REFERRAL)
        if found.noticed_at is None:
            found.noticed_at = timezone.now()
            found.save(update_fields=["noticed_at"])
            timeline.add(found, "noticed", by=by)
            timeline.tell(found)
            timeline.record(by, Act.NOTICE_REFERRAL, found)
    return found
