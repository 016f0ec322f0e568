"""The queue: who is served next, as a query one can read, and what a waiting person is told.

Invariants
- Most urgent first, then longest waiting.
- None waits for ever: after `CEILINGS` a conversation is served as if it were one level, then two, more urgent.
- A conversation without a force stands in both queues.
- Somebody in immediate danger whom nobody of their force takes within a minute (a setting) stands in the other's queue
  too, by urgency. Where the operator wants it, whoever waits long for a force of which nobody is free stands at the end
  of the other's. `overflows` is the rule, for the list, a claim, the next and offers alike; both remain their force's.
- An estimate is given only from what was seen (free places, claims of the last hour), never invented.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from uuid import UUID

from django.conf import settings
from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from permanence.accounts.models import Force, Officer, Presence, Role
from permanence.desk import fit
from permanence.desk.models import Intake
from permanence.desk.vocabulary import Exercise, Level
from permanence.live import presence
from permanence.live.models import Seat, State
from permanence.roster import queries as roster

CEILINGS: dict[Level, tuple[tuple[timedelta, int], ...]] = {
    Level.IMMEDIATE: (),
    Level.HIGH: ((timedelta(minutes=30), 0),),
    Level.STANDARD: ((timedelta(minutes=45), 0), (timedelta(minutes=15), 1)),
}
"""By level: after how long, served as which rank (0 immediate, 1 high, 2 standard); the longest first."""
RANKS = {Level.IMMEDIATE: 0, Level.HIGH: 1, Level.STANDARD: 2}
ON_DUTY_FOR = timedelta(minutes=2)
"""An officer seen this recently is at the desk."""
ABOUT_A_MINUTE_S = 60
LOOKED_AT = 100
FEWEST_CLAIMS = 3


@dataclass(frozen=True)
class Place:
    """Where a waiting person stands: 1 is next. `staffed`: somebody is on duty to answer; where nobody is, `planned_at`
    says from when somebody is in the roster, if it says so."""

    position: int
    estimated_wait_s: int | None
    staffed: bool
    planned_at: datetime | None = None


@dataclass(frozen=True)
class Duty:
    """Who answers for one force now."""

    on_duty: int
    free_places: int
    claims_last_hour: int


def rank(level: Level, waiting_since: datetime, now: datetime) -> int:
    """How a conversation is served now: 0, 1 or 2 (pure; the query of `waiting` says the same)."""
    for after, served_as in CEILINGS[level]:
        if now - waiting_since >= after:
            return served_as
    return RANKS[level]


def waiting(force: str | None = None, *, exercise: bool = False, overflow: bool = False) -> QuerySet[Intake]:
    """Who waits, in the order they are served; for one force, those without a force included.

    `exercise`: the queue of officers in training instead of the real one. `overflow`: behind a force's own, those of
    the other whom it may help now.
    """
    found = _waiting(exercise=exercise).select_related("conversation__key", "officer")
    if force:
        own = Q(force__in=["", force])
        found = found.filter(own | _overflowing(_other(force)) if overflow and not exercise else own)
    other = Case(When(force__in=["", force or ""], then=0), default=1 if force else 0, output_field=IntegerField())
    last = Case(When(level=Level.IMMEDIATE, then=0), default=F("reinforces"), output_field=IntegerField())
    annotated = found.annotate(reinforces=other).annotate(helped_last=last, rank=_rank(timezone.now()))
    return annotated.order_by("helped_last", "rank", "waiting_since", "pk")


def overflows(intake: Intake) -> bool:
    """Whether the other force may take this one, who waits: long enough, and nobody of its own is free."""
    if not intake.force or intake.exercise == Exercise.APART:
        return False
    after, waited = settings.PERMANENCE.overflow_after, timezone.now() - intake.queued_at
    if intake.level == Level.IMMEDIATE and waited >= danger_overflows_after():
        return True
    return after is not None and waited >= after and _nobody_is_free(intake.force)


def danger_overflows_after() -> timedelta:
    """Until somebody in immediate danger is the other force's too."""
    return timedelta(seconds=settings.PERMANENCE.ring_other_force_s)


