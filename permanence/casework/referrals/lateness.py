"""Late referrals: whoever does the periodic work finds what is due, and tells the next by a conditional update, so that
two of them tell once. And what calls an officer, or the supervisors, until somebody acts.
"""

import logging
from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

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
    late = _real().filter(lateness__gte=Told.SUPERVISOR, due_at__isnull=False)
    for one in late.select_related("report__conversation__intake"):
        kind = "referral_urgent" if one.is_urgent else "referral"
        yield kind, one.report.conversation.intake.force, one.due_at or one.changed_at


def needs(officer: Officer) -> QuerySet[Referral]:
    """What calls this officer now, the oldest first: an officer, what they sent or what belongs to a conversation of
    theirs; a supervisor, what belongs to their force."""
    intake = "report__conversation__intake"
    if officer.role != Role.SUPERVISOR:
        found = _real().filter(_calls_officer(), Q(sent_by=officer) | Q(**{f"{intake}__officer": officer}))
    elif officer.force:
        found = _real().filter(_calls_supervisor(), **{f"{intake}__force__in": ["", officer.force]})
    else:
        found = _real().filter(_calls_supervisor())
    return found.order_by("changed_at")


def rows(referrals: Collection[UUID]) -> QuerySet[Referral]:
    """These, the oldest first, with what is told of each."""
    found = access.rows().filter(pk__in=referrals).order_by("changed_at")
    return found.select_related("report__conversation__intake", "unit__department", "partner", "sent_by")


def calls_anybody() -> bool:
    """Whether anything calls any officer or supervisor: asked before it is asked for each."""
    found = Referral.objects.filter(is_exercise=False).exclude(state=State.RECALLED)
    return found.filter(_calls_officer() | _calls_supervisor()).exists()


def _calls_officer() -> Q:
    """Came back refused, she took her agreement back, or late as far as officers are told."""
    return _refused() | _lost() | Q(lateness__gte=Told.OFFICER, state__in=OPEN)


def _calls_supervisor() -> Q:
    """Left without her agreement or came back refused, until a supervisor has seen it; late as far as they are told."""
    unseen = Q(noticed_at=None) & (~Q(ground=Referral.Ground.AGREEMENT) | _refused())
    return unseen | Q(lateness__gte=Told.SUPERVISOR)


def _refused() -> Q:
    """Came back, and was sent nowhere else since."""
    return Q(state=State.REFUSED, due_at__isnull=False)


def _lost() -> Q:
    """Under way although she took her agreement back: see `route.is_agreement_lost`."""
    return Q(ground=Referral.Ground.AGREEMENT, report__consent__in=route.TAKEN_BACK, state__in=OPEN)


def _real() -> QuerySet[Referral]:
    return access.rows().filter(is_exercise=False).exclude(state=State.RECALLED)
