"""What officers are told of transfers and invitations: those to and from them, and whom they could ask."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from permanence.accounts.models import Officer, Presence
from permanence.accounts.policy import Act, permits
from permanence.desk import staff
from permanence.desk.asking import A
from permanence.desk.load import load
from permanence.desk.models import Intake, Invitation, Transfer
from permanence.desk.proposals import key, open_ones
from permanence.live import presence
from permanence.live.protocol import moment
from permanence.vault.sealing import Unreadable, unseal


def of_officer(officer: Officer) -> list[dict[str, Any]]:
    """The open offers to and from an officer, the oldest first, as their console shows them."""
    return _told(officer, Transfer)


def invitations_of(officer: Officer) -> list[dict[str, Any]]:
    """The open invitations, in the same way."""
    return _told(officer, Invitation)


def keys_of(officers: set[int]) -> dict[int, set[str]]:
    """What tells the same apart, for many officers in two questions: `proposals.key` of each."""
    found: dict[int, set[str]] = {}
    for asked in [*_open(officers, Transfer).defer("summary"), *_open(officers, Invitation).defer("summary")]:
        for officer in {*asked.parties().values()} & officers:
            found.setdefault(officer, set()).add(key(asked.pk, moment(asked.expires_at)))
    return found


def colleagues(officer: Officer) -> list[dict[str, Any]]:
    """Who could be asked: those of the same force at the desk, the available first, the least loaded first."""
    here = Officer.objects.filter(pk__in=presence.officers_here(), is_active=True, in_training=officer.in_training)
    if officer.force:
        here = here.filter(force__in=["", officer.force])
    held, now = staff.held([one.pk for one in here]), timezone.now()
    found = [
        {
            "id": one.pk,
            "name": one.display_name or one.username,
            "presence": one.presence,
            "holding": len(held[one.pk]),
            "capacity": one.capacity,
            "load": load(held[one.pk], now),
        }
        for one in here.exclude(pk=officer.pk).exclude(presence=Presence.OFF)
        if permits(one, Act.CLAIM)
    ]
    return sorted(found, key=lambda one: (one["presence"] != Presence.AVAILABLE, one["load"], one["name"]))


def _told(officer: Officer, kind: type[A]) -> list[dict[str, Any]]:
    found = _open({officer.pk}, kind).select_related("conversation__key", "conversation__intake")
    found = found.select_related("offered_by", "offered_to")
    return [_view(officer, asked) for asked in found.order_by("offered_at", "pk")]


def _open(officers: set[int], kind: type[A]) -> QuerySet[A]:
    theirs = Q(offered_to__in=officers) | Q(offered_by__in=officers)
    return open_ones(kind).filter(theirs, expires_at__gt=timezone.now())


def _view(officer: Officer, asked: Transfer | Invitation) -> dict[str, Any]:
    intake: Intake = asked.conversation.intake
    return {
        "id": str(asked.pk),
        "conversation": str(asked.conversation_id),
        "from": _named(asked.offered_by),
        "to": _named(asked.offered_to),
        "mine": asked.offered_by_id == officer.pk,
        "summary": _opened(asked),
        "level": intake.level,
        "reporter": intake.reporter or None,
        "department": intake.department or None,
        "expires_at": moment(asked.expires_at),
    }


def _opened(asked: Transfer | Invitation) -> str:
    if not asked.summary:
        return ""
    try:
        return unseal(asked.conversation.key, asked.summary, str(asked._meta.model_name), asked.pk)
    except Unreadable:
        return ""


def _named(officer: Officer) -> dict[str, Any]:
    return {"id": officer.pk, "name": officer.display_name or officer.username}