def _overflowing(force: str) -> Q:
    """Those of `force` of whom `overflows` says so."""
    after, now = settings.PERMANENCE.overflow_after, timezone.now()
    found = Q(force=force, level=Level.IMMEDIATE, queued_at__lte=now - danger_overflows_after())
    if after is None or not _nobody_is_free(force):
        return found
    return found | Q(force=force, queued_at__lte=now - after)


def _nobody_is_free(force: str) -> bool:
    return duty(force).free_places == 0


def _other(force: str) -> str:
    return Force.GN if force == Force.PN else Force.PN


def in_order_for(officer: Officer) -> Iterator[UUID]:
    """Who waits, in the order in which this officer should take them (`fit`); nobody is left out.

    Preferences look at the first `LOOKED_AT` of the queue; whoever stands behind comes as they stand.
    """
    found = waiting(officer.force or None, exercise=officer.in_training, overflow=True)
    facts = ("pk", "rank", "officer_id", "language", "age", "categories", "waiting_since", "helped_last")
    people = [
        fit.Person(pk, rank, former, language, fit.skills_for(age, categories), since, helped == 1)
        for pk, rank, former, language, age, categories, since, helped in found.values_list(*facts)[:LOOKED_AT]
    ]
    me = fit.Profile(officer.pk, frozenset(officer.languages), frozenset(officer.skills))
    yield from fit.in_order(people, me, _free(officer), timezone.now())
    looked_at = [person.conversation for person in people]  # not by position: colleagues claim meanwhile
    yield from found.exclude(pk__in=looked_at).values_list("pk", flat=True)


def reinforces(intake: Intake) -> bool:
    """Whether one of `waiting` stands there as help for the other force."""
    return intake.reinforces == 1  # type: ignore[attr-defined,no-any-return]  # `waiting` annotates it


def person(intake: Intake) -> fit.Person:
    """What decides who should answer one of `waiting`."""
    last, rank, since, pk = place_of(intake)
    skills = fit.skills_for(intake.age, intake.categories)
    return fit.Person(pk, rank, intake.officer_id, intake.language, skills, since, last == 1)


def place_of(intake: Intake) -> tuple[int, int, datetime, UUID]:
    """Where one of `waiting` stands, to be compared across the queues of both forces."""
    last, ranked = intake.helped_last, intake.rank  # type: ignore[attr-defined]  # `waiting` annotates them
    return last, ranked, intake.waiting_since, intake.pk


def how_many_wait() -> dict[str, int]:
    """How many wait, by force; `""` where none is known."""
    found = _waiting().values_list("force").annotate(Count("pk"))
    return dict.fromkeys(["", *Force.values], 0) | dict(found)


def mark() -> tuple[tuple[object, ...], ...]:
    """Something that differs when the queue does: who waits, for which force, how urgent, with how many messages, and
    whether the other force is called too."""
    found = Intake.objects.filter(conversation__state=State.WAITING).order_by("pk")
    called = timezone.now() - danger_overflows_after()
    rows = found.values_list("pk", "force", "level", "conversation__last_seq", "queued_at")
    return tuple((*row, row[2] == Level.IMMEDIATE and at <= called) for *row, at in rows)


def estimate(position: int, duty: Duty) -> int | None:
    """Seconds until a person at `position` is probably answered, or None where nothing honest can be said (pure)."""
    if not duty.on_duty:
        return None
    if position <= duty.free_places:
        return ABOUT_A_MINUTE_S
    if duty.claims_last_hour < FEWEST_CLAIMS:
        return None
    return math.ceil((position - duty.free_places) * 3600 / duty.claims_last_hour)


