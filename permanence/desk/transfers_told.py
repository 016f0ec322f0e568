"""What officers are told of transfers: the offers to and from them, and whom they could ask."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from permanence.accounts.models import Officer, Presence
from permanence.accounts.policy import Act, permits
from permanence.desk import staff
from permanence.desk.load import load
from permanence.desk.models import Intake, Transfer
from permanence.desk.proposals import key, open_ones
from permanence.live import presence
from permanence.live.protocol import moment
from permanence.vault.sealing import Unreadable, unseal


def of_officer(officer: Officer) -> list[dict[str, Any]]:
    """The open offers to and from an officer, the oldest first, as their console shows them."""
    found = open_ones(Transfer).filter(Q(offered_to=officer) | Q(offered_by=officer), expires_at__gt=timezone.now())
    found = found.select_related("conversation__key", "conversation__intake", "offered_by", "offered_to")
    return [_view(officer, transfer) for transfer in found.order_by("offered_at", "pk")]


def keys_of(officers: set[int]) -> dict[int, set[str]]:
    """What tells the same apart, for many officers in one question: `proposals.key` of each."""
    found: dict[int, set[str]] = {}
    theirs = Q(offered_to__in=officers) | Q(offered_by__in=officers)
    for transfer in open_ones(Transfer).filter(theirs, expires_at__gt=timezone.now()).defer("summary"):
        for officer in {*transfer.parties().values()} & officers:
            found.setdefault(officer, set()).add(key(transfer.pk, moment(transfer.expires_at)))
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


def _view(officer: Officer, transfer: Transfer) -> dict[str, Any]:
    intake: Intake = transfer.conversation.intake
    return {
        "id": str(transfer.pk),
        "conversation": str(transfer.conversation_id),
        "from": _named(transfer.offered_by),
        "to": _named(transfer.offered_to),
        "mine": transfer.offered_by_id == officer.pk,
        "summary": _opened(transfer),
        "level": intake.level,
        "reporter": intake.reporter or None,
        "department": intake.department or None,
        "expires_at": moment(transfer.expires_at),
    }


def _opened(transfer: Transfer) -> str:
    if not transfer.summary:
        return ""
    try:
        return unseal(transfer.conversation.key, transfer.summary, "transfer", transfer.pk)
    except Unreadable:
        return ""


def _named(officer: Officer) -> dict[str, Any]:
    return {"id": officer.pk, "name": officer.display_name or officer.username}
