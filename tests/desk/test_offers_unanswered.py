"""Offers without an answer: who is away, what a restart does, who may answer, since when somebody waits."""

from uuid import UUID, uuid4

import pytest

from permanence.accounts import actions as accounts
from permanence.accounts.models import Officer, Presence
from permanence.audit.models import Entry
from permanence.desk import actions, handover, offers, offers_told, queries
from permanence.desk.models import Offer
from permanence.lib.errors import NotFound
from permanence.live.models import Conversation, Seat, State
from tests.conftest import MakeOfficer
from tests.desk.conftest import Arrive, Later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("by_push")]


def offered() -> dict[UUID, str]:
    """Who is asked for whom now."""
    rows = Offer.objects.filter(state=Offer.State.OFFERED).values_list("conversation", "offered_to__username")
    return dict(rows)


def offer_to(officer: Officer) -> UUID:
    (told,) = offers_told.of_officer(officer)
    return UUID(told["id"])


def test_who_let_two_pass_is_away_until_they_say_that_they_are_there(
    come: Arrive, at_desk: MakeOfficer, later: Later
) -> None:
    one = at_desk("une")
    come("35000")
    offers.drain()
    later(120)
    offers.drain()
    assert not queries.me(one)["away"]
    assert len(offered()) == 0, "it was over a moment ago: the minute begins when that was seen"
    later(61)
    offers.drain()
    later(120)
    offers.drain()
    assert queries.me(one)["away"]
    later(300)
    assert offers.drain() == 0
    one.refresh_from_db()
    accounts.set_presence(by=one, state=Presence.AVAILABLE)
    assert not queries.me(one)["away"]
    assert offers.drain() == 1


def test_an_answer_between_two_lapses_is_a_sign_of_life(come: Arrive, at_desk: MakeOfficer, later: Later) -> None:
    one = at_desk("une")
    come("35000")
    for answered in (False, True, False):
        later(61)
        offers.drain()
        if answered:
            offers.refuse(by=one, offer=offer_to(one))
        later(46)
        offers.drain()
    assert Offer.objects.filter(state=Offer.State.TIMED_OUT).count() == 2
    assert not offers_told.is_away(one)


def test_what_ended_while_the_service_was_away_is_offered_for_as_long_again(
    come: Arrive, at_desk: MakeOfficer, later: Later
) -> None:
    one = at_desk("une")
    come("35000")
    offers.drain()
    asked = offer_to(one)
    later(300)
    offers.sweep(up_for_s=2)
    assert offer_to(one) == asked
    later(44)
    assert offers.accept(by=one, offer=asked).officer == one
    assert not offers_told.is_away(one)


def test_only_who_is_asked_may_answer(come: Arrive, at_desk: MakeOfficer) -> None:
    one, curious = at_desk("une"), at_desk("curieux", presence=Presence.OFF)
    come("35000")
    offers.drain()
    for answer in (offers.accept, offers.refuse):
        with pytest.raises(NotFound):
            answer(by=curious, offer=offer_to(one))
        with pytest.raises(NotFound):
            answer(by=one, offer=uuid4())
    assert Entry.objects.filter(outcome=Entry.Outcome.REFUSED, actor=curious.actor).count() == 2


def test_what_was_given_back_keeps_its_place_and_says_since_when_it_waits_now(
    come: Arrive, at_desk: MakeOfficer, later: Later
) -> None:
    one = at_desk("une")
    hers = come("35000")
    actions.claim(by=one, conversation=hers.pk)
    later(600)
    another = come("35000")
    accounts.deactivate(by="operator", officer=one.pk)
    handover.give_back()
    two = at_desk("deux")
    first, second = queries.waiting(two)
    assert (first["conversation"], second["conversation"]) == (str(hers.pk), str(another.pk))
    assert first["queued_at"] > first["waiting_since"]
    assert Seat.objects.filter(left_at=None).count() == 0
    assert Conversation.objects.get(pk=hers.pk).state == State.WAITING
