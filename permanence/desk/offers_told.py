"""What officers are told of offers: the one they may answer, and whether the desk believes that they are away."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.desk import rows
from permanence.desk.models import Intake, Offer
from permanence.desk.proposals import key, open_ones
from permanence.live.models import Seat, State
from permanence.live.protocol import moment

LAPSES = 2
"""Unanswered in a row: the officer is probably not there."""
REMEMBERED_FOR = timedelta(hours=12)


def of_officer(officer: Officer) -> list[dict[str, Any]]:
    """The open offers to an officer, as their console shows them: a row of the queue, its id and its end."""
    found = list(_open().filter(offered_to=officer).order_by("offered_at", "pk"))
    if not found:
        return []
    intakes = Intake.objects.select_related("conversation__key").in_bulk([offer.conversation_id for offer in found])
    waiting = [intakes[offer.conversation_id] for offer in found]
    return [
        {
            **row,
            "id": str(offer.pk),
            "expires_at": moment(offer.expires_at),
            "returned_to_you": intake.officer_id == officer.pk,
            "overflow": bool(officer.force and intake.force not in ("", officer.force)),
        }
        for offer, intake, row in zip(found, waiting, rows.of(waiting), strict=True)
    ]


def keys_of(officers: set[int]) -> dict[int, set[str]]:
    """What tells the same apart, for many officers in one question: `proposals.key` of each."""
    found: dict[int, set[str]] = {}
    for offer in _open().filter(offered_to__in=officers):
        found.setdefault(offer.offered_to_id, set()).add(key(offer.pk, moment(offer.expires_at)))
    return found


def is_away(officer: Officer) -> bool:
    """Whether they are offered nobody until they say that they are there."""
    return officer.pk in away([officer.pk])


def away(officers: Iterable[int]) -> set[int]:
    """Those who let the last offers pass: since they last answered one, took somebody or said how they are."""
    if not settings.PERMANENCE.push:
        return set()
    recently = timezone.now() - REMEMBERED_FOR
    theirs = Offer.objects.filter(offered_to__in=list(officers), offered_at__gt=recently).order_by("offered_at")
    lapsed: Counter[int] = Counter()
    for officer, state in theirs.values_list("offered_to", "state"):
        if state == Offer.State.TIMED_OUT:
            lapsed[officer] += 1
        elif state in (Offer.State.ACCEPTED, Offer.State.REFUSED):
            lapsed[officer] = 0
    suspects = {officer for officer, lapses in lapsed.items() if lapses >= LAPSES}
    return {officer for officer in suspects if _lapses_since(officer, _sign_of(officer)) >= LAPSES}


def _lapses_since(officer: int, since: datetime | None) -> int:
    lapsed = Offer.objects.filter(offered_to=officer, state=Offer.State.TIMED_OUT)
    return (lapsed.filter(offered_at__gt=since) if since else lapsed).count()


def _sign_of(officer: int) -> datetime | None:
    """When they last said how they are, or took somebody of their own accord."""
    said = Officer.objects.values_list("presence_at", flat=True).get(pk=officer)
    took = Seat.objects.filter(officer=officer).order_by("-taken_at").values_list("taken_at", flat=True).first()
    return max((at for at in (said, took) if at is not None), default=None)


def _open() -> QuerySet[Offer]:
    """Nobody answered, and there is something to answer."""
    return open_ones(Offer).filter(expires_at__gt=timezone.now(), conversation__state=State.WAITING)
