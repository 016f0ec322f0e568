"""What is wrong at the desk now, the gravest first, each in one sentence without a visitor.

A person who waits past the threshold of their level; a force with nobody on duty; a conversation whose officer is no
longer there; a transfer nobody answered; shifts of the next day that nobody covers; periodic work that is late.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from permanence.accounts.models import Force
from permanence.desk.models import Intake, Transfer
from permanence.desk.vocabulary import Level
from permanence.desk.wallboard.officers import OnDuty
from permanence.roster import coverage
from permanence.roster import queries as roster

THRESHOLDS = {
    Level.IMMEDIATE: timedelta(seconds=60),
    Level.HIGH: timedelta(minutes=3),
    Level.STANDARD: timedelta(minutes=10),
}
"""How long a person of each level may wait before the board calls."""
TOLD_FOR = timedelta(minutes=10)
"""How long a transfer that nobody answered stays on the board."""
ROSTER_AHEAD = timedelta(hours=24)
"""How far ahead a hole of the roster is told."""
LATE_AFTER = timedelta(minutes=2)
"""Periodic work that has not said for so long that it is done, or left open what expired, does not run."""


def _unknown() -> float | None:
    return None


_work_age_s: Callable[[], float | None] = _unknown


def connect(work_age_s: Callable[[], float | None]) -> None:
    """Called once, by the wiring: how many seconds ago the periodic work last said that it is done; None: never."""
    global _work_age_s  # noqa: PLW0603
    _work_age_s = work_age_s


@dataclass(frozen=True)
class Alarm:
    """`grave`: somebody may be in danger of it now. `since`: where a clock runs."""

    kind: str
    text: str
    grave: bool
    since: datetime | None = None


def alarms(waiting: Sequence[Intake], unstaffed: Sequence[str], officers: Sequence[OnDuty]) -> list[Alarm]:
    """Every alarm: of those who wait, of forces without anybody on duty, of officers, of the machinery."""
    found = [*_waits(waiting), *_unstaffed(unstaffed), *_lost(officers), *_late_work(), *_transfers(), *_holes()]
    return sorted(found, key=lambda alarm: not alarm.grave)


def _waits(waiting: Sequence[Intake]) -> list[Alarm]:
    now = timezone.now()
    found = []
    for level, threshold in THRESHOLDS.items():
        late = [one.queued_at for one in waiting if one.level == level and now - one.queued_at > threshold]
        if late:
            many = f"{len(late)} personnes attendent" if len(late) > 1 else "1 personne attend"
            text = f"{level.label} : {many} depuis plus {_words(threshold)}"
            found.append(Alarm("wait", text, level != Level.STANDARD, min(late)))
    return found


def _unstaffed(forces: Sequence[str]) -> list[Alarm]:
    return [Alarm("unstaffed", f"{Force(force).label} : personne n’est en service", grave=True) for force in forces]


def _lost(officers: Sequence[OnDuty]) -> list[Alarm]:
    lost = [one for one in officers if one.state == "away" and one.held]
    if not lost:
        return []
    held = _conversations(sum(one.held for one in lost))
    if len(lost) == 1:
        return [Alarm("lost", f"{lost[0].name} n’est plus à son poste et tient {held}", grave=True)]
    return [Alarm("lost", f"{len(lost)} agents ne sont plus à leur poste et tiennent {held}", grave=True)]


def _transfers() -> list[Alarm]:
    since = timezone.now() - TOLD_FOR
    found = Transfer.objects.filter(state=Transfer.State.TIMED_OUT, expires_at__gte=since, offered_at__gte=since)
    many = found.count()
    if not many:
        return []
    text = f"{many} transferts restés sans réponse" if many > 1 else "1 transfert resté sans réponse"
    return [Alarm("transfer", f"{text} depuis 10 minutes", grave=False)]


def _holes() -> list[Alarm]:
    now = timezone.now()
    found = []
    for force in filter(roster.has_roster, Force.values):
        for hole in coverage.holes(roster.coverage(force, now, now + ROSTER_AHEAD))[:1]:
            hours = " à ".join(f"{timezone.localtime(at):%H:%M}" for at in (hole.starts_at, hole.ends_at))
            found.append(Alarm("roster", f"{Force(force).label} : personne au planning de {hours}", grave=False))
    return found


def _late_work() -> list[Alarm]:
    silent_s = _work_age_s()
    is_silent = silent_s is not None and silent_s > LATE_AFTER.total_seconds()
    left_open = Transfer.objects.filter(state=Transfer.State.OFFERED, expires_at__lt=timezone.now() - LATE_AFTER)
    if not is_silent and not left_open.exists():
        return []
    return [Alarm("late work", "Les tâches de fond du serveur sont en retard : prévenez l’exploitation", grave=True)]


def _words(duration: timedelta) -> str:
    minutes = int(duration.total_seconds() // 60)
    return f"de {minutes} minutes" if minutes > 1 else "d’une minute"


def _conversations(number: int) -> str:
    return f"{number} conversations" if number > 1 else "1 conversation"
