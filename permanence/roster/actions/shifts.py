"""Creating a team; entering, moving and removing shifts, one at a time.

The officer's row is locked before their shifts are read, so that of two
overlapping shifts entered at once exactly one stands. Too short a rest is told, never refused: a night must not stay
empty because of it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import available_timezones

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from permanence.accounts.models import Force, Officer
from permanence.accounts.policy import Act
from permanence.audit import journal as audit
from permanence.lib.errors import Conflict, Invalid
from permanence.roster import access, hours
from permanence.roster.models import ANSWERING, Kind, Shift, Swap, Team

LONGEST_SHIFT = timedelta(hours=24)
"""By the team's clock: on the night when the clocks go back it lasts 25."""
REST = timedelta(hours=11)
NO_TEAM = "Cette équipe ne peut pas être créée."
NO_ZONE = "Cette heure n’a pas de fuseau horaire : on ne sait pas à quel moment elle est."
SHORT_REST = "Moins de 11 heures de repos avant ou après cette vacation."


class Overlapping(Conflict):
    """The officer already has a shift at that time."""


class AlreadyBegun(Conflict):
    """What has begun stays as it was planned."""


@dataclass(frozen=True)
class Entered:
    """The shift as it stands, and what its author should know of it."""

    shift: Shift
    warnings: tuple[str, ...] = ()


def create_team(*, by: Officer, force: str, name: str, time_zone: str = "Europe/Paris") -> Team:
    """A team of `force`. Raises `Forbidden`, `Invalid`."""
    access.may_edit(by, force)
    name, errors = name.strip(), {}
    if force not in Force.values:
        errors["force"] = "Choisissez PN ou GN."
    if not 0 < len(name) <= 80:
        errors["name"] = "Donnez un nom à l’équipe, en 80 caractères au plus."
    if time_zone not in available_timezones():
        errors["time_zone"] = "Ce fuseau horaire n’existe pas ; par exemple : Europe/Paris, Indian/Reunion."
    if errors:
        raise Invalid(NO_TEAM, errors=errors)
    with transaction.atomic():
        team, created = Team.objects.get_or_create(force=force, name=name, defaults={"time_zone": time_zone})
        if not created:
            raise Invalid(NO_TEAM, errors={"name": "Une équipe porte déjà ce nom."})
        audit.record(by=by.actor, act=Act.EDIT_ROSTER, on=("team", team.pk), change="created", force=force)
    return team


def enter_shift(
    *, by: Officer, team: int, officer: Officer, starts_at: datetime, ends_at: datetime, kind: str = Kind.DESK
) -> Entered:
    """A new shift of `officer`. Raises `NotFound`, `Invalid`, `Overlapping`."""
    found = access.team(by, team)
    with transaction.atomic():
        shift = Shift(officer=locked(officer), team=found, starts_at=starts_at, ends_at=ends_at, kind=kind)
        return _entered(by, shift, change="entered")


def move_shift(
    *, by: Officer, shift: int, starts_at: datetime, ends_at: datetime, officer: Officer | None = None
) -> Entered:
    """Other hours, or another `officer`, for a shift that has not begun.

    Raises `NotFound`, `AlreadyBegun`, `Invalid`, `Overlapping`.
    """
    found = access.shift(by, shift)
    with transaction.atomic():
        officer = locked(officer or found.officer)
        planned = _planned(shift)
        let_swaps_lapse(planned)
        planned.officer, planned.starts_at, planned.ends_at, planned.cycle = officer, starts_at, ends_at, None
        return _entered(by, planned, change="moved")


def remove_shift(*, by: Officer, shift: int) -> None:
    """The shift is no more; only before it begins. Raises `NotFound`, `AlreadyBegun`."""
    access.shift(by, shift)
    with transaction.atomic():
        planned = _planned(shift)
        audit.record(by=by.actor, act=Act.EDIT_ROSTER, on=("shift", shift), change="removed", **_facts(planned))
        planned.delete()


