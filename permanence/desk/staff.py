"""The officers at the desk: what they carry and how heavy it is, and who of them could take somebody now."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from permanence.accounts.models import Force, Officer, Presence
from permanence.desk import queue
from permanence.desk.fit import Profile, Ready
from permanence.desk.load import Held, load
from permanence.live import presence
from permanence.live.models import Message, Seat
from permanence.roster import queries as roster

CONNECTED_FOR = timedelta(seconds=75)
"""Where no console is known of, as beside a server: each gives a sign of life a minute while it is there."""


def held(officers: Iterable[int] | None = None) -> defaultdict[int, list[Held]]:
    """By officer, what they hold now, in one query; of everybody unless `officers` says whom."""
    seats = Seat.objects.filter(left_at=None)
    if officers is not None:
        seats = seats.filter(officer__in=list(officers))
    last = Message.objects.filter(conversation=OuterRef("conversation"), seq=OuterRef("conversation__last_seq"))
    rows = seats.annotate(said_at=Subquery(last.values("at")), level=F("conversation__intake__level"))
    found: defaultdict[int, list[Held]] = defaultdict(list)
    for officer, level, taken_at, said_at in rows.values_list("officer_id", "level", "taken_at", "said_at"):
        found[officer].append(Held(level, _later(taken_at, said_at)))
    return found


def load_of(officer: int) -> float:
    """What an officer's conversations weigh now."""
    return load(held([officer])[officer], timezone.now())


def ready(*, exercise: bool = False, but: QuerySet[Any] | Collection[int] = ()) -> dict[Officer, Ready]:
    """Who is available, connected and has a place left, `but` these ids: what decides whom the desk asks.

    Who is full costs next to nothing: a place that frees is given at once, however many are there.
    """
    now, here = timezone.now(), presence.officers_here()
    connected = Q(pk__in=here) if here else Q(seen_at__gte=now - CONNECTED_FOR)
    found = queue.at_the_desk(exercise=exercise).filter(connected, presence=Presence.AVAILABLE).exclude(pk__in=but)
    places = queue.free_places(dict(found.values_list("pk", "capacity")))
    free = [pk for pk, left in places.items() if left]
    if not free:
        return {}
    last = Seat.objects.filter(officer=OuterRef("pk")).order_by("-taken_at").values("taken_at")[:1]
    officers = Officer.objects.filter(pk__in=free).annotate(taken_at=Subquery(last))
    holds, rostered = held(free), _rostered(now, {one.force for one in officers})
    return {one: Ready(profile_of(one), one.pk in rostered, load(holds[one.pk], now), one.taken_at) for one in officers}


def profile_of(officer: Officer) -> Profile:
    """What an officer brings."""
    return Profile(officer.pk, frozenset(officer.languages), frozenset(officer.skills))


def _rostered(now: datetime, forces: Collection[str]) -> set[int]:
    every = Force.values if "" in forces else forces
    return {officer for force in every for officer in roster.on_duty(force, now)}


def _later(taken_at: datetime, said_at: datetime | None) -> datetime:
    return max(taken_at, said_at) if said_at else taken_at
