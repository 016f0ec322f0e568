"""Late referrals: whoever does the periodic work finds what is due, and tells the next by a conditional update, so that
two of them tell once. And what calls an officer, or the supervisors, until somebody acts.
"""

import logging
from collections.abc import Iterator
from datetime import datetime

from django.db import DatabaseError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from permanence.accounts.models import Officer, Role
from permanence.casework.referrals import access, route, rules, timeline
from permanence.casework.referrals.models import Referral
from permanence.casework.referrals.rules import Told
from permanence.casework.referrals.steps import OPEN, State
from permanence.live import actions as live

log = logging.getLogger(__name__)


def sweep() -> int:
    """Tells everything that is due; how many. One that fails is told, and holds up no other."""
    due = Referral.objects.filter(tells_at__lte=timezone.now()).order_by("tells_at")
    return sum(_tell_alone(one) for one in due)


def _tell_alone(seen: Referral) -> bool:
    try:
        return _tell(seen)
    except DatabaseError:
        raise
    except Exception:
        log.exception("a late referral could not be told")
        return False


def _tell(seen: Referral) -> bool:
    with transaction.atomic():
        locked = live.lock(seen.report_id)
        found = access.rows().get(pk=seen.pk)
        found.report.conversation = locked
        told, following = _due(found)
        unclaimed = Referral.objects.filter(pk=seen.pk, lateness=seen.lateness, tells_at=seen.tells_at)
        if told is None or not unclaimed.update(lateness=told, tells_at=following):
            return False
        rule = rules.DELAYS[State(found.state)]
        timeline.add(found, "late", words={"awaits": rule.awaits})
        timeline.tell(found)
        timeline.record("system", "late referral", found, state=found.state, told=int(told))
    return True


def _due(found: Referral) -> tuple[Told | None, datetime | None]:
    """Whom to tell now, the furthest that is due, and when the next; nobody where it moved on meanwhile."""
    now, told = timezone.now(), Told(found.lateness)
    ahead = [(who, at) for who, at in timeline.deadlines(found) if who > told]
    due = [who for who, at in ahead if at <= now]
    following = next((at for _who, at in ahead if at > now), None)
    return (due[-1] if due else None), following


def wrong() -> Iterator[tuple[str, str, datetime]]:
    """Kind (`referral`, `referral_urgent`), force and since when: what the wallboard's alarms are made of."""
    for one in _real().filter(lateness__gte=Told.SUPERVISOR, due_at__isnull=False):
        kind = "referral_urgent" if one.is_urgent else "referral"
        yield kind, one.report.conversation.intake.force, one.due_at or one.changed_at


def of_officer(officer: Officer) -> QuerySet[Referral]:
    """What calls an officer: what they sent (or what belongs to a conversation of theirs) and came back refused, whose
    agreement she took back, or is late as far as they are told."""
    theirs = Q(sent_by=officer) | Q(report__conversation__intake__officer=officer)
    return _real().filter(theirs).filter(_refused() | _lost() | Q(lateness__gte=Told.OFFICER, state__in=OPEN))


def of_supervisor(officer: Officer) -> QuerySet[Referral]:
    """What calls a supervisor: what left without her agreement or came back refused, until they have seen it; what is
    late as far as they are told."""
    unseen = Q(noticed_at=None) & (~Q(ground=Referral.Ground.AGREEMENT) | _refused())
    found = _real().filter(unseen | Q(lateness__gte=Told.SUPERVISOR))
    return found.filter(report__conversation__intake__force__in=["", officer.force]) if officer.force else found


def needs(officer: Officer) -> QuerySet[Referral]:
    """What calls this officer now, the oldest first."""
    found = of_supervisor(officer) if officer.role == Role.SUPERVISOR else of_officer(officer)
    return found.order_by("changed_at")


def _refused() -> Q:
    """Came back, and was sent nowhere else since."""
    return Q(state=State.REFUSED, due_at__isnull=False)


def _lost() -> Q:
    """Under way although she took her agreement back: see `route.is_agreement_lost`."""
    return Q(ground=Referral.Ground.AGREEMENT, report__consent__in=route.TAKEN_BACK, state__in=OPEN)


def _real() -> QuerySet[Referral]:
    found = access.rows().filter(is_exercise=False).exclude(state=State.RECALLED)
    return found.select_related("report__conversation__intake", "unit__department", "partner", "sent_by")
