"""Cycles: started and stopped by supervisors, laid ahead as shifts, extended by the periodic work.

A member's turns are laid from a day to a day, and that day is kept with the shifts in one transaction, under the lock
of the officer's row: laid again, by the same process or another, nothing is laid twice, and what a supervisor removed
does not come back. A turn that meets a shift the officer already has is left out and told. A member who may not
stand at the desk any more is laid nothing until they may again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act
from permanence.audit import journal as audit
from permanence.lib.errors import Invalid
from permanence.roster import access, hours, pattern
from permanence.roster.actions.shifts import locked, may_stand_at
from permanence.roster.models import Cycle, CycleMember, Kind, Shift, Team
from permanence.roster.pattern import Turn

HORIZON = timedelta(weeks=8)
"""How far ahead turns are laid: twice what the page of coverage shows."""
NO_CYCLE = "Ce cycle ne peut pas être enregistré."
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Started:
    """A cycle, how many shifts it laid, and the turns that met a shift the officer already had."""

    cycle: Cycle
    laid: int
    left_out: tuple[datetime, ...]


@dataclass(frozen=True)
class Laid:
    """What became of a member's turns."""

    shifts: int
    left_out: tuple[datetime, ...]


def start_cycle(
    *,
    by: Officer,
    team: int,
    name: str,
    days: int,
    anchor_on: date,
    turns: Sequence[Turn],
    members: Mapping[Officer, int],
    first_on: date,
    last_on: date | None = None,
    kind: str = Kind.DESK,
) -> Started:
    """A cycle, laid at once; `members` gives by officer how many days ahead of the first day they are.

    Raises `NotFound`, `Invalid`.
    """
    found = access.team(by, team)
    _check(found, name, days, turns, members, first_on, last_on)
    with transaction.atomic():
        cycle = Cycle.objects.create(
            team=found,
            name=name.strip(),
            kind=kind,
            days=days,
            anchor_on=anchor_on,
            turns=pattern.kept(turns),
            first_on=first_on,
            last_on=last_on,
        )
        facts: dict[str, Any] = {
            "team": team,
            "days": days,
            "turns": cycle.turns,
            "members": [one.pk for one in members],
        }
        audit.record(by=by.actor, act=Act.EDIT_ROSTER, on=("cycle", cycle.pk), change="started", **facts)
        ordered = sorted(members, key=lambda officer: officer.pk)
        laid = [_join(cycle, officer, members[officer], by.actor) for officer in ordered]
    return Started(cycle, sum(one.shifts for one in laid), tuple(at for one in laid for at in one.left_out))


def stop_cycle(*, by: Officer, cycle: int, on: date) -> int:
    """No turn begins from `on`; its shifts from that day, not yet begun, are removed. How many. Raises `NotFound`,
    `Invalid`."""
    found = access.cycle(by, cycle)
    now = timezone.now()
    if on < now.astimezone(ZoneInfo(found.team.time_zone)).date():
        raise Invalid("Ce cycle ne peut pas être arrêté.", errors={"on": "Choisissez aujourd’hui ou un jour à venir."})
    with transaction.atomic():
        stopped = Cycle.objects.select_for_update(of=("self",)).get(pk=cycle)
        stopped.last_on = min(on - hours.DAY, stopped.last_on or date.max)
        stopped.save(update_fields=["last_on"])
        since = max(hours.midnight(on, found.team.time_zone), now)
        removed, _ = Shift.objects.filter(cycle=cycle, starts_at__gte=since).delete()
        facts: dict[str, Any] = {"last_on": stopped.last_on.isoformat(), "shifts": removed}
        audit.record(by=by.actor, act=Act.EDIT_ROSTER, on=("cycle", cycle), change="stopped", **facts)
    return removed


def extend_cycles() -> int:
    """Lays what has come within the horizon, for every cycle that goes on; how many shifts. By the periodic work."""
    until = _horizon()
    going_on = CycleMember.objects.filter(laid_until__lt=until, officer__is_active=True).filter(
        Q(cycle__last_on=None) | Q(cycle__last_on__gte=F("laid_until"))
    )
    laid = 0
    for member in going_on.values_list("pk", flat=True):
        with transaction.atomic():
            cycle = Cycle.objects.select_for_update(of=("self",)).get(members=member)
            found = CycleMember.objects.select_related("officer").get(pk=member)
            if found.laid_until < _until(cycle):
                laid += lay(cycle, found, by=audit.SYSTEM).shifts
    return laid


