"""A guest goes with whatever ends or moves the conversation, and with the end of their own shift, account or line."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from permanence.accounts import actions as accounts
from permanence.accounts import sessions
from permanence.accounts.models import Officer, Presence
from permanence.desk import actions, guests, handover, opening, queries, transfers, transfers_told
from permanence.live.models import Conversation, State
from permanence.live.text import Ended
from tests.conftest import MakeOfficer
from tests.desk.test_guests import HERE, chief, join, say, there
from tests.desk.test_transfers import colleague, events, held, holder

__all__ = ["chief", "colleague", "held"]

pytestmark = pytest.mark.django_db


def test_an_end_takes_the_guests_along(held: Conversation, officer: Officer, colleague: Officer) -> None:
    join(held, officer, colleague)
    actions.end(by=officer, conversation=held.pk)
    assert there(held) == []
    assert events(held)[-1].startswith("La conversation est terminée.")
    with pytest.raises(Ended):
        say(held, colleague, "encore")


def test_the_visitor_s_end_takes_the_guests_along(held: Conversation, officer: Officer, colleague: Officer) -> None:
    join(held, officer, colleague)
    opening.end(held)
    assert there(held) == []


def test_a_transfer_takes_the_guests_along_and_says_so(
    held: Conversation, officer: Officer, colleague: Officer, make_officer: MakeOfficer
) -> None:
    next_one = make_officer("suivante", rank="Brigadier", first_name="Lou", seen_at=timezone.now(), **HERE)
    join(held, officer, colleague)
    waiting = guests.invite(by=officer, conversation=held.pk, to=next_one.pk)
    transfers.accept(by=next_one, transfer=transfers.offer(by=officer, conversation=held.pk, to=next_one.pk).pk)
    assert (there(held), holder(held)) == ([], "suivante")
    gone, taken = events(held)[-2:]
    assert gone == "Gardien Hugo a quitté la conversation."
    assert taken.startswith("Brigadier Lou vous répond maintenant, à la place de Brigadière-cheffe Nadia.")
    with pytest.raises(transfers.ChangedHands):
        guests.accept(by=next_one, invitation=waiting.pk)
    assert transfers_told.invitations_of(next_one) == []


def test_a_guest_may_become_the_one_who_answers(held: Conversation, officer: Officer, colleague: Officer) -> None:
    join(held, officer, colleague)
    transfers.accept(by=colleague, transfer=transfers.offer(by=officer, conversation=held.pk, to=colleague.pk).pk)
    assert (there(held), holder(held)) == ([], colleague.username)
    assert not [words for words in events(held) if "quitté" in words]


def test_a_supervisor_who_takes_over_sends_the_guests_away(
    held: Conversation, officer: Officer, colleague: Officer, chief: Officer
) -> None:
    join(held, officer, colleague)
    transfers.take_over(by=chief, conversation=held.pk, reason="Situation grave")
    assert (there(held), holder(held)) == ([], "cheffe")


def test_the_other_force_s_conversation_has_no_guests(held: Conversation, officer: Officer, colleague: Officer) -> None:
    join(held, officer, colleague)
    actions.correct_force(by=officer, conversation=held.pk, force="GN", reason="Rennes est à la police")
    assert there(held) == []
    assert queries.still_readable(colleague, [held.pk]) == set()


def test_a_conversation_given_back_waits_for_everybody(
    held: Conversation, officer: Officer, colleague: Officer
) -> None:
    join(held, officer, colleague)
    accounts.deactivate(by="test", officer=officer.pk)
    assert (there(held), Conversation.objects.get(pk=held.pk).state) == ([], State.WAITING)
    assert actions.claim(by=colleague, conversation=held.pk).officer == colleague


def test_a_guest_whose_account_is_closed_or_whose_shift_ends_goes_at_once(
    held: Conversation, officer: Officer, colleague: Officer
) -> None:
    join(held, officer, colleague)
    accounts.set_presence(by=colleague, state=Presence.BREAK)
    assert there(held) == [colleague]
    accounts.set_presence(by=colleague, state=Presence.OFF)
    assert (there(held), holder(held)) == ([], officer.username)
    accounts.set_presence(by=colleague, state=Presence.AVAILABLE)
    join(held, officer, colleague)
    sessions.sign_out(colleague)
    assert (there(held), holder(held)) == ([], officer.username)
    join(held, officer, colleague)
    accounts.deactivate(by="test", officer=colleague.pk)
    assert (there(held), holder(held)) == ([], officer.username)


def test_whoever_holds_it_keeps_it_and_the_guest_after_signing_out(
    held: Conversation, officer: Officer, colleague: Officer
) -> None:
    join(held, officer, colleague)
    sessions.sign_out(officer)
    assert (there(held), holder(held)) == ([colleague], officer.username)


def test_what_happened_at_the_same_instant_is_found_by_the_periodic_work(
    held: Conversation, officer: Officer, colleague: Officer
) -> None:
    join(held, officer, colleague)
    Officer.objects.filter(pk=colleague.pk).update(presence=Presence.OFF)
    assert handover.give_back() == 0
    assert (there(held), holder(held)) == ([], officer.username)


def test_a_guest_whose_console_is_gone_for_three_minutes_goes(
    held: Conversation, officer: Officer, colleague: Officer
) -> None:
    join(held, officer, colleague)
    long_up = handover.LOST_AFTER.total_seconds() + 1
    with time_machine.travel(timezone.now() + timedelta(minutes=2, seconds=50), tick=False):
        handover.give_back_of_the_lost(up_for_s=long_up)
        assert there(held) == [colleague]
    with time_machine.travel(timezone.now() + timedelta(minutes=3, seconds=10), tick=False):
        Officer.objects.filter(pk=officer.pk).update(seen_at=timezone.now())
        assert handover.give_back_of_the_lost(up_for_s=1) == 0
        assert there(held) == [colleague]
        assert handover.give_back_of_the_lost(up_for_s=long_up) == 0
        assert (there(held), holder(held)) == ([], officer.username)
