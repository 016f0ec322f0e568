"""The whole board as plain values; nothing in it moves by itself, so that an unchanged desk is an unchanged board.

Clocks are moments (`since`), run by the page. Conversations that are no genuine ones are on it nowhere but in the load
of whoever holds them.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from permanence.accounts.models import Force
from permanence.desk import queue
from permanence.desk.models import Intake
from permanence.desk.paging import queries as paging
from permanence.desk.paging.words import sentence
from permanence.desk.vocabulary import Level
from permanence.desk.wallboard import alarms, officers, today
from permanence.live.models import State
from permanence.live.protocol import moment

Values = dict[str, Any]


def board() -> Values:
    """`alarms`, `calls` (of whoever is on call), `forces` (both together, then each), `emergencies`, `officers`."""
    waiting = list(today.genuine().filter(conversation__state=State.WAITING).order_by("queued_at", "pk"))
    staff = officers.on_duty()
    begun = today.begun()
    duties = {force: queue.duty(force) for force in Force.values}
    unstaffed = [force for force, duty in duties.items() if not duty.on_duty]
    return {
        "alarms": [_alarm(one) for one in alarms.alarms(waiting, unstaffed, staff)],
        "calls": [_call(one) for one in paging.called()],
        "forces": [_force(force, waiting, staff, begun, duties) for force in ("", *Force.values)],
        "emergencies": _emergencies(),
        "officers": [asdict(one) for one in staff],
    }


def _force(
    force: str,
    waiting: Sequence[Intake],
    staff: Sequence[officers.OnDuty],
    begun: Sequence[today.Begun],
    duties: dict[str, queue.Duty],
) -> Values:
    ours = [one for one in waiting if not force or one.force in ("", force)]
    there = Counter(one.state for one in staff if not force or one.force == force)
    free = sum(one.free for one in staff if not force or one.force == force)
    return {
        "code": force,
        "name": Force(force).label if force else "Les deux forces",
        "waiting": len(ours),
        "levels": {level: sum(one.level == level for one in ours) for level in Level.values},
        "longest_since": moment(ours[0].queued_at) if ours else None,
        "estimate_s": _estimate(waiting, [force] if force else list(duties), duties),
        "available": there["available"],
        "on_break": there["break"],
        "away": there["away"],
        "free": free,
    } | asdict(today.figures(one for one in begun if not force or one.force == force))


def _estimate(waiting: Sequence[Intake], forces: Sequence[str], duties: dict[str, queue.Duty]) -> int | None:
    """What a person who comes now would be told; the longest of several forces, None where one has nothing honest."""
    found = []
    for force in forces:
        position = 1 + sum(one.force in ("", force) for one in waiting)
        found.append(queue.estimate(position, duties[force]))
    known = [one for one in found if one is not None]
    return max(known) if len(known) == len(found) else None


def _emergencies() -> list[Values]:
    found = today.genuine().filter(level=Level.IMMEDIATE).exclude(conversation__state=State.ENDED)
    found = found.select_related("conversation", "officer").order_by("queued_at", "pk")
    every = [_emergency(one) for one in found]
    return sorted(every, key=lambda one: not one["waits"])


def _emergency(intake: Intake) -> Values:
    waits = intake.conversation.state == State.WAITING
    since = intake.queued_at if waits else intake.claimed_at or intake.queued_at
    return {
        "waits": waits,
        "force": intake.force,
        "department": intake.department,
        "officer": "" if waits or not intake.officer else str(intake.officer),
        "since": moment(since),
    }


def _call(call: paging.Call) -> Values:
    return {"id": str(call.alarm.pk), "text": sentence(call.alarm), "times": call.times, "by": call.by}


def _alarm(alarm: alarms.Alarm) -> Values:
    return asdict(alarm) | {"since": moment(alarm.since) if alarm.since else None}
