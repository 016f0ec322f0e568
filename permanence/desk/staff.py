"""What the officers at the desk carry: who holds what, and how heavy it is."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from permanence.desk.load import Held, load
from permanence.live.models import Message, Seat


def held(officers: Iterable[int] | None = None) -> defaultdict[int, list[Held]]:
    """By officer, what they hold now, in one query; of everybody unless `officers` says whom."""
    seats = Seat.objects.filter(left_at=None)
    if officers is not None:
        seats = seats.filter(officer__in=officers)
    last = Message.objects.filter(conversation=OuterRef("conversation"), seq=OuterRef("conversation__last_seq"))
    rows = seats.annotate(said_at=Subquery(last.values("at")), level=F("conversation__intake__level"))
    found: defaultdict[int, list[Held]] = defaultdict(list)
    for officer, level, taken_at, said_at in rows.values_list("officer_id", "level", "taken_at", "said_at"):
        found[officer].append(Held(level, _later(taken_at, said_at)))
    return found


def load_of(officer: int) -> float:
    """What an officer's conversations weigh now."""
    return load(held([officer])[officer], timezone.now())


def _later(taken_at: datetime, said_at: datetime | None) -> datetime:
    return max(taken_at, said_at) if said_at else taken_at
