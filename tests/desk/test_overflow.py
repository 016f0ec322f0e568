"""Who waits long for a force of which nobody is free may be taken by the other, where the operator wants it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from permanence.accounts import actions as accounts
from permanence.accounts.models import Officer, Presence
from permanence.audit.models import Entry
from permanence.desk import access, actions, offers, offers_told, queries, queue, transfers
from permanence.desk.models import Intake
from permanence.lib.errors import Forbidden, NotFound
from permanence.live.actions import AlreadyTaken
from permanence.live.models import Conversation, Seat
from tests.conftest import MakeOfficer
from tests.desk.conftest import Arrive, Later

pytestmark = pytest.mark.django_db
AFTER_S = 120


@pytest.fixture(autouse=True)
def _overflows(settings: Settings) -> None:
    settings.PERMANENCE = replace(settings.PERMANENCE, overflow_after=timedelta(seconds=AFTER_S))


@pytest.fixture
def gendarme(at_desk: MakeOfficer) -> Officer:
    """At the desk; nobody of the police is."""
    return at_desk("gendarme", force="GN")


def seen_by(officer: Officer) -> list[str]:
    return [row["conversation"] for row in queries.waiting(officer)]


def test_off_by_default_nobody_waits_for_the_other_force(
    come: Arrive, gendarme: Officer, later: Later, settings: Settings
) -> None:
    settings.PERMANENCE = replace(settings.PERMANENCE, overflow_after=None)
    conversation = come("35000")
    later(3600)
    assert seen_by(gendarme) == []
    with pytest.raises(NotFound):
        actions.claim(by=gendarme, conversation=conversation.pk)


def test_not_before_its_time_then_shown_and_claimed_and_its_force_stays(
    come: Arrive, gendarme: Officer, later: Later
) -> None:
    conversation = come("35000")
    later(AFTER_S - 1)
    assert seen_by(gendarme) == []
    assert actions.claim_next(by=gendarme) is None
    with pytest.raises(NotFound):
        actions.claim(by=gendarme, conversation=conversation.pk)
    later(1)
    (row,) = queries.waiting(gendarme)
    assert (row["conversation"], row["overflow"], row["force"]) == (str(conversation.pk), True, "PN")
    assert queries.readable(gendarme, conversation.pk) == conversation
    taken = actions.claim(by=gendarme, conversation=conversation.pk)
    assert (taken.force, taken.officer) == ("PN", gendarme)
    assert Entry.objects.get(act="claim conversation", outcome=Entry.Outcome.DONE).detail["reinforced"] == "PN"


def test_as_long_as_one_of_its_own_is_free_it_is_nobody_else_s(
    come: Arrive, gendarme: Officer, at_desk: MakeOfficer, later: Later
) -> None:
    police = at_desk("policiere-2", capacity=1)
    conversation = come("35000")
    later(AFTER_S)
    assert seen_by(gendarme) == []
    accounts.set_presence(by=police, state=Presence.BREAK)
    assert seen_by(gendarme) == [str(conversation.pk)]
    accounts.set_presence(by=police, state=Presence.AVAILABLE)
    with pytest.raises(NotFound):
        actions.claim(by=gendarme, conversation=conversation.pk)
    actions.claim(by=police, conversation=come("35000").pk)
    assert seen_by(gendarme) == [str(conversation.pk)], "who is full is not free"


def test_it_comes_after_all_of_one_s_own_and_takes_no_place_from_them(
    come: Arrive, gendarme: Officer, later: Later
) -> None:
    theirs = come("35000")
    later(AFTER_S)
    own = come("35510")
    assert seen_by(gendarme) == [str(own.pk), str(theirs.pk)]
    assert (queue.places()[own.pk].position, queue.places()[theirs.pk].position) == (1, 1)
    assert [actions.claim_next(by=gendarme), actions.claim_next(by=gendarme)] == [
        Intake.objects.get(pk=own.pk),
        Intake.objects.get(pk=theirs.pk),
    ]


def test_what_was_given_back_begins_its_wait_anew(come: Arrive, gendarme: Officer, later: Later) -> None:
    conversation = come("35000")
    later(AFTER_S)
    Intake.objects.filter(pk=conversation.pk).update(queued_at=timezone.now())
    assert seen_by(gendarme) == []


def test_by_push_it_is_offered_to_the_other_force(come: Arrive, gendarme: Officer, later: Later, by_push: None) -> None:
    conversation = come("35000")
    assert offers.drain() == 0
    later(AFTER_S)
    assert offers.drain() == 1
    (told,) = offers_told.of_officer(gendarme)
    assert (told["overflow"], told["conversation"]) == (True, str(conversation.pk))
    assert offers.accept(by=gendarme, offer=told["id"]).force == "PN"


@pytest.fixture
def helped(come: Arrive, gendarme: Officer, later: Later) -> Conversation:
    """A conversation of the police that a gendarme holds."""
    conversation = come("35000")
    later(AFTER_S)
    actions.claim(by=gendarme, conversation=conversation.pk)
    return conversation


def test_whoever_helps_does_all_that_its_officer_does(helped: Conversation, gendarme: Officer) -> None:
    (mine,), _ = queries.conversations(gendarme, mine=True, state="", cursor="")
    assert (mine["id"], mine["overflow"]) == (str(helped.pk), True)
    assert queries.still_readable(gendarme, [helped.pk]) == {helped.pk}
    actions.correct_level(by=gendarme, conversation=helped.pk, level="high", reason="Menaces")
    actions.mark(by=gendarme, conversation=helped.pk, kind="genuine", reason="Vérifié")
    actions.end(by=gendarme, conversation=helped.pk)


def test_whoever_helps_passes_it_on_to_either_force(
    helped: Conversation, gendarme: Officer, at_desk: MakeOfficer
) -> None:
    second, police = at_desk("gendarme-2", force="GN"), at_desk("policiere-2")
    offered = transfers.offer(by=gendarme, conversation=helped.pk, to=second.pk)
    transfers.accept(by=second, transfer=offered.pk)
    offered = transfers.offer(by=second, conversation=helped.pk, to=police.pk)
    transfers.accept(by=police, transfer=offered.pk)
    assert Seat.objects.get(conversation=helped, left_at=None).officer == police
    with pytest.raises((Forbidden, NotFound)):
        actions.end(by=second, conversation=helped.pk)


def test_no_other_gendarme_reads_or_takes_what_a_colleague_helps_with(
    helped: Conversation, at_desk: MakeOfficer
) -> None:
    curious = at_desk("gendarme-2", force="GN")
    with pytest.raises(NotFound):
        queries.readable(curious, helped.pk)
    with pytest.raises(AlreadyTaken):
        actions.claim(by=curious, conversation=helped.pk)


def test_an_exercise_overflows_to_nobody(come: Arrive, at_desk: MakeOfficer, later: Later) -> None:
    pupil = at_desk("eleve", force="GN", in_training=True)
    conversation = come("35000")
    Intake.objects.filter(pk=conversation.pk).update(exercise="apart")
    later(AFTER_S)
    assert seen_by(pupil) == []
    assert not access.scope(Intake.objects.get(pk=conversation.pk)).overflow


def test_somebody_in_danger_whom_nobody_takes_is_the_other_force_s_too_and_by_urgency(
    settings: Settings, come: Arrive, at_desk: MakeOfficer, gendarme: Officer, later: Later
) -> None:
    settings.PERMANENCE = replace(settings.PERMANENCE, overflow_after=None)
    at_desk("libre", force="PN")
    own = come("35510")
    theirs = come("35000", in_danger=True)
    later(59)
    assert seen_by(gendarme) == [str(own.pk)]
    before = queue.mark()
    later(2)
    assert queue.mark() != before, "consoles are told"
    assert seen_by(gendarme) == [str(theirs.pk), str(own.pk)]
    assert queries.waiting(gendarme)[0]["overflow"]
    taken = actions.claim_next(by=gendarme)
    assert taken is not None
    assert (taken.pk, taken.force) == (theirs.pk, "PN")