def locked(officer: Officer) -> Officer:
    """The officer, whose shifts nobody else changes until this transaction ends."""
    return Officer.objects.select_for_update(no_key=True).get(pk=officer.pk)


def let_swaps_lapse(shift: Shift) -> None:
    """What was asked for is not this shift any more."""
    about = Q(shift=shift) | Q(in_return=shift)
    Swap.objects.filter(about, state__in=Swap.OPEN).update(state=Swap.State.LAPSED, answered_at=timezone.now())


def overlaps(officer: Officer, shift: Shift, *, besides: int | None = None) -> bool:
    """Whether the officer has another shift, `besides` left aside, at the hours of this one."""
    others = Shift.objects.filter(officer=officer).exclude(pk__in=[shift.pk, besides])
    return others.filter(starts_at__lt=shift.ends_at, ends_at__gt=shift.starts_at).exists()


def breaks_a_rest(officer: Officer, shift: Shift, *, besides: int | None = None) -> bool:
    """Whether another shift of the officer, `besides` left aside, is nearer than their rest."""
    others = Shift.objects.filter(officer=officer).exclude(pk__in=[shift.pk, besides])
    return others.filter(starts_at__lt=shift.ends_at + REST, ends_at__gt=shift.starts_at - REST).exists()


def _planned(shift: int) -> Shift:
    planned = Shift.objects.select_for_update(of=("self",)).select_related("team").filter(pk=shift).first()
    if planned is None or planned.starts_at <= timezone.now():
        raise AlreadyBegun("Cette vacation a commencé ou vient d’être retirée : elle ne se modifie plus.")
    return planned


def _entered(by: Officer, shift: Shift, *, change: str) -> Entered:
    _check(shift)
    if overlaps(shift.officer, shift):
        raise Overlapping("Cet agent a déjà une vacation à ces heures.")
    warnings = (SHORT_REST,) if breaks_a_rest(shift.officer, shift) else ()
    shift.save()
    audit.record(by=by.actor, act=Act.EDIT_ROSTER, on=("shift", shift.pk), change=change, **_facts(shift))
    return Entered(shift, warnings)


def _check(shift: Shift) -> None:
    errors = _wrong_hours(shift)
    if shift.kind not in Kind.values:
        errors["kind"] = f"Choisissez parmi : {', '.join(Kind.labels)}."
    if not may_stand_at(shift.officer, shift.team):
        errors["officer"] = "Choisissez un agent ou un superviseur actif de la force de l’équipe."
    if errors:
        raise Invalid("Cette vacation ne peut pas être enregistrée.", errors=errors)


def _wrong_hours(shift: Shift) -> dict[str, str]:
    moments = {"starts_at": shift.starts_at, "ends_at": shift.ends_at}
    errors = {name: NO_ZONE for name, at in moments.items() if timezone.is_naive(at)}
    if errors:
        return errors
    if shift.starts_at < timezone.now():
        errors["starts_at"] = "Cette vacation commencerait dans le passé."
    if shift.ends_at <= shift.starts_at:
        errors["ends_at"] = "La fin doit suivre le début."
    elif hours.by_the_clock(shift.starts_at, shift.ends_at, shift.team.time_zone) > LONGEST_SHIFT:
        errors["ends_at"] = "Une vacation dure 24 heures au plus."
    return errors


def may_stand_at(officer: Officer, team: Team) -> bool:
    """Whether the account may be given a shift of this team."""
    answers = officer.is_active and officer.role in ANSWERING
    return answers and officer.force in ("", team.force)


def _facts(shift: Shift) -> dict[str, Any]:
    return {
        "officer": shift.officer_id,
        "team": shift.team_id,
        "kind": shift.kind,
        "starts_at": shift.starts_at.isoformat(),
        "ends_at": shift.ends_at.isoformat(),
    }
