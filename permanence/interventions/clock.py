"""The clock of a request that nobody has acknowledged: louder, then a supervisor and a second centre.

A deadline is a row, never a timer: whichever process does the periodic work finds what is due, and takes the rung by a
conditional update, so that two of them ring once.
"""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone

from permanence.audit import journal as audit
from permanence.interventions import centres, timeline
from permanence.interventions.models import Alert, Intervention
from permanence.interventions.steps import State
from permanence.interventions.watching import tell_supervisors
from permanence.live import actions as live

log = logging.getLogger(__name__)
LOUDER, ESCALATED = 1, 2
"""Rungs: the centres ring louder; a supervisor and a second centre are told."""


def sweep() -> int:
    """Climbs every rung that is due; how many. One that fails is told, and holds up no other."""
    due = Intervention.objects.filter(state=State.REQUESTED, escalates_at__lte=timezone.now())
    return sum(_climb_alone(intervention) for intervention in due.order_by("escalates_at"))


def _climb_alone(seen: Intervention) -> bool:
    try:
        return _climb(seen)
    except DatabaseError:
        raise
    except Exception:
        log.exception("an intervention could not be escalated")
        return False


def _climb(seen: Intervention) -> bool:
    with transaction.atomic():
        locked = live.lock(seen.conversation_id)
        rung = seen.rung + 1
        unclaimed = Intervention.objects.filter(pk=seen.pk, state=State.REQUESTED, rung=seen.rung)
        if not unclaimed.update(rung=rung, escalates_at=_next(seen, rung)):
            return False
        found = Intervention.objects.get(pk=seen.pk)
        found.conversation = locked
        told = _tell_second(found) if rung == ESCALATED else []
        kind = "escalate" if rung == ESCALATED else "louder"
        timeline.add(found, kind, words={"centres": told} if told else {})
        timeline.tell(found)
        if rung == ESCALATED:
            tell_supervisors(found.conversation_id)
        on, of = ("intervention", found.pk), str(found.conversation_id)
        audit.record(by=audit.SYSTEM, act=f"{kind} intervention", on=on, conversation=of, rung=rung)
    return True


def _next(seen: Intervention, rung: int) -> object:
    """The deadline after `rung`; nothing is left to climb after the last."""
    if rung >= ESCALATED or seen.escalates_at is None:
        return None
    ahead = settings.PERMANENCE.centre_escalates_s - settings.PERMANENCE.centre_louder_s
    return seen.escalates_at + timedelta(seconds=max(ahead, 1))


def _tell_second(found: Intervention) -> list[str]:
    others, now = centres.second(found), timezone.now()
    for centre in others:
        Alert.objects.create(intervention=found, centre=centre, why=Alert.Why.SECOND, at=now)
    return [centre.name for centre in others]
