"""Who is on duty, who comes next, and where nobody is.

Only desk shifts of active officers count, outside their absences, and never those of officers in training: they answer
scripted visitors. Whoever changed force or role since the shift was entered covers nothing: they no longer see that
desk.
A force without any shift entered has no roster: it has no holes, and nothing may be concluded from its silence.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from permanence.accounts.models import Force, Officer
from permanence.roster import coverage as halves
from permanence.roster import needs
from permanence.roster.coverage import HalfHour, Hole, Span
from permanence.roster.hours import PARIS
from permanence.roster.models import ANSWERING, Absence, Kind, Need, Shift, Swap, Team

Past = Callable[[str, str], tuple[Mapping[tuple[int, int], float], float]]


def _unknown(_force: str, _zone: str) -> tuple[Mapping[tuple[int, int], float], float]:
    return {}, 0.0


_past: Past = _unknown


def on_duty(force: str, at: datetime) -> set[int]:
    """The ids of the officers whose shift at the desk of `force` runs at `at`, and who are not absent."""
    return set(_there(force, at).values_list("officer", flat=True))


def next_on_duty(force: str, at: datetime) -> datetime | None:
    """When somebody's presence at the desk of `force` next begins after `at`; None where none is entered."""
    away, found = _absences(at), None
    shifts = _desk(force).filter(ends_at__gt=at).order_by("starts_at").values_list("officer", "starts_at", "ends_at")
    for officer, starts_at, ends_at in shifts.iterator():
        if found is not None and starts_at >= found:
            break
        begins = [start for start, _ in halves.without((starts_at, ends_at), away.get(officer, ())) if start > at]
        found = min([*begins, *([found] if found else [])], default=None)
    return found


def running(force: str, at: datetime) -> list[Shift]:
    """The shifts behind `on_duty`, with their officers and teams, the one that ends last first."""
    return list(_there(force, at).select_related("officer", "team").order_by("-ends_at", "pk"))


def coming(force: str, at: datetime) -> list[Shift]:
    """The shifts whose presence begins at `next_on_duty`, with their officers and teams."""
    begins = next_on_duty(force, at)
    if begins is None:
        return []
    before = {shift.pk for shift in running(force, begins - timedelta(microseconds=1))}
    return [shift for shift in running(force, begins) if shift.pk not in before]


def own(officer: Officer, start: datetime, end: datetime) -> list[Shift]:
    """The shifts of `officer` that touch this time, in order, with their teams."""
    shifts = Shift.objects.filter(officer=officer, starts_at__lt=end, ends_at__gt=start)
    return list(shifts.select_related("team").order_by("starts_at"))


def of_force(force: str, start: datetime, end: datetime) -> list[Shift]:
    """Every shift of `force` that touches this time, on call and in training included, in order."""
    shifts = Shift.objects.filter(team__force=force, starts_at__lt=end, ends_at__gt=start)
    return list(shifts.select_related("team", "officer").order_by("starts_at", "pk"))


def zone_of(force: str) -> str:
    """The clock by which the roster of `force` is read: of its teams where they share one, else of Paris."""
    zones = set(Team.objects.filter(force=force).values_list("time_zone", flat=True))
    return zones.pop() if len(zones) == 1 else PARIS


def may_stand(force: str) -> QuerySet[Officer]:
    """The accounts that may be given a shift of `force`, by name."""
    answering = Officer.objects.filter(is_active=True, role__in=ANSWERING, force__in=("", force))
    return answering.order_by("rank", "first_name", "username")


def has_roster(force: str) -> bool:
    """Whether a shift was ever entered for the desk of `force`."""
    return Shift.objects.filter(team__force=force, kind=Kind.DESK).exists()


def coverage(force: str, start: datetime, end: datetime) -> list[HalfHour]:
    """Every half-hour from `start` to `end` for the desk of `force`, in a few queries, against what each needs.

    The first and the last are read whole: who was relayed in them, before `start` or after `end`, is no hole.
    """
    start, end = halves.whole(start, end)
    needed = needs.at(needs_of(force), zone_of(force))
    return halves.half_hours(_present(force, start, end), start, end, needed=needed)


