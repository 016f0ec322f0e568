"""When she is received: proposed, moved, confirmed or declined by her (or for her, on the telephone), cancelled.

She answers what she saw: an appointment has a revision, and an answer to a former one is refused with the new hour.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act
from permanence.casework.referrals import access, steps, timeline, words
from permanence.casework.referrals.actions.common import advancing, check_agreement, checked, locked
from permanence.casework.referrals.models import Appointment, Referral
from permanence.casework.referrals.steps import Act as Way
from permanence.casework.referrals.steps import State
from permanence.desk.models import Intake
from permanence.interventions import sealed
from permanence.lib.errors import Conflict, Invalid, NotFound
from permanence.live.models import Conversation

UNKNOWN = "Rendez-vous introuvable."
LONGEST_MINUTES = 8 * 60
AHEAD = timedelta(days=180)
WORDS = {"place": 300, "contact": 200, "bring": 600, "note": 600}
Words = Mapping[str, str]


class Moved(Conflict):
    """It was moved since she saw it: she is told the new hour, and answers that one."""

    code = "moved"


class NotToldYet(Conflict):
    """She does not know that she was referred."""

    code = "not_told"


@dataclass(frozen=True)
class Hour:
    """When and where. `starts_at` aware; `words`: `place`, `contact`, `bring`, `note`."""

    starts_at: datetime
    minutes: int
    words: Words


def propose(*, by: Officer, referral: UUID, pk: UUID, hour: Hour) -> tuple[Appointment, bool]:
    """An appointment that she may confirm; and whether this call made it (False: the same id again).

    Raises `Invalid`, `AgreementLost`, `NotToldYet`, `OutOfOrder`, `ChangedHands`, `NotFound`, `Forbidden`.
    """
    seen, permission = advancing(by, referral)
    if known := _again(pk, seen):
        return known, False
    said = _checked(hour)
    try:
        with transaction.atomic():
            found = locked(seen.pk, by, permission)
            return _propose(by, permission, found, pk, hour, said), True
    except IntegrityError:  # the same id, at this very instant
        if known := _again(pk, seen):
            return known, False
        raise


def move(*, by: Officer, appointment: UUID, hour: Hour) -> Appointment:
    """Another hour, or another place: a new revision, which she has to confirm. Raises as `propose`."""
    seen, permission = advancing(by, access.of_appointment(appointment))
    said = _checked(hour)
    with transaction.atomic():
        found = locked(seen.pk, by, permission)
        target = steps.after(State(found.state), Way.MOVE)
        check_agreement(found)
        kept = _under_way(found, appointment)
        if _stands(found, kept, hour, said):
            return kept  # a button pressed twice: she has nothing new to confirm
        kept.starts_at, kept.minutes, kept.revision = hour.starts_at, hour.minutes, kept.revision + 1
        kept.state, kept.answered_at = Appointment.State.PROPOSED, None
        kept.body = _close(found, kept, said)
        kept.save()
        _advanced(found, by, permission, Way.MOVE, target, kept)
    return kept


def cancel_appointment(*, by: Officer, appointment: UUID, reason: str) -> Appointment:
    """It will not be: another one is to be proposed. Raises `Invalid`, `OutOfOrder`, `NotFound`, `Forbidden`."""
    seen, permission = advancing(by, access.of_appointment(appointment))
    reason = checked(reason, "reason", "Indiquez un motif, même bref : il reste avec l’orientation.")
    with transaction.atomic():
        found = locked(seen.pk, by, permission)
        target = steps.after(State(found.state), Way.CANCEL)
        kept = _answered(_under_way(found, appointment), Appointment.State.CANCELLED)
        _advanced(found, by, permission, Way.CANCEL, target, kept, reason=reason)
    return kept


def confirm(*, by: Officer | Conversation, appointment: UUID, revision: int) -> Appointment:
    """She comes: said by herself (`by` her conversation), or for her. Confirming again changes nothing.

    Raises `Moved`, `OutOfOrder`, `NotFound`, `Forbidden`.
    """
    referral, permission = _reached(by, appointment)
    with transaction.atomic():
        found = locked(referral, by if isinstance(by, Officer) else None, permission)
        kept = _seen(found, appointment, revision)
        if kept.state == Appointment.State.CONFIRMED:
            return kept
        target = steps.after(State(found.state), Way.CONFIRM)
        _advanced(found, by, permission, Way.CONFIRM, target, _answered(kept, Appointment.State.CONFIRMED))
    return kept


def decline(*, by: Officer | Conversation, appointment: UUID, revision: int, reason: str = "") -> Appointment:
    """That moment does not suit her; with her word where she gave one. Raises as `confirm`, and `Invalid`."""
    reason = checked(reason, "reason")
    referral, permission = _reached(by, appointment)
    with transaction.atomic():
        found = locked(referral, by if isinstance(by, Officer) else None, permission)
        kept = _seen(found, appointment, revision)
        if kept.state == Appointment.State.DECLINED:
            return kept
        target = steps.after(State(found.state), Way.DECLINE)
        _answered(kept, Appointment.State.DECLINED)
        _advanced(found, by, permission, Way.DECLINE, target, kept, reason=reason)
    return kept


def _propose(
    by: Officer, permission: Act, found: Referral, pk: UUID, hour: Hour, said: Mapping[str, str]
) -> Appointment:
    target = steps.after(State(found.state), Way.PROPOSE)
    check_agreement(found)
    if found.told_at is None:
        raise NotToldYet(
            "La personne ne sait pas encore que son signalement vous a été transmis : demandez d’abord à la brigade "
            "numérique, par une note, de le lui dire."
        )
    kept = Appointment(
        id=pk,
        referral=found,
        unit=found.unit,
        starts_at=hour.starts_at,
        minutes=hour.minutes,
        proposed_at=timezone.now(),
        proposed_by=by,
    )
    kept.body = _close(found, kept, said)
    kept.save(force_insert=True)
    _advanced(found, by, permission, Way.PROPOSE, target, kept)
    return kept


def _advanced(
    found: Referral,
    by: Officer | Conversation,
    permission: Act | None,
    act: Way,
    target: State,
    kept: Appointment,
    **said: str,
) -> None:
    """The step, the deadlines, the thread and the audit row of what `act` did to the appointment `kept`."""
    before = found.state
    hour = {"starts_at": kept.starts_at.isoformat()} if act in (Way.PROPOSE, Way.MOVE) else {}
    timeline.add(found, act, by=by if isinstance(by, Officer) else None, words=said | hour)
    timeline.stand(found, target)
    words.say(found, act)
    timeline.tell(found)
    detail = {"before": before, "after": str(target), "appointment": str(kept.pk), "revision": kept.revision}
    timeline.record(by, permission or f"{act} appointment", found, step=str(act), **detail)


def _reached(by: Officer | Conversation, appointment: UUID) -> tuple[UUID, Act | None]:
    """The referral of the appointment, for an officer who may move it on, or for the person whose it is."""
    referral = access.of_appointment(appointment)
    if isinstance(by, Officer):
        seen, permission = advancing(by, referral)
        return seen.pk, permission
    if referral is None or not Referral.objects.filter(pk=referral, report=by.pk).exists():
        raise NotFound(UNKNOWN)
    if Intake.objects.filter(pk=by.pk, author_may_read=True).exists():
        raise NotFound(UNKNOWN)  # as the card is not shown: a refusal would tell the author the new hour
    return referral, None


def _seen(found: Referral, appointment: UUID, revision: int) -> Appointment:
    """The appointment as she saw it. Raises `Moved` where it is another one by now."""
    kept = found.appointments.get(pk=appointment)
    if kept.revision != revision and kept.state in timeline.UNDER_WAY:
        at = timeline.hour_words(found, kept)
        raise Moved(f"Ce rendez-vous a changé entre-temps : il est maintenant {at}. Répondez pour ce moment-là.")
    return kept


def _under_way(found: Referral, appointment: UUID) -> Appointment:
    kept = found.appointments.filter(pk=appointment, state__in=timeline.UNDER_WAY).first()
    if kept is None:
        raise Conflict("Ce rendez-vous n’est plus celui qui est prévu : regardez l’orientation telle qu’elle est.")
    return kept


def _answered(kept: Appointment, state: Appointment.State) -> Appointment:
    kept.state, kept.answered_at = state, timezone.now()
    kept.save(update_fields=["state", "answered_at"])
    return kept


def _stands(found: Referral, kept: Appointment, hour: Hour, said: Mapping[str, str]) -> bool:
    known = sealed.open_words(timeline.key(found), kept.body, "appointment", kept.pk)
    return (kept.starts_at, kept.minutes, known) == (hour.starts_at, hour.minutes, dict(said))


def _close(found: Referral, kept: Appointment, said: Mapping[str, str]) -> bytes:
    return sealed.close(timeline.key(found), said, "appointment", kept.pk)


def _checked(hour: Hour) -> dict[str, str]:
    errors, now = {}, timezone.now()
    if not now < hour.starts_at < now + AHEAD:
        errors["starts_at"] = "Choisissez un moment à venir, dans les six mois."
    if not 5 <= hour.minutes <= LONGEST_MINUTES:
        errors["minutes"] = "Entre 5 minutes et 8 heures."
    errors |= {
        name: f"Au plus {longest} caractères."
        for name, longest in WORDS.items()
        if len(hour.words.get(name, "")) > longest
    }
    if errors:
        raise Invalid("Ce rendez-vous ne peut pas être proposé ainsi.", errors=errors)
    said = {name: checked(hour.words.get(name, ""), name) for name in WORDS}
    return {name: word for name, word in said.items() if word}


def _again(pk: UUID, seen: Referral) -> Appointment | None:
    known = Appointment.objects.filter(pk=pk).first()
    if known is not None and known.referral_id != seen.pk:
        raise Invalid("Cet identifiant est déjà pris.", errors={"id": "Identifiant déjà pris."})
    return known
