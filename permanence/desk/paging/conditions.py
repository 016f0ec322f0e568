"""What is wrong now, badly enough to call somebody: read from the store, so that any process finds the same.

- Emergencies: a person in danger went quiet, no operations centre acknowledged an intervention, or the system of one is
  not reached.
- Danger: somebody in immediate danger waits for more than a minute, or wrote to an officer who has not answered for
  three.
- Nobody connected: somebody waits for more than a minute, and no officer of their force is at the desk.
- Waiting: somebody waits past the threshold of their level, and for as long nobody was taken from that queue.
- Periodic work that is late, which only another process can find.
- The roster: somebody is missing within an hour, or within a day.

Whoever has no force stands in both queues: only when both are empty of officers is nobody there for them. Exercises
and what is marked as no genuine conversation wake nobody.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, OuterRef, Subquery
from django.utils import timezone

from permanence.accounts.models import Force
from permanence.desk import queue
from permanence.desk.models import Intake
from permanence.desk.paging.models import Kind
from permanence.desk.vocabulary import Level
from permanence.desk.wallboard import alarms, today
from permanence.desk.wallboard.alarms import THRESHOLDS
from permanence.live.models import Message, Sender, State
from permanence.roster import coverage
from permanence.roster import queries as roster

UNSTAFFED_AFTER = timedelta(minutes=1)
UNANSWERED_AFTER = timedelta(minutes=3)
"""What a person in immediate danger wrote to an officer who says nothing."""
AHEAD = {Kind.HOLE_SOON: timedelta(hours=1), Kind.HOLE_AHEAD: timedelta(hours=24)}

LOOKED_AHEAD = timedelta(hours=48)
"""A hole that begins within a day is told with its end, where that is not too far."""


@dataclass(frozen=True)
class Condition:
    """Something wrong. `people`: how many wait, or are planned in the hole all the same; `hole_at`, `hole_until`: where
    the roster lacks somebody; `newest`: since when, for the last of the people in danger."""

    kind: Kind
    force: str
    since: datetime
    people: int = 0
    hole_at: datetime | None = None
    hole_until: datetime | None = None
    newest: datetime | None = None


def found(*, work_is_late_since: datetime | None = None) -> list[Condition]:
    """Everything wrong now; `work_is_late_since`: what only another process than the periodic work's can say."""
    waiting = list(today.genuine().filter(conversation__state=State.WAITING).order_by("queued_at"))
    duties = {force: queue.duty(force).on_duty for force in Force.values}
    every = [*_emergencies(), *_dangers(waiting), *_unstaffed(waiting, duties), *_waits(waiting, duties), *_holes()]
    if work_is_late_since is not None:
        every.append(Condition(Kind.WORK, "", work_is_late_since))
    return every


def _emergencies() -> Iterator[Condition]:
    found = alarms.emergencies()
    for kind, force in sorted({(kind, force) for kind, force, _ in found}):
        since = [at for what, whose, at in found if (what, whose) == (kind, force)]
        yield Condition(Kind(kind), force, min(since), len(since), newest=max(since))


def _dangers(waiting: Sequence[Intake]) -> Iterator[Condition]:
    before = timezone.now() - THRESHOLDS[Level.IMMEDIATE]
    late = [one for one in waiting if one.level == Level.IMMEDIATE and one.queued_at < before]
    alone = [*((one.force, one.queued_at) for one in late), *_left_without_an_answer()]
    for force in ("", *Force.values):
        since = [at for of, at in alone if of == force]
        if since:
            yield Condition(Kind.DANGER, force, min(since), len(since))


def _left_without_an_answer() -> Iterator[tuple[str, datetime]]:
    """Force and moment of those in immediate danger whose last words nobody answered."""

    def last(sender: Sender) -> Subquery:
        said = Message.objects.filter(conversation=OuterRef("pk"), sender=sender).order_by("-seq")
        return Subquery(said.values("at")[:1])

    held = today.genuine().filter(conversation__state=State.ACTIVE, level=Level.IMMEDIATE)
    spoken = held.annotate(said_at=last(Sender.VISITOR), answered_at=last(Sender.OFFICER))
    for force, said_at, answered_at, claimed_at in spoken.values_list("force", "said_at", "answered_at", "claimed_at"):
        if said_at is None or (answered_at is not None and answered_at >= said_at):
            continue
        since = max(said_at, claimed_at or said_at)
        if timezone.now() - since > UNANSWERED_AFTER:
            yield force, since


def _unstaffed(waiting: Sequence[Intake], duties: dict[str, int]) -> Iterator[Condition]:
    before = timezone.now() - UNSTAFFED_AFTER
    for force, ours in _by_queue(waiting):
        if any(duties[one] for one in _forces(force)) or not any(one.queued_at < before for one in ours):
            continue
        yield Condition(Kind.UNSTAFFED, force, ours[0].queued_at, len(ours))


def _waits(waiting: Sequence[Intake], duties: dict[str, int]) -> Iterator[Condition]:
    now = timezone.now()
    for force, ours in _by_queue(waiting):
        if not any(duties[one] for one in _forces(force)):
            continue
        taken_at = _last_claim(_forces(force))
        late = [one for one in ours if _is_late(one, taken_at, now)]
        if late:
            yield Condition(Kind.WAIT, force, late[0].queued_at, len(late))


def _is_late(one: Intake, taken_at: datetime | None, now: datetime) -> bool:
    patience = THRESHOLDS[Level(one.level)]
    return now - one.queued_at > patience and (taken_at is None or now - taken_at > patience)


def _last_claim(forces: Sequence[str]) -> datetime | None:
    last: datetime | None = Intake.objects.filter(force__in=forces).aggregate(Max("claimed_at"))["claimed_at__max"]
    return last


def _by_queue(waiting: Sequence[Intake]) -> Iterator[tuple[str, list[Intake]]]:
    for force in ("", *Force.values):
        ours = [one for one in waiting if one.force == force]
        if ours:
            yield force, ours


def _forces(force: str) -> list[str]:
    return [force] if force else list(Force.values)


def _holes() -> Iterator[Condition]:
    now = timezone.now()
    for force in filter(roster.has_roster, Force.values):
        holes = coverage.holes(roster.coverage(force, now, now + LOOKED_AHEAD))
        for kind, ahead in AHEAD.items():
            near = [hole for hole in holes if hole.starts_at <= now + ahead]
            if near:
                yield Condition(kind, force, now, near[0].fewest, near[0].starts_at, near[0].ends_at)
