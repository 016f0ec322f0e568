"""How heavy what an officer holds is: by how urgent it is and whether anybody writes in it, not by number. Pure.

- A conversation weighs what its level weighs.
- One in which nobody has written for `QUIET_AFTER` weighs half; a grave one never less than its level, for its silence
  is a signal.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from permanence.desk.vocabulary import Level

WEIGHTS: dict[str, int] = {Level.IMMEDIATE: 3, Level.HIGH: 2, Level.STANDARD: 1}
"""What a conversation weighs on whoever holds it."""
QUIET_AFTER = timedelta(minutes=10)


@dataclass(frozen=True)
class Held:
    """A conversation in an officer's hands. `said_at`: the last word in it, or when they took it."""

    level: str
    said_at: datetime


def weight(held: Held, now: datetime) -> float:
    """What one conversation weighs now."""
    whole = WEIGHTS[held.level]
    is_quiet = held.level == Level.STANDARD and now - held.said_at >= QUIET_AFTER
    return whole / 2 if is_quiet else whole


def load(held: Iterable[Held], now: datetime) -> float:
    """What all of an officer's conversations weigh together, in steps of a half."""
    return sum(weight(one, now) for one in held)
