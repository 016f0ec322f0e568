"""An account that closes while its officer claims, offers and is offered: nobody is left with an empty chair, nothing
waits for ever."""

from functools import partial

import pytest
from django.utils import timezone

from permanence.accounts import actions as accounts
from permanence.accounts.models import Officer, Presence
from permanence.desk import actions, handover, opening, transfers
from permanence.desk.arrival import Arrival
from permanence.lib.errors import Conflict, Forbidden, Invalid, NotFound
from permanence.live.models import Conversation, Seat, State
from tests.concurrent.crowd import at_once, refusals
from tests.conftest import MakeOfficer

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = (Conflict, Forbidden, Invalid, NotFound)


@pytest.mark.parametrize("round_", range(5))
def test_closing_and_acting_at_once(make_officer: MakeOfficer, round_: int) -> None:
    here = {"presence": Presence.AVAILABLE, "seen_at": timezone.now(), "capacity": 10}
    leaving, colleague = make_officer("partante", force="PN", **here), make_officer("autre", force="PN", **here)
    held = [opening.open_conversation(Arrival()).conversation.pk for _ in range(3)]
    for conversation in held:
        actions.claim(by=leaving, conversation=conversation)
    offered = transfers.offer(by=leaving, conversation=held[0], to=colleague.pk)
    waiting = opening.open_conversation(Arrival()).conversation.pk
    results = at_once(
        [
            partial(accounts.deactivate, by="operator", officer=leaving.pk),
            partial(transfers.accept, by=colleague, transfer=offered.pk),
            partial(transfers.offer, by=leaving, conversation=held[1], to=colleague.pk),
            partial(actions.claim, by=leaving, conversation=waiting, beyond_capacity=False),
            partial(actions.end, by=leaving, conversation=held[2]),
        ]
    )
    assert not [one for one in refusals(results, Exception) if not isinstance(one, WORDS)]
    assert not Officer.objects.get(pk=leaving.pk).is_active
    handover.give_back()
    assert not Seat.objects.filter(left_at=None, officer=leaving).exists()
    active = Conversation.objects.filter(state=State.ACTIVE)
    assert all(Seat.objects.filter(conversation=one, left_at=None).count() == 1 for one in active)
