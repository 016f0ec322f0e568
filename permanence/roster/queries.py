"""Who is on duty, who comes next, and where nobody is.

Only desk shifts of active officers count, and never those of officers in training: they answer scripted visitors.
Whoever changed force or role since the shift was entered covers nothing: they no longer see that desk.
A force without any shift entered has no roster: it has no holes, and nothing may be concluded from its silence.
"""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from permanence.accounts.models import Force, Officer
from permanence.roster import coverage as halves
from permanence.roster.coverage import HalfHour, Hole
from permanence.roster.hours import PARIS
from permanence.roster.models import ANSWERING, Kind, Shift, Team


def on_duty(force: str, at: datetime) -> set[int]:
    """The ids of the officers whose shift at the desk of `force` runs at `at`."""
    running = _desk(force).filter(starts_at__lte=at, ends_at__gt=at)
    return set(running.values_list("officer", flat=True))


def next_on_duty(force: str, at: datetime) -> datetime | None:
    """When the next shift at the desk of `force` begins after `at`; None where none is entered."""
    return _desk(force).filter(starts_at__gt=at).order_by("starts_at").values_list("starts_at", flat=True).first()


def running(force: str, at: datetime) -> list[Shift]:
    """The shifts behind `on_duty`, with their officers and teams, the one that ends last first."""
    return list(_told(force).filter(starts_at__lte=at, ends_at__gt=at).order_by("-ends_at", "pk"))


def coming(force: str, at: datetime) -> list[Shift]:
    """The shifts that begin together at `next_on_duty`, with their officers and teams."""
    begins = next_on_duty(force, at)
    return [] if begins is None else list(_told(force).filter(starts_at=begins).order_by("-ends_at", "pk"))


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
    """Every half-hour from `start` to `end` for the desk of `force`, in one query; each needs one officer at least.

    The first and the last are read whole: who was relayed in them, before `start` or after `end`, is no hole.
    """
    start, end = halves.whole(start, end)
    spans = _desk(force).filter(starts_at__lt=end, ends_at__gt=start).values_list("starts_at", "ends_at")
    return halves.half_hours(spans, start, end)


def holes(*, weeks: int = 4) -> dict[str, list[Hole]]:
    """By force that has a roster: what lacks officers from now on, for `weeks` weeks."""
    start = timezone.now()
    end = start + timedelta(weeks=weeks)
    return {force: halves.holes(coverage(force, start, end)) for force in Force.values if has_roster(force)}


def _told(force: str) -> QuerySet[Shift]:
    return _desk(force).select_related("officer", "team")


def _desk(force: str) -> QuerySet[Shift]:
    return Shift.objects.filter(
        team__force=force,
        kind=Kind.DESK,
        officer__is_active=True,
        officer__in_training=False,
        officer__role__in=ANSWERING,
        officer__force__in=("", force),
    )