def lay(cycle: Cycle, member: CycleMember, *, by: str, since: datetime | None = None) -> Laid:
    """Lays the turns of one member up to the horizon, in the caller's transaction.

    A turn that began before `since` (now, unless told) is not laid: what was not planned is not written afterwards.
    """
    officer = locked(member.officer)
    if not may_stand_at(officer, cycle.team):
        return Laid(0, ())
    since = since or timezone.now()
    zone, until = cycle.team.time_zone, _until(cycle)
    first = max(member.laid_until, since.astimezone(ZoneInfo(zone)).date())
    spans = [span for span in cycle.pattern.spans(first, until, zone=zone, ahead=member.ahead) if span[0] >= since]
    free, left_out = _apart(spans, _taken(officer, spans))
    Shift.objects.bulk_create(
        Shift(officer=officer, team=cycle.team, starts_at=start, ends_at=end, kind=cycle.kind, cycle=cycle)
        for start, end in free
    )
    member.laid_until = max(member.laid_until, until)
    member.save(update_fields=["laid_until"])
    facts: dict[str, Any] = {
        "officer": officer.pk,
        "shifts": len(free),
        "left_out": len(left_out),
        "until": until.isoformat(),
    }
    audit.record(by=by, act=Act.EDIT_ROSTER, on=("cycle", cycle.pk), change="laid", **facts)
    return Laid(len(free), tuple(start for start, _ in left_out))


def _join(cycle: Cycle, officer: Officer, ahead: int, by: str) -> Laid:
    member = CycleMember.objects.create(cycle=cycle, officer=officer, ahead=ahead, laid_until=cycle.first_on)
    return lay(cycle, member, by=by)


def _horizon() -> date:
    return (timezone.now() + HORIZON).date()


def _until(cycle: Cycle) -> date:
    """The day before which turns are laid now."""
    return _horizon() if cycle.last_on is None else min(_horizon(), cycle.last_on + hours.DAY)


def _taken(officer: Officer, spans: Sequence[Span]) -> list[Span]:
    if not spans:
        return []
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    shifts = Shift.objects.filter(officer=officer, starts_at__lt=last, ends_at__gt=first)
    return list(shifts.values_list("starts_at", "ends_at"))


def _apart(spans: Sequence[Span], taken: Sequence[Span]) -> tuple[list[Span], list[Span]]:
    """Those that meet nothing taken nor one another, and those that do."""
    free: list[Span] = []
    left_out: list[Span] = []
    for start, end in spans:
        meets = any(start < ends and begins < end for begins, ends in [*taken, *free[-4:]])
        (left_out if meets else free).append((start, end))
    return free, left_out


def _check(
    team: Team,
    name: str,
    days: int,
    turns: Sequence[Turn],
    members: Mapping[Officer, int],
    first_on: date,
    last_on: date | None,
) -> None:
    errors = {}
    if not 0 < len(name.strip()) <= 80:
        errors["name"] = "Donnez un nom au cycle, en 80 caractères au plus."
    if not 1 <= days <= pattern.LONGEST:
        errors["days"] = f"Un cycle dure de 1 à {pattern.LONGEST} jours."
    if not turns or any(not 0 <= turn.day < days for turn in turns):
        errors["turns"] = "Donnez au moins une vacation, un jour du cycle."
    if not members or any(not 0 <= ahead < max(days, 1) for ahead in members.values()):
        errors["members"] = "Choisissez qui entre dans ce cycle, et à quel jour du cycle."
    if any(not may_stand_at(officer, team) for officer in members):
        errors["members"] = "Choisissez des agents ou superviseurs actifs de la force de l’équipe."
    if first_on < timezone.now().astimezone(ZoneInfo(team.time_zone)).date():
        errors["first_on"] = "Un cycle commence aujourd’hui ou plus tard."
    if last_on is not None and last_on < first_on:
        errors["last_on"] = "La fin précède le début."
    if errors:
        raise Invalid(NO_CYCLE, errors=errors)
