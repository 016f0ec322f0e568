"""Nobody is left with an empty chair: what an account held when it was closed, or lost the desk, waits again.

A sweep and not a callable of the accounts' room: it finds what a page, a command or another process did.
"""

from django.db import transaction
from django.db.models import Q

from permanence.accounts.models import Role
from permanence.audit import journal as audit
from permanence.desk.models import Intake
from permanence.live import actions as live
from permanence.live.models import Conversation, Seat, State

AT_THE_DESK = (Role.OFFICER, Role.SUPERVISOR)


def give_back() -> int:
    """Gives every such conversation back to its queue, in the place of its beginning; how many there were."""
    at_desk = Q(officer__is_active=True, officer__role__in=AT_THE_DESK)
    seats = Seat.objects.filter(left_at=None).exclude(at_desk).select_related("officer")
    return sum(_give_back(seat) for seat in seats)


def _give_back(seat: Seat) -> bool:
    with transaction.atomic():
        conversation = Conversation.objects.select_for_update(of=("self",)).get(pk=seat.conversation_id)
        held = Seat.objects.filter(pk=seat.pk, left_at=None).exists()
        if not held or conversation.state != State.ACTIVE:
            return False
        name = seat.officer.display_name
        live.say(conversation, "left", f"{name or 'L’agent'} a dû laisser la conversation.", name=name)
        live.leave_seat(conversation)
        Intake.objects.filter(pk=conversation.pk).update(officer=None, waiting_since=conversation.created_at)
        on = ("conversation", conversation.pk)
        audit.record(by=audit.SYSTEM, act="give back conversation", on=on, officer=seat.officer_id)
    return True
