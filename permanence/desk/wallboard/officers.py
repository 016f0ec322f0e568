"""The officers of the board: who is there, what they hold, how many places they have left.

Available, on a break: said by the officer, whose console is there. Away: on duty by their own word or holding a
conversation, and their console is not there. Whoever is off duty and holds nothing is not on the board, nor is an
officer in training. What an officer holds is their load, whatever it is worth to the figures.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from permanence.accounts.models import Officer, Presence, Role
from permanence.desk import staff
from permanence.desk.load import Held, load
from permanence.desk.queue import ON_DUTY_FOR
from permanence.desk.vocabulary import Level
from permanence.live import presence

FORGOTTEN_AFTER = timedelta(hours=1)
"""Who left long ago without saying so, and holds nothing, is no longer away but gone."""


@dataclass(frozen=True)
class OnDuty:
    """An officer of the board. `state`: `available`, `break`, `away`."""

    name: str
    first_name: str
    rank: str
    force: str
    state: str
    held: int
    immediate: int
    high: int
    standard: int
    weight: float
    free: int


def on_duty() -> list[OnDuty]:
    """The officers of the board: away first where they hold somebody, then the heaviest load."""
    held = staff.held()
    officers = Officer.objects.filter(is_active=True, in_training=False, role__in=[Role.OFFICER, Role.SUPERVISOR])
    here = presence.officers_here()
    found = [_on_duty(one, held[one.pk], one.pk in here) for one in officers]
    return sorted((one for one in found if one), key=lambda one: (not _alone(one), -one.weight, one.name))


def _alone(one: OnDuty) -> bool:
    return one.state == "away" and one.held > 0


def _on_duty(officer: Officer, held: Sequence[Held], here: bool) -> OnDuty | None:
    state = _state(officer, bool(held), here)
    if not state:
        return None
    free = max(0, officer.capacity - len(held)) if state == "available" else 0
    of = Counter(one.level for one in held)
    levels = (of[Level.IMMEDIATE], of[Level.HIGH], of[Level.STANDARD])
    called, weight = officer.first_name or officer.username, load(held, timezone.now())
    return OnDuty(str(officer), called, officer.rank, officer.force, state, len(held), *levels, weight, free)


def _state(officer: Officer, holds: bool, here: bool) -> str:
    now = timezone.now()
    seen = officer.seen_at
    if here or (seen and now - seen <= ON_DUTY_FOR):
        return {Presence.AVAILABLE: "available", Presence.BREAK: "break"}.get(
            Presence(officer.presence), "away" if holds else ""
        )
    said_so = officer.presence != Presence.OFF and seen is not None and now - seen <= FORGOTTEN_AFTER
    return "away" if holds or said_so else ""
