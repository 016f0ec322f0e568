"""An offer that is accepted, refused, withdrawn and taken over at the same instant ends once, with one officer; so do
those of a whole shift."""

from functools import partial

import pytest
from django.utils import timezone

from permanence.accounts.models import Presence, Role
from permanence.desk import actions, opening, transfers
from permanence.desk.arrival import Arrival
from permanence.desk.models import Intake, Transfer
from permanence.lib.errors import Conflict, Forbidden, NotFound
from permanence.live.models import Seat
from tests.concurrent.crowd import at_once, refusals
from tests.conftest import MakeOfficer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("round_", range(5))
def test_of_all_answers_at_once_one_counts(make_officer: MakeOfficer, round_: int) -> None:
    officer = make_officer("une", force="PN")
    colleague = make_officer("autre", force="PN", presence=Presence.AVAILABLE, seen_at=timezone.now())
    chief = make_officer("cheffe", Role.SUPERVISOR, "PN")
    conversation = opening.open_conversation(Arrival()).conversation.pk
    actions.claim(by=officer, conversation=conversation)
    offered = transfers.offer(by=officer, conversation=conversation, to=colleague.pk)
    results = at_once(
        [
            partial(transfers.accept, by=colleague, transfer=offered.pk),
            partial(transfers.refuse, by=colleague, transfer=offered.pk),
            partial(transfers.withdraw, by=officer, transfer=offered.pk),
            partial(transfers.take_over, by=chief, conversation=conversation, reason="grave"),
            partial(actions.end, by=officer, conversation=conversation),
        ]
    )
    assert not [one for one in refusals(results, Exception) if not isinstance(one, Conflict | NotFound)]
    offered.refresh_from_db()
    assert offered.state != Transfer.State.OFFERED or transfers.expire() == 1
    seats = Seat.objects.filter(conversation=conversation, left_at=None)
    intake = Intake.objects.select_related("conversation").get(pk=conversation)
    assert seats.count() == (1 if intake.conversation.state == "active" else 0)
    assert all(seat.officer_id == intake.officer_id for seat in seats)


@pytest.mark.parametrize("round_", range(5))
def test_the_end_of_a_shift_and_answers_never_wait_for_each_other(make_officer: MakeOfficer, round_: int) -> None:
    officer = make_officer("une", force="PN", capacity=10)
    here = {"presence": Presence.AVAILABLE, "seen_at": timezone.now()}
    colleague, relief = make_officer("autre", force="PN", **here), make_officer("releve", force="PN", **here)
    offered = []
    for _ in range(3):
        conversation = opening.open_conversation(Arrival()).conversation.pk
        actions.claim(by=officer, conversation=conversation)
        offered.append(transfers.offer(by=officer, conversation=conversation, to=colleague.pk).pk)
    answers = [partial(transfers.accept, by=colleague, transfer=one) for one in offered]
    results = at_once([*answers, partial(transfers.offer_all, by=officer, to=relief.pk, summaries={})])
    assert not [one for one in refusals(results, Exception) if not isinstance(one, Conflict | NotFound | Forbidden)]
    assert Seat.objects.filter(left_at=None).count() == len(offered)
