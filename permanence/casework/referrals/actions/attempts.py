"""Somebody tries to reach her: inside one of her windows, or not at all."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act
from permanence.casework.referrals import access, contact, timeline
from permanence.casework.referrals.actions.common import check_agreement, checked, locked
from permanence.casework.referrals.models import Attempt
from permanence.casework.referrals.steps import OPEN
from permanence.interventions import sealed
from permanence.lib.errors import Conflict, Invalid


class OutsideWindows(Conflict):
    """Nobody calls her now: it would put her in danger."""

    code = "outside_windows"


class NothingUnderWay(Conflict):
    """The referral is over: there is nothing to reach her for."""


def attempt(*, by: Officer, referral: UUID, pk: UUID, result: str, note: str = "") -> tuple[Attempt, bool]:
    """Somebody tried; what came of it. And whether this call wrote it down (False: the same id again).

    Raises `OutsideWindows` with the next opening, `AgreementLost`, `NothingUnderWay`, `Invalid`, `ChangedHands`,
    `NotFound`.
    """
    seen = access.referral(by, referral, Act.NOTE_REFERRAL)
    if known := _again(pk, referral):
        return known, False
    if result not in Attempt.Result.values:
        labels = ", ".join(Attempt.Result.labels)
        raise Invalid("Dites ce que cela a donné.", errors={"result": f"Choisissez parmi : {labels}."})
    note = checked(note, "note")
    try:
        with transaction.atomic():
            return _attempt(by, seen.pk, pk, result, note), True
    except IntegrityError:  # the same id, at this very instant
        if known := _again(pk, referral):
            return known, False
        raise


def _attempt(by: Officer, referral: UUID, pk: UUID, result: str, note: str) -> Attempt:
    found = locked(referral, by, Act.NOTE_REFERRAL)
    if found.state not in OPEN:
        raise NothingUnderWay("Cette orientation n’est plus en cours : elle n’appelle plus personne à la joindre.")
    check_agreement(found)
    reach = contact.of(found)
    if reach.window is None:
        raise OutsideWindows(reach.refusal)
    said = {"window": reach.window.words} | ({"note": note} if note else {})
    made = Attempt.objects.create(
        id=pk,
        referral=found,
        at=timezone.now(),
        officer=by,
        result=result,
        body=sealed.close(timeline.key(found), said, "attempt", pk),
    )
    timeline.add(found, "attempt", by=by, words={"result": Attempt.Result(result).label, "note": note})
    timeline.tell(found)
    timeline.record(by, "attempt contact", found, result=result)
    return made


def _again(pk: UUID, referral: UUID) -> Attempt | None:
    known = Attempt.objects.filter(pk=pk).first()
    if known is not None and known.referral_id != referral:
        raise Invalid("Cet identifiant est déjà pris.", errors={"id": "Identifiant déjà pris."})
    return known
