"""Who leaves the desk for good leaves nobody behind."""

from datetime import timedelta
from unittest.mock import Mock

import pytest
from django.utils import timezone

from permanence.accounts import actions as accounts
from permanence.accounts import sessions
from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.desk import actions, handover, queries, queue
from permanence.live import journal
from permanence.live.models import Conversation, Seat, State
from tests.desk.conftest import Arrive


def test_what_a_closed_account_held_waits_again_and_can_be_claimed(
    arrive: Arrive, officer: Officer, colleague: Officer
) -> None:
    conversation = arrive("35000")
    actions.claim(by=officer, conversation=conversation.pk)
    accounts.deactivate(by="operator", officer=officer.pk)
    conversation.refresh_from_db()
    assert conversation.state == State.WAITING
    assert journal.read(conversation)[-1].event == "left"
    assert Entry.objects.filter(act="give back conversation", object_id=str(conversation.pk)).count() == 1
    assert actions.claim(by=colleague, conversation=conversation.pk).officer == colleague
    assert handover.give_back() == 0


def test_so_does_what_an_account_held_that_lost_the_desk(arrive: Arrive, officer: Officer) -> None:
    conversation = arrive("35000")
    actions.claim(by=officer, conversation=conversation.pk)
    accounts.save_officer(by="operator", username=officer.username, role="analyst")
    assert (Seat.objects.filter(left_at=None).count(), handover.give_back()) == (0, 0)


def test_the_sweep_finds_what_was_taken_while_the_account_closed(arrive: Arrive, officer: Officer) -> None:
    conversation = arrive("35000")
    actions.claim(by=officer, conversation=conversation.pk)
    Officer.objects.filter(pk=officer.pk).update(is_active=False)
    assert handover.give_back() == 1


def test_an_account_that_cannot_be_closed_leaves_everything_where_it_is(
    arrive: Arrive, officer: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = arrive("35000")
    actions.claim(by=officer, conversation=conversation.pk)
    monkeypatch.setattr(handover.live, "say", Mock(side_effect=RuntimeError))
    with pytest.raises(RuntimeError):
        accounts.deactivate(by="operator", officer=officer.pk)
    officer.refresh_from_db()
    assert officer.is_active
    assert Seat.objects.get(left_at=None).officer == officer


def test_who_only_changes_rank_or_password_keeps_what_they_hold(arrive: Arrive, officer: Officer) -> None:
    actions.claim(by=officer, conversation=arrive("35000").pk)
    accounts.save_officer(by="operator", username=officer.username, role="officer", force="PN", rank="Major")
    assert Seat.objects.get(left_at=None).officer == officer


def test_who_is_at_the_desk_keeps_what_they_hold(arrive: Arrive, officer: Officer) -> None:
    conversation = arrive("35000")
    actions.claim(by=officer, conversation=conversation.pk)
    assert handover.give_back() == 0
    conversation.refresh_from_db()
    assert conversation.state == State.ACTIVE


LONG_UP = handover.LOST_AFTER.total_seconds() + 1


def _gone(officer: Officer, conversation: Conversation, minutes: float) -> None:
    """Nothing was seen of the officer's console for so long, nor was the conversation taken since."""
    then = timezone.now() - timedelta(minutes=minutes)
    Officer.objects.filter(pk=officer.pk).update(seen_at=then)
    Seat.objects.filter(conversation=conversation).update(taken_at=then)


def test_whose_connection_is_lost_for_three_minutes_leaves_their_visitors_at_the_head_of_the_queue(
    arrive: Arrive, officer: Officer, colleague: Officer
) -> None:
    longest, hers = arrive("35000"), arrive("35000")
    actions.claim(by=officer, conversation=hers.pk)
    _gone(officer, hers, 3.1)
    assert handover.give_back_of_the_lost(up_for_s=LONG_UP) == 1
    hers.refresh_from_db()
    said = journal.read(hers)[-1]
    assert (hers.state, said.event) == (State.WAITING, "left")
    assert "prioritaire" in said.text
    assert [intake.pk for intake in queue.waiting("PN")] == [hers.pk, longest.pk]
    assert queries.waiting(officer)[0]["returned_to_you"] is True
    assert handover.give_back_of_the_lost(up_for_s=LONG_UP) == 0
    assert actions.claim(by=colleague, conversation=hers.pk).officer == colleague


@pytest.mark.parametrize(("minutes", "up_for_s"), [(2.9, LONG_UP), (60, LONG_UP - 2)])
def test_not_sooner_and_not_when_the_service_itself_was_away(
    arrive: Arrive, officer: Officer, minutes: float, up_for_s: float
) -> None:
    conversation = arrive("35000")
    actions.claim(by=officer, conversation=conversation.pk)
    _gone(officer, conversation, minutes)
    assert handover.give_back_of_the_lost(up_for_s=up_for_s) == 0


def test_a_connected_console_is_a_sign_of_life(arrive: Arrive, officer: Officer) -> None:
    conversation = arrive("35000")
    actions.claim(by=officer, conversation=conversation.pk)
    _gone(officer, conversation, 60)
    sessions.note_seen({officer.pk})
    assert handover.give_back_of_the_lost(up_for_s=LONG_UP) == 0
