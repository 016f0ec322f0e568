"""Absences: told by the officer or a supervisor, ended early. The shifts stay; coverage does not count them meanwhile.

Never asks why: an illness is nobody's business here. What is over stays as it was planned.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act
from permanence.audit import journal as audit
from permanence.lib.errors import Invalid
from permanence.roster import access
from permanence.roster.actions.shifts import NO_ZONE
from permanence.roster.models import Absence

LONGEST_ABSENCE = timedelta(days=400)


def tell_absence(*, by: Officer, officer: Officer, starts_at: datetime, ends_at: datetime) -> Absence:
    """From now at the earliest: what is over stays as it was planned. Raises `NotFound`, `Invalid`."""
    access.may_tell_absence(by, officer)
    errors = _wrong_hours(starts_at, ends_at)
    if errors:
        raise Invalid("Cette absence ne peut pas être enregistrée.", errors=errors)
    with transaction.atomic():
        absence = Absence.objects.create(officer=officer, starts_at=max(starts_at, timezone.now()), ends_at=ends_at)
        facts: dict[str, Any] = {
            "officer": officer.pk,
            "starts_at": absence.starts_at.isoformat(),
            "ends_at": ends_at.isoformat(),
        }
        audit.record(by=by.actor, act=Act.TELL_ABSENCE, on=("absence", absence.pk), change="told", **facts)
    return absence


def end_absence(*, by: Officer, absence: int) -> None:
    """The officer is there again from now on; one that has not begun never was. Raises `NotFound`."""
    access.absence(by, absence)
    now = timezone.now()
    with transaction.atomic():
        found = Absence.objects.select_for_update(of=("self",)).filter(pk=absence, ends_at__gt=now).first()
        if found is None:
            return
        audit.record(
            by=by.actor, act=Act.TELL_ABSENCE, on=("absence", absence), change="ended", officer=found.officer_id
        )
        if found.starts_at >= now:
            found.delete()
        else:
            found.ends_at = now
            found.save(update_fields=["ends_at"])


def _wrong_hours(starts_at: datetime, ends_at: datetime) -> dict[str, str]:
    moments = {"starts_at": starts_at, "ends_at": ends_at}
    errors = {name: NO_ZONE for name, at in moments.items() if timezone.is_naive(at)}
    if errors:
        return errors
    if ends_at <= starts_at:
        return {"ends_at": "La fin doit suivre le début."}
    if ends_at <= timezone.now():
        return {"ends_at": "Cette absence est déjà finie."}
    if ends_at - starts_at > LONGEST_ABSENCE:
        return {"ends_at": "Une absence dure 400 jours au plus ; au-delà, désactivez le compte."}
    return {}
