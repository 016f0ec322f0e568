"""What an officer or a supervisor answers to a countdown: looked after, or a few minutes more."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act
from permanence.audit import journal as audit
from permanence.desk import access as desk
from permanence.desk.actions import checked_reason, locked
from permanence.interventions.models import Watch
from permanence.interventions.watching import tell_supervisors
from permanence.lib.errors import Conflict
from permanence.live import actions as live

HANDLED, EXTEND = "handled", "extend"
LONGER = timedelta(minutes=5)


class NothingRuns(Conflict):
    """She is back, or somebody looks after it already."""


def answer_watch(*, by: Officer, conversation: UUID, action: str, reason: str) -> Watch:
    """`handled`: `by` looks after it, it sounds no more; `extend`: five minutes more. A reason is needed for both.

    Raises `Invalid`, `NothingRuns`, `NotFound`, `Forbidden`.
    """
    desk.intake(by, conversation, Act.ANSWER_WATCHDOG)
    errors = {} if action in (HANDLED, EXTEND) else {"action": f"Choisissez {HANDLED} ou {EXTEND}."}
    reason = checked_reason(reason, errors)
    with transaction.atomic():
        intake = locked(conversation, by, Act.ANSWER_WATCHDOG, ended_too=True)
        watch = Watch.objects.select_for_update().filter(pk=conversation, handled_at=None).first()
        if watch is None:
            raise NothingRuns("Aucun compte à rebours n’est en cours : la personne est revenue, ou c’est pris en main.")
        if action == HANDLED:
            watch.handled_at, watch.handled_by = timezone.now(), by
        else:
            watch.deadline, watch.alarmed_at = timezone.now() + LONGER, None
        watch.save()
        live.touch(intake.conversation)
        tell_supervisors(conversation)
        on = ("conversation", conversation)
        audit.record(by=by.actor, act=Act.ANSWER_WATCHDOG, on=on, reason=reason, action=action, cause=watch.cause)
    return watch
