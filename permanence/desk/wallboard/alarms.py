"""What is wrong at the desk now, the gravest first, each in one sentence without a visitor.

A person in danger who went quiet; a patrol asked for that no centre acknowledged.
A person who waits past the threshold of their level; a force with nobody on duty; a conversation whose officer is no
longer there; a force wholly on a break; a transfer nobody answered; shifts that nobody covers; periodic work that is
late; whoever is on call and cannot be called; referrals to units that are late.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from permanence.accounts.models import Force
from permanence.desk.models import Intake, Transfer
from permanence.desk.paging import queries as paging
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
WEEKS_AHEAD = 4
LATE_AFTER = timedelta(minutes=2)
"""Periodic work that has not said for so long that it is done, or left open what expired, does not run."""


def _unknown() -> float | None:
    return None


Emergency = tuple[str, str, datetime]
"""`centre` (no operations centre acknowledged), `silent` (a person in danger went quiet) or `connector` (the system of
a centre is not reached); force; since when."""


def _none() -> Iterable[Emergency]:
    return ()


_work_age_s: Callable[[], float | None] = _unknown
_emergencies: Callable[[], Iterable[Emergency]] = _none
_late: Callable[[], Iterable[Emergency]] = _none


def connect(
    work_age_s: Callable[[], float | None],
    emergencies: Callable[[], Iterable[Emergency]] = _none,
    late: Callable[[], Iterable[Emergency]] = _none,
) -> None:
    """Called once, by the wiring: how many seconds ago the periodic work last said that it is done, None: never; the
    emergencies of the room above that call a supervisor; and what is late (`LATE`), which wakes nobody."""
    global _work_age_s, _emergencies, _late
    _work_age_s, _emergencies, _late = work_age_s, emergencies, late


def emergencies() -> list[Emergency]:
    """Those under way now."""
    return list(_emergencies())


EMERGENCIES = {
    "centre": (
        "Une intervention demandée n’est prise en compte par aucun centre",
        "{number} interventions demandées ne sont prises en compte par aucun centre",
    ),
    "silent": (
        "Une personne en danger ne donne plus signe de vie",
        "{number} personnes en danger ne donnent plus signe de vie",
    ),
    "connector": (
        "Les alertes n’arrivent plus au système d’un centre opérationnel : téléphonez-lui",
        "Les alertes n’arrivent plus à {number} systèmes de centres opérationnels : téléphonez-leur",
    ),
}

LATE = {
    "referral_urgent": (
        "Une orientation urgente est en retard : personne ne reçoit encore la personne",
        "{number} orientations urgentes sont en retard : personne ne reçoit encore ces personnes",
    ),
    "referral": (
        "Une orientation vers une unité est en retard",
        "{number} orientations vers des unités sont en retard",
    ),
}
"""By kind, the gravest first."""


@dataclass(frozen=True)
class Alarm:
    """`grave`: somebody may be in danger of it now. `since`: where a clock runs."""

    kind: str
    text: str
    grave: bool
    since: datetime | None = None


def alarms(waiting: Sequence[Intake], unstaffed: Sequence[str], officers: Sequence[OnDuty]) -> list[Alarm]:
    """Every alarm: of those who wait, of forces without anybody on duty, of officers, of the machinery."""
    found = [*_in_danger(), *_waits(waiting), *_unstaffed(unstaffed), *_on_break(unstaffed, officers), *_lost(officers)]
    found += [*_late_work(), *_not_called(), *_late_referrals(), *_transfers(), *_holes()]
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


def _in_danger() -> list[Alarm]:
    return list(_told(emergencies(), EMERGENCIES, grave=tuple(EMERGENCIES)))


def _late_referrals() -> list[Alarm]:
    return list(_told(list(_late()), LATE, grave=("referral_urgent",)))


def _told(now: list[Emergency], words: Mapping[str, tuple[str, str]], *, grave: Sequence[str]) -> Iterator[Alarm]:
    for kind, (one, many) in words.items():
        since = [at for what, _, at in now if what == kind]
        if since:
            text = many.format(number=len(since)) if len(since) > 1 else one
            yield Alarm(kind, text, grave=kind in grave, since=min(since))


def _unstaffed(forces: Sequence[str]) -> list[Alarm]:
    return [Alarm("unstaffed", f"{Force(force).label} : personne n’est en service", grave=True) for force in forces]


def _on_break(unstaffed: Sequence[str], officers: Sequence[OnDuty]) -> list[Alarm]:
    resting = [
        force
        for force in Force.values
        if force not in unstaffed and not any(one.state == "available" and one.force in ("", force) for one in officers)
    ]
    return [Alarm("break", f"{Force(force).label} : tous les agents sont en pause", grave=False) for force in resting]


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
    """The next hole of each force where it is near, then how many there are in the weeks ahead."""
    holes, soon = roster.holes(weeks=WEEKS_AHEAD), timezone.now() + ROSTER_AHEAD
    near = {force: hole for force, found in holes.items() for hole in found[:1] if hole.starts_at < soon}
    told = [
        Alarm("roster", f"{Force(force).label} : personne au planning {_hours(hole)}", grave=False)
        for force, hole in near.items()
    ]
    ahead = sum(len(found) for found in holes.values())
    if ahead > len(told):
        text = f"Planning : {ahead} créneaux sans personne" if ahead > 1 else "Planning : 1 créneau sans personne"
        told.append(Alarm("roster ahead", f"{text} d’ici {WEEKS_AHEAD} semaines", grave=False))
    return told


def _hours(hole: coverage.Hole) -> str:
    start, end = (f"{timezone.localtime(at):%H:%M}" for at in (hole.starts_at, hole.ends_at))
    return f"de {start} à {end}" if hole.ends_at - hole.starts_at < ROSTER_AHEAD else f"dès {start}"


def _not_called() -> list[Alarm]:
    by = " et ".join(channel.label.lower() for channel in paging.state().failing)
    return [Alarm("paging", f"L’astreinte ne reçoit pas les appels ({by}) : téléphonez", grave=True)] if by else []


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
