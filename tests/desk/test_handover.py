"""Who leaves the desk for good leaves nobody behind."""

from permanence.accounts import actions as accounts
from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.desk import actions, handover
from permanence.live import journal
from permanence.live.models import State
from tests.desk.conftest import Arrive


def test_what_a_closed_account_held_waits_again_and_can_be_claimed(
    arrive: Arrive, officer: Officer, colleague: Officer
) -> None:
    conversation = arrive("35000")
    actions.claim(by=officer, conversation=conversation.pk)
    accounts.deactivate(by="operator", officer=officer.pk)
    assert handover.give_back() == 1
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
    assert handover.give_back() == 1


def test_who_is_at_the_desk_keeps_what_they_hold(arrive: Arrive, officer: Officer) -> None:
    conversation = arrive("35000")
    actions.claim(by=officer, conversation=conversation.pk)
    assert handover.give_back() == 0
    conversation.refresh_from_db()
    assert conversation.state == State.ACTIVE
