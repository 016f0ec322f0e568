"""When a referral is late, and who is told: a table that anybody can read. Pure.

Each state awaits a step. What is not urgent is counted in hours of day, from 8 to 20, every day, by the clock of the
unit's department: nobody is late at night, in Cayenne no more than in Rennes. What is urgent (vital danger, a minor in
danger, danger by the grid, a level « danger immédiat ») is counted by the clock, day and night.
The unit is told first, on its own inbox; then the officer who sent it; then the supervisors and their wallboard.
A partner has no console: its officer is the first to be told.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import IntEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

from permanence.casework.referrals.steps import State


class Told(IntEnum):
    """How far lateness has been told."""

    NOBODY = 0
    UNIT = 1
    OFFICER = 2
    SUPERVISOR = 3


Hours = tuple[float, float, float]
"""Until the unit, the officer, the supervisors are told."""


@dataclass(frozen=True)
class Rule:
    """What a state awaits, and for how many hours. `ordinary`: of day; `urgent`: of the clock."""

    awaits: str
    ordinary: Hours
    urgent: Hours


DELAYS: Mapping[State, Rule] = MappingProxyType(
    {
        State.SENT: Rule("l’unité n’a pas encore répondu", (12, 18, 24), (1, 2, 4)),
        State.ACCEPTED: Rule("aucun rendez-vous n’est proposé", (24, 36, 48), (4, 8, 12)),
        State.PROPOSED: Rule("le rendez-vous n’est pas confirmé", (24, 36, 48), (6, 12, 24)),
        State.CONFIRMED: Rule("le rendez-vous est passé, la suite n’est pas dite", (24, 36, 48), (4, 8, 24)),
        State.REFUSED: Rule("elle est revenue refusée et n’a pas été transmise ailleurs", (4, 4, 8), (0.5, 0.5, 1)),
    }
)
"""A confirmed appointment is counted from its end; the rest from the moment it came to this state. An appointment that
nobody confirmed is late at the latest when its own hour has passed."""
DAY = (time(8), time(20))
NOT_OF_THE_UNIT = (State.REFUSED,)
"""What is no longer the unit's: its first step is the officer's."""
LONGEST_H = 24 * 30


@dataclass(frozen=True)
class Standing:
    """What lateness depends on. `since`: when it came to this state; `appointment_ends`: of the appointment under way;
    `zone`: of the unit's department."""

    state: State
    since: datetime
    is_urgent: bool
    zone: ZoneInfo
    is_partner: bool = False
    appointment_ends: datetime | None = None


def deadlines(standing: Standing, rules: Mapping[State, Rule] = DELAYS) -> list[tuple[Told, datetime]]:
    """Whom to tell and when, the earliest first; nothing where nothing is awaited."""
    rule = rules.get(standing.state)
    if rule is None:
        return []
    moments = _moments(standing, rule, standing.since)
    if standing.appointment_ends is not None:
        after = _moments(standing, rules[State.CONFIRMED], standing.appointment_ends)
        both = zip(moments, after, strict=True)
        moments = after if standing.state == State.CONFIRMED else [min(pair) for pair in both]
    first = Told.OFFICER if standing.is_partner or standing.state in NOT_OF_THE_UNIT else Told.UNIT
    told = list(zip((Told.UNIT, Told.OFFICER, Told.SUPERVISOR), moments, strict=True))
    kept = [(who, at) for who, at in told if who >= first]
    return [(kept[0][0], moments[0]), *kept[1:]]


def hours_of_day(since: datetime, hours: float, zone: ZoneInfo) -> datetime:
    """The moment when so many hours between 8 and 20 have passed in `zone`, in the zone of `since`."""
    left, local = timedelta(hours=hours), since.astimezone(zone)
    while True:
        opens, closes = (datetime.combine(local.date(), at, zone) for at in DAY)
        local = max(local, opens)
        if local < closes:
            today = closes.astimezone(since.tzinfo) - local.astimezone(since.tzinfo)
            if left <= today:
                return local.astimezone(since.tzinfo) + left
            left -= today
        local = datetime.combine(local.date() + timedelta(days=1), DAY[0], zone)


def changed(given: Mapping[str, Mapping[str, object]]) -> Mapping[State, Rule]:
    """The table with other hours: `{"sent": {"ordinary": [12, 18, 24], "urgent": [1, 2, 4]}}`, each part as wished.

    Raises `ValueError` with what cannot be taken.
    """
    if not isinstance(given, Mapping):
        raise ValueError("give an object, by state")  # noqa: TRY004 (a setting that cannot be taken)
    table = dict(DELAYS)
    for name, parts in given.items():
        if name not in {str(state) for state in DELAYS}:
            raise ValueError(f"{name} is not one of {', '.join(DELAYS)}")
        known = table[State(name)]
        if not isinstance(parts, Mapping) or not set(parts) <= {"ordinary", "urgent"}:
            raise ValueError(f"{name}: give ordinary and urgent")
        hours = {part: _hours(name, of) for part, of in parts.items()}
        table[State(name)] = Rule(
            known.awaits, hours.get("ordinary", known.ordinary), hours.get("urgent", known.urgent)
        )
    return MappingProxyType(table)


def _moments(standing: Standing, rule: Rule, since: datetime) -> list[datetime]:
    if standing.is_urgent:
        return [since + timedelta(hours=hours) for hours in rule.urgent]
    return [hours_of_day(since, hours, standing.zone) for hours in rule.ordinary]


def _hours(name: str, given: object) -> Hours:
    hours = [float(one) for one in given if isinstance(one, int | float)] if isinstance(given, list) else []
    if len(hours) != 3 or hours != sorted(hours) or not all(0 < one <= LONGEST_H for one in hours):
        raise ValueError(f"{name}: give three numbers of hours, each at least the one before, at most {LONGEST_H}")
    return (hours[0], hours[1], hours[2])
