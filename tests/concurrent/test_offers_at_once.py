"""Processes that drain the queue at the same instant, while officers reach into it: one offer and one officer each."""

from collections import Counter
from dataclasses import replace
from functools import partial

import pytest
from django.utils import timezone
from pytest_django import Settings

from permanence.accounts.models import Officer, Presence
from permanence.desk import actions, offers, opening
from permanence.desk.arrival import Arrival
from permanence.desk.models import Intake, Offer
from permanence.lib.errors import Conflict, NotFound
from permanence.live.models import Seat, State
from tests.concurrent.crowd import at_once, refusals
from tests.conftest import MakeOfficer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def six(make_officer: MakeOfficer, settings: Settings) -> list[Officer]:
    """Police officers who are there, where assignment is by push."""
    settings.PERMANENCE = replace(settings.PERMANENCE, push=True)
    here = {"presence": Presence.AVAILABLE, "seen_at": timezone.now()}
    return [make_officer(f"agent-{number}", force="PN", capacity=3, **here) for number in range(6)]


def _come(count: int) -> None:
    for _ in range(count):
        opening.open_conversation(Arrival())


@pytest.mark.parametrize("round_", range(4))
def test_many_that_drain_at_once_offer_each_once(six: list[Officer], round_: int) -> None:
    _come(10)
    made = at_once([offers.drain] * 6)
    assert not refusals(made, AssertionError)
    assert sum(one for one in made if isinstance(one, int)) == len(six)
    rows = Offer.objects.values_list("conversation", "offered_to")
    assert len({conversation for conversation, _ in rows}) == len({officer for _, officer in rows}) == len(rows) == 6


@pytest.mark.parametrize("round_", range(4))
def test_answers_claims_and_drains_at_once_leave_everybody_with_one_officer(six: list[Officer], round_: int) -> None:
    _come(6)
    offers.drain()
    asked = list(Offer.objects.select_related("offered_to"))
    answers = [
        partial(offers.accept if number % 2 else offers.refuse, by=one.offered_to, offer=one.pk)
        for number, one in enumerate(asked)
    ]
    others = [partial(actions.claim, by=six[0], conversation=one.conversation_id) for one in asked[:3]]
    results = at_once([*answers, *others, offers.drain, offers.sweep])
    assert not [one for one in refusals(results, Exception) if not isinstance(one, Conflict | NotFound)]
    seats = Counter(Seat.objects.filter(left_at=None).values_list("conversation", flat=True))
    assert set(seats.values()) <= {1}
    for intake in Intake.objects.select_related("conversation"):
        assert (intake.conversation.state == State.ACTIVE) == (intake.pk in seats)
    offers.drain()
    left = Offer.objects.filter(state=Offer.State.OFFERED)
    assert all(one.conversation.state == State.WAITING for one in left.select_related("conversation"))