def needs_of(force: str) -> needs.Week:
    """What supervisors said that each half-hour of a week needs."""
    return dict(Need.objects.filter(force=force).values_list("slot", "officers"))


def foreseen(force: str) -> needs.Week:
    """What the arrivals of the past weeks ask for; nothing where none is known."""
    arrivals, duration_s = _past(force, zone_of(force))
    return needs.foreseen(arrivals, duration_s) if arrivals else {}


def connect(past: Past) -> None:
    """Called once, by the wiring: arrivals an hour by weekday and hour of a zone, and how long a conversation lasts."""
    global _past  # noqa: PLW0603
    _past = past


def holes(*, weeks: int = 4) -> dict[str, list[Hole]]:
    """By force that has a roster: what lacks officers from now on, for `weeks` weeks."""
    start = timezone.now()
    end = start + timedelta(weeks=weeks)
    return {force: halves.holes(coverage(force, start, end)) for force in Force.values if has_roster(force)}


def absences_to_come(officer: Officer) -> list[Absence]:
    """Those of one officer that are not over, in order."""
    return list(Absence.objects.filter(officer=officer, ends_at__gt=timezone.now()).order_by("starts_at"))


def absent(force: str) -> list[Absence]:
    """Those of the officers of `force` that are not over, in order, with whose they are."""
    found = Absence.objects.filter(ends_at__gt=timezone.now(), officer__force=force, officer__is_active=True)
    return list(found.select_related("officer").order_by("starts_at", "pk"))


def to_come(force: str) -> QuerySet[Shift]:
    """The shifts of `force` that have not begun, in order, with their officers and teams: what can be exchanged."""
    found = Shift.objects.filter(team__force=force, starts_at__gt=timezone.now())
    return found.select_related("officer", "team").order_by("starts_at", "pk")


def of_officer_to_come(officer: Officer) -> list[Shift]:
    """The shifts of one officer that are not over, in order, with their teams."""
    found = Shift.objects.filter(officer=officer, ends_at__gt=timezone.now())
    return list(found.select_related("officer", "team").order_by("starts_at"))


def swaps_of(officer: Officer) -> list[Swap]:
    """Open exchanges that the officer asked for or is asked for, with all that is said of them."""
    mine = Q(asked_by=officer) | Q(asked_to=officer)
    return list(_swaps().filter(mine).order_by("shift__starts_at", "pk"))


def swaps_to_confirm(force: str) -> list[Swap]:
    """Accepted exchanges that would break a rest: a supervisor of `force` settles them."""
    found = _swaps().filter(state=Swap.State.TO_CONFIRM, shift__team__force=force)
    return list(found.order_by("shift__starts_at", "pk"))


def _swaps() -> QuerySet[Swap]:
    related = ("shift__team", "in_return__team", "asked_by", "asked_to")
    return Swap.objects.filter(state__in=Swap.OPEN).select_related(*related)


def _present(force: str, start: datetime, end: datetime) -> list[Span]:
    shifts = _desk(force).filter(starts_at__lt=end, ends_at__gt=start)
    away = _absences(start, end)
    told = shifts.values_list("officer", "starts_at", "ends_at")
    return [part for who, begins, ends in told for part in halves.without((begins, ends), away.get(who, ()))]


def _absences(start: datetime, end: datetime | None = None) -> dict[int, list[Span]]:
    """By officer, those that touch this time."""
    found = Absence.objects.filter(ends_at__gt=start)
    if end is not None:
        found = found.filter(starts_at__lt=end)
    away: dict[int, list[Span]] = {}
    for officer, starts_at, ends_at in found.values_list("officer", "starts_at", "ends_at"):
        away.setdefault(officer, []).append((starts_at, ends_at))
    return away


def _there(force: str, at: datetime) -> QuerySet[Shift]:
    away = Absence.objects.filter(officer=OuterRef("officer"), starts_at__lte=at, ends_at__gt=at)
    return _desk(force).filter(~Exists(away), starts_at__lte=at, ends_at__gt=at)


def _desk(force: str) -> QuerySet[Shift]:
    return Shift.objects.filter(
        team__force=force,
        kind=Kind.DESK,
        officer__is_active=True,
        officer__in_training=False,
        officer__role__in=ANSWERING,
        officer__force__in=("", force),
    )
