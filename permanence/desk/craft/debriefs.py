"""What is shown of debriefs: to an officer whether one is open to them, to supervisors those of their force."""

from dataclasses import dataclass

from django.db.models import QuerySet

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act, permits
from permanence.desk import access
from permanence.desk.craft.models import Debrief
from permanence.desk.models import Intake
from permanence.desk.vocabulary import Level
from permanence.live.models import State
from permanence.vault.sealing import Unreadable, unseal

LATEST = 100
GRAVE = (Level.HIGH, Level.IMMEDIATE)


@dataclass(frozen=True)
class Told:
    """A debrief and its note; `is_destroyed` where its key was."""

    debrief: Debrief
    note: str
    is_destroyed: bool = False


def is_open_to(officer: Officer, intake: Intake) -> bool:
    """Whether a grave conversation ended in the officer's hands, about which they have written nothing yet."""
    grave = intake.level in GRAVE and intake.conversation.state == State.ENDED
    if not grave or not permits(officer, Act.DEBRIEF, access.scope(intake)):
        return False
    return not Debrief.objects.filter(conversation=intake.pk, officer=officer).exists()


def asked_for(officer: Officer) -> int:
    """How many officers wish to talk to this supervisor; 0 for anybody else."""
    return _open_to(officer).filter(wants_to_talk=True, done_at=None).count()


def listed(officer: Officer) -> list[Told]:
    """Those who wish to talk, the longest waiting first; then what was written, the newest first."""
    seen = _open_to(officer).select_related("conversation__key", "conversation__intake", "officer", "done_by")
    waiting = seen.filter(wants_to_talk=True, done_at=None).order_by("at")
    others = seen.exclude(wants_to_talk=True, done_at=None).order_by("-at")[:LATEST]
    return [_told(one) for one in [*waiting, *others]]


def _open_to(officer: Officer) -> QuerySet[Debrief]:
    if not permits(officer, Act.SEE_DEBRIEFS):
        return Debrief.objects.none()
    found = Debrief.objects.all()
    return found.filter(conversation__intake__force=officer.force) if officer.force else found


def _told(debrief: Debrief) -> Told:
    if not debrief.note:
        return Told(debrief, "")
    try:
        words = unseal(debrief.conversation.key, debrief.note, "debrief", debrief.conversation_id, debrief.officer_id)
    except Unreadable:
        return Told(debrief, "", is_destroyed=True)
    return Told(debrief, words)
