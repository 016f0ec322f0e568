"""Nobody is left with an empty chair: what an officer held when the account was closed, lost the desk or lost its
connection waits again, before all others of its level. Where they were a guest, they are so no more.

What a closed account held goes with it, in the same transaction (`give_back_of`); the sweep finds what a claim under
way at that moment left behind.
"""

import time
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Min, Q, QuerySet
from django.utils import timezone

from permanence.accounts.models import Officer, Presence, Role
from permanence.audit import journal as audit
from permanence.desk import guests
from permanence.desk.models import Intake
from permanence.live import actions as live
from permanence.live.models import Conversation, Guest, Seat, State

AT_THE_DESK = (Role.OFFICER, Role.SUPERVISOR)
AT_DESK = Q(officer__is_active=True, officer__role__in=AT_THE_DESK)
LOST_AFTER = timedelta(minutes=3)
"""Without a sign of life of the officer's console; while it is connected there is one a minute."""
LEFT = "{name} a dû laisser la conversation. Un collègue va vous répondre."
_started = time.monotonic()


def give_back() -> int:
    """Gives back what is held by accounts that may hold nothing any more; how many conversations there were. They are
    guests nowhere either, nor is who has ended their shift."""
    off = Guest.objects.filter(left_at=None).filter(~AT_DESK | Q(officer__presence=Presence.OFF))
    guests.let_go(off)
    return _all(_without_a_desk(), LEFT)


def give_back_of(officer: Officer) -> int:
    """The same of one officer, in the transaction that closes their account or takes them from the desk, with their row
    locked."""
    of_theirs = {"officer": officer, "left_at": None}
    theirs = Q(pk__in=Seat.objects.filter(**of_theirs).values("conversation"))
    theirs |= Q(pk__in=Guest.objects.filter(**of_theirs).values("conversation"))
    list(Conversation.objects.select_for_update(of=("self",)).filter(theirs).order_by("pk"))  # all in one order
    guests.let_go_of(officer)
    return _all(_without_a_desk().filter(officer=officer).order_by("conversation_id"), LEFT)


def give_back_of_the_lost(*, up_for_s: float | None = None) -> int:
    """Gives back what is held by officers whose console is gone since `LOST_AFTER`; how many conversations there were.

    Not before this process has been up for as long (`up_for_s`): after a stop of the whole service everybody comes back
    a little later than the service does.
    """
    up_for_s = time.monotonic() - _started if up_for_s is None else up_for_s
    if up_for_s < LOST_AFTER.total_seconds():
        return 0
    gone = timezone.now() - LOST_AFTER
    guests.let_go(Guest.objects.filter(left_at=None, joined_at__lt=gone, officer__seen_at__lt=gone))
    seats = Seat.objects.filter(left_at=None, taken_at__lt=gone, officer__seen_at__lt=gone).select_related("officer")
    return _all(seats, "La connexion de {name} est perdue. Un collègue va vous répondre ; vous êtes prioritaire.")


def _without_a_desk() -> QuerySet[Seat]:
    return Seat.objects.filter(left_at=None).exclude(AT_DESK).select_related("officer")


def _longest_wait() -> datetime:
    """Just before whoever waits longest."""
    waiting = Intake.objects.filter(conversation__state=State.WAITING)
    longest: datetime | None = waiting.aggregate(Min("waiting_since"))["waiting_since__min"]
    return (longest or timezone.now()) - timedelta(milliseconds=1)


def _all(seats: Iterable[Seat], words: str) -> int:
    return sum(_give_back(seat, words) for seat in seats)


def _give_back(seat: Seat, words: str) -> bool:
    with transaction.atomic():
        conversation = Conversation.objects.select_for_update(of=("self",)).get(pk=seat.conversation_id)
        held = Seat.objects.filter(pk=seat.pk, left_at=None).exists()
        if not held or conversation.state != State.ACTIVE:
            return False
        name = seat.officer.display_name
        live.say(conversation, "left", words.format(name=name or "votre correspondant"), name=name)
        first = min(conversation.created_at, _longest_wait())
        live.leave_seat(conversation)
        former = seat.officer if seat.officer.is_active and seat.officer.role in AT_THE_DESK else None
        now = timezone.now()
        Intake.objects.filter(pk=conversation.pk).update(officer=former, waiting_since=first, queued_at=now)
        on = ("conversation", conversation.pk)
        audit.record(by=audit.SYSTEM, act="give back conversation", on=on, officer=seat.officer_id)
    return True