def places() -> dict[UUID, Place]:
    """The place of everybody who waits; one without a force is told the longer of the two queues."""
    found: dict[UUID, Place] = {}
    for force, exercise in product(Force.values, (False, True)):
        now = duty(force, exercise=exercise)
        planned = None if now.on_duty or exercise else planned_from(force)
        ids = waiting(force, exercise=exercise).values_list("pk", flat=True)
        for position, pk in enumerate(ids, start=1):
            place = Place(position, estimate(position, now), now.on_duty > 0, planned)
            found[pk] = _longer(found.get(pk), place)
    return found


def planned_from(force: str) -> datetime | None:
    """From when the roster has somebody at the desk of `force`; None where it has no roster, or has somebody now who
    is not there: then nobody knows."""
    now = timezone.now()
    if not roster.has_roster(force) or roster.on_duty(force, now):
        return None
    return roster.next_on_duty(force, now)


def duty(force: str, *, exercise: bool = False) -> Duty:
    """Who is on duty for a force, how many places they have free, how often they claim (`exercise`: in training)."""
    on_duty = list(at_the_desk(exercise=exercise).filter(force=force).values_list("pk", "capacity", "presence"))
    available = {pk: capacity for pk, capacity, said in on_duty if said == Presence.AVAILABLE}
    free = sum(free_places(available).values())
    hour_ago = timezone.now() - timedelta(hours=1)
    claims = _of_queue(exercise=exercise).filter(force=force, claimed_at__gte=hour_ago).count()
    return Duty(len(on_duty), free, claims)


def at_the_desk(*, exercise: bool = False) -> QuerySet[Officer]:
    """Officers and supervisors who are connected, or were a moment ago, and have not ended their shift."""
    here = Q(pk__in=presence.officers_here()) | Q(seen_at__gte=timezone.now() - ON_DUTY_FOR)
    staff = Officer.objects.filter(here, is_active=True, role__in=[Role.OFFICER, Role.SUPERVISOR])
    return staff.filter(in_training=exercise).exclude(presence=Presence.OFF)


def free_places(capacities: Mapping[int, int]) -> dict[int, int]:
    """By officer, of what they say they can hold: what is left."""
    left = dict(capacities)
    if not left:
        return {}
    for officer in Seat.objects.filter(left_at=None).values_list(
        "officer_id", flat=True
    ):  # few, and an index of theirs
        if officer in left:
            left[officer] -= 1
    return {officer: max(0, places) for officer, places in left.items()}


def _free(officer: Officer) -> list[fit.Profile]:
    """The others who could take somebody of this officer's queue now."""
    others = at_the_desk(exercise=officer.in_training).filter(presence=Presence.AVAILABLE).exclude(pk=officer.pk)
    others = others.filter(force__in=["", officer.force]) if officer.force else others
    rows = list(others.values_list("pk", "capacity", "languages", "skills"))
    places = free_places({pk: capacity for pk, capacity, _, _ in rows})
    return [fit.Profile(pk, frozenset(languages), frozenset(skills)) for pk, _, languages, skills in rows if places[pk]]


def _waiting(*, exercise: bool = False) -> QuerySet[Intake]:
    return _of_queue(exercise=exercise).filter(conversation__state=State.WAITING)


def _of_queue(*, exercise: bool) -> QuerySet[Intake]:
    if exercise:
        return Intake.objects.filter(exercise=Exercise.APART)
    return Intake.objects.exclude(exercise=Exercise.APART)


def _rank(now: datetime) -> Case:
    whens = [
        When(level=level, waiting_since__lte=now - after, then=Value(served_as))
        for level, ceilings in CEILINGS.items()
        for after, served_as in ceilings
    ]
    plain = [When(level=level, then=Value(number)) for level, number in RANKS.items()]
    return Case(*whens, *plain, output_field=IntegerField())


def _longer(one: Place | None, other: Place) -> Place:
    if one is None:
        return other
    staffed = one.staffed or other.staffed
    longest = one if one.position >= other.position else other
    estimates = [place.estimated_wait_s for place in (one, other) if place.estimated_wait_s is not None]
    planned = min((place.planned_at for place in (one, other) if place.planned_at), default=None)
    return Place(longest.position, max(estimates, default=None), staffed, None if staffed else planned)
