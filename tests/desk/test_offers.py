"""Push: whoever comes next is offered to the officer who should take them, and never lost by it."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone
from pytest_django import Settings

from permanence.accounts import actions as accounts
from permanence.accounts.models import Officer, Presence
from permanence.audit.models import Entry
from permanence.desk import actions, offers, offers_told, opening, queries, queue
from permanence.desk.models import Intake, Offer
from permanence.desk.proposals import ChangedHands, NotAvailable, TimedOut
from permanence.live.models import Conversation, State
from permanence.roster.models import Kind, Shift, Team
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


def test_by_pull_nothing_is_offered(come: Arrive, at_desk: MakeOfficer, settings: Settings) -> None:
    settings.PERMANENCE = replace(settings.PERMANENCE, push=False)
    at_desk("une")
    come("35000")
    assert offers.sweep() == 0


def test_the_most_urgent_then_the_longest_waiting_is_offered_first(come: Arrive, at_desk: MakeOfficer) -> None:
    first, danger = come("35000"), come("35000", in_danger=True)
    come("35000")
    at_desk("une")
    assert offers.drain() == 1
    assert offered() == {danger.pk: "une"}
    at_desk("deux")
    offers.drain()
    assert offered() == {danger.pk: "une", first.pk: "deux"}
    assert Entry.objects.filter(act="make offer").count() == 2


def test_nobody_is_asked_twice_while_they_think(come: Arrive, at_desk: MakeOfficer) -> None:
    at_desk("une")
    for _ in range(3):
        come("35000")
    assert (offers.drain(), offers.drain()) == (1, 0)


def test_who_accepts_has_it_and_is_offered_the_next(come: Arrive, at_desk: MakeOfficer) -> None:
    one = at_desk("une")
    first, second = come("35000"), come("35000")
    offers.drain()
    accepted = offer_to(one)
    intake = offers.accept(by=one, offer=accepted)
    assert (intake.pk, intake.officer, intake.conversation.state) == (first.pk, one, State.ACTIVE)
    assert offers.accept(by=one, offer=accepted).pk == first.pk, "a second click takes nobody else"
    offers.drain()
    assert offered() == {second.pk: "une"}
    assert Entry.objects.filter(act="accept offer", actor=one.actor).count() == 1


def test_an_offer_says_what_a_row_of_the_queue_says_and_until_when(come: Arrive, at_desk: MakeOfficer) -> None:
    one = at_desk("une")
    come("35000", reporter="victim")
    offers.drain()
    (told,) = queries.me(one)["offers"]
    (row,) = queries.waiting(one)
    assert row.items() <= told.items()
    assert told["expires_at"] > told["queued_at"]
    assert queries.under_way({one.pk}) == {one.pk: {f"{told['id']} {told['expires_at']}"}}


def test_unanswered_it_is_over_after_45_s_and_offered_to_another_in_its_place(
    come: Arrive, at_desk: MakeOfficer, later: Later
) -> None:
    one = at_desk("une", capacity=2)
    first = come("35000")
    offers.drain()
    late = offer_to(one)
    since = Intake.objects.get(pk=first.pk).waiting_since
    at_desk("deux", capacity=1)
    second = come("35000")
    offers.drain()
    assert offered() == {first.pk: "une", second.pk: "deux"}
    later(46)
    assert [intake.pk for intake in queue.waiting("PN")] == [first.pk, second.pk]
    offers.sweep(up_for_s=3600)
    assert offered() == {first.pk: "deux", second.pk: "une"}
    assert Intake.objects.get(pk=first.pk).waiting_since == since
    for answer in (offers.accept, offers.refuse):
        with pytest.raises(TimedOut, match="délai"):
            answer(by=one, offer=late)


def test_refused_without_a_reason_it_is_offered_to_another_and_to_the_same_after_a_minute(
    come: Arrive, at_desk: MakeOfficer, later: Later
) -> None:
    one = at_desk("une")
    conversation = come("35000")
    offers.drain()
    offers.refuse(by=one, offer=offer_to(one))
    assert (offers.drain(), offered()) == (0, {}), "nobody else is there, and she has just refused"
    two = at_desk("deux")
    offers.drain()
    assert offered() == {conversation.pk: "deux"}
    offers.refuse(by=two, offer=offer_to(two))
    assert offers.drain() == 0
    later(61)
    assert offers.drain() == 1
    with pytest.raises(ChangedHands):
        offers.refuse(by=two, offer=Offer.objects.filter(state="refused", offered_to=two).latest("offered_at").pk)


def test_whoever_may_still_claims_it_by_hand_and_the_offer_is_withdrawn(come: Arrive, at_desk: MakeOfficer) -> None:
    one = at_desk("une")
    conversation = come("35000")
    offers.drain()
    asked = offer_to(one)
    two = at_desk("deux")
    assert [row["conversation"] for row in queries.waiting(two)] == [str(conversation.pk)]
    actions.claim(by=two, conversation=conversation.pk)
    assert offers_told.of_officer(one) == []
    for answer in (offers.accept, offers.refuse):
        with pytest.raises(ChangedHands, match="n’attend plus"):
            answer(by=one, offer=asked)


def test_who_claims_what_they_were_offered_has_accepted(come: Arrive, at_desk: MakeOfficer) -> None:
    one = at_desk("une")
    conversation = come("35000")
    offers.drain()
    actions.claim(by=one, conversation=conversation.pk)
    assert Offer.objects.get().state == Offer.State.ACCEPTED


def test_an_offer_of_whoever_ended_or_moved_meanwhile_is_withdrawn(come: Arrive, at_desk: MakeOfficer) -> None:
    one = at_desk("une")
    conversation = come("35000")
    offers.drain()
    opening.end(conversation)
    assert queries.me(one)["offers"] == []
    offers.drain()
    assert Offer.objects.get().state == Offer.State.WITHDRAWN


@pytest.mark.parametrize("state", [Presence.BREAK, Presence.OFF])
def test_who_goes_on_a_break_is_asked_no_more_and_again_when_back(
    come: Arrive, at_desk: MakeOfficer, state: Presence, later: Later
) -> None:
    one = at_desk("une")
    come("35000")
    offers.drain()
    asked = offer_to(one)
    accounts.set_presence(by=one, state=state)
    assert offers.drain() == 0
    if state == Presence.OFF:
        with pytest.raises(NotAvailable, match="hors service"):
            offers.accept(by=one, offer=asked)
    accounts.set_presence(by=one, state=Presence.AVAILABLE)
    assert offers.drain() == 1


def test_nobody_is_asked_who_is_full_gone_or_of_the_other_force(come: Arrive, at_desk: MakeOfficer) -> None:
    come("35000")
    at_desk("pleine", capacity=0)
    at_desk("partie", seen_at=timezone.now() - timedelta(seconds=76))
    at_desk("gendarme", force="GN")
    at_desk("eleve", in_training=True)
    assert offers.drain() == 0


def test_a_place_that_frees_is_filled_at_once(come: Arrive, at_desk: MakeOfficer) -> None:
    one = at_desk("une", capacity=1)
    first, second = come("35000"), come("35000")
    actions.claim(by=one, conversation=first.pk)
    assert offers.drain() == 0
    actions.end(by=one, conversation=first.pk)
    offers.drain()
    assert offered() == {second.pk: "une"}


def test_without_a_force_whoever_is_free_of_either_is_asked(come: Arrive, at_desk: MakeOfficer) -> None:
    at_desk("gendarme", force="GN")
    conversation = come(None)
    offers.drain()
    assert offered() == {conversation.pk: "gendarme"}


def test_whom_the_roster_names_for_this_hour_is_asked_first(come: Arrive, at_desk: MakeOfficer) -> None:
    at_desk("volontaire")
    named, now = at_desk("prevue"), timezone.now()
    team = Team.objects.create(force="PN", name="Nuit")
    hour = timedelta(hours=1)
    Shift.objects.create(team=team, officer=named, starts_at=now - hour, ends_at=now + hour, kind=Kind.DESK)
    conversation = come("35000")
    offers.drain()
    assert offered() == {conversation.pk: "prevue"}


def test_whom_she_spoke_with_before_is_asked_first(come: Arrive, at_desk: MakeOfficer) -> None:
    hers = at_desk("sienne")
    conversation = come("35000")
    actions.claim(by=hers, conversation=conversation.pk)
    actions.end(by=hers, conversation=conversation.pk)
    actions.claim(by=hers, conversation=come("35000", in_danger=True).pk)
    at_desk("libre")
    code = opening.live.return_code(Conversation.objects.select_related("key").get(pk=conversation.pk))
    opening.resume(code, client="192.0.2.8")
    offers.drain()
    assert offered() == {conversation.pk: "sienne"}
