"""The wallboard's figures against histories made by hand."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config.jobs import JOBS
from config.models import Heartbeat
from permanence.accounts.models import Officer, Presence
from permanence.desk import actions, transfers
from permanence.desk.models import Intake, Transfer
from permanence.desk.wallboard import board
from permanence.live import actions as live
from permanence.live import journal
from permanence.live.models import Conversation, Sender
from tests.desk.conftest import Arrive

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
MakeOfficer = Callable[..., Officer]


def answer(conversation: Conversation, by: Officer) -> None:
    actions.claim(by=by, conversation=conversation.pk)
    journal.append(journal.Draft(conversation.pk, Sender.OFFICER, "Bonsoir, je vous lis.", officer=by.pk))


def force(code: str = "") -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in board.board()["forces"] if one["code"] == code)
    return found


def kinds() -> list[str]:
    return [alarm["kind"] for alarm in board.board()["alarms"]]


def test_an_empty_desk_has_no_share_and_nobody_on_duty(db: None) -> None:
    assert (force()["waiting"], force()["within_20_s"], force()["longest_since"]) == (0, None, None)
    assert kinds() == ["unstaffed", "unstaffed"]


def test_answered_is_from_the_beginning_to_the_first_message_of_an_officer(
    arrive: Arrive, officer: Officer, clock: time_machine.Traveller
) -> None:
    conversations = [arrive("35000") for _ in range(4)]
    for seconds, conversation in zip((20, 1, 39, 1), conversations, strict=True):  # 20, 21, 60 and 61 s after arrival
        clock.shift(seconds)
        answer(conversation, officer)
    assert (force()["answered"], force()["within_20_s"], force()["within_60_s"]) == (4, 25, 75)


def test_a_claim_without_a_word_answers_nobody(arrive: Arrive, officer: Officer) -> None:
    actions.claim(by=officer, conversation=arrive("35000").pk)
    assert (force()["answered"], force()["within_20_s"], force()["waiting"]) == (0, None, 0)


def test_abandoned_is_ended_or_left_before_any_answer(arrive: Arrive, officer: Officer) -> None:
    left, ended, answered, waits = (arrive("35000") for _ in range(4))
    live.leave(left, "quick_exit")
    actions.claim(by=officer, conversation=ended.pk)
    actions.end(by=officer, conversation=ended.pk)
    answer(answered, officer)
    answered.refresh_from_db()
    live.leave(answered, "closed")
    assert waits.state == "waiting"
    assert force()["abandoned"] == 2


def test_a_day_begins_at_midnight_in_paris(arrive: Arrive, officer: Officer, clock: time_machine.Traveller) -> None:
    clock.move_to(timezone.localtime().replace(hour=23, minute=59, second=50))
    answer(arrive("35000"), officer)
    assert force()["answered"] == 1
    clock.shift(10)
    assert force()["answered"] == 0


@pytest.mark.parametrize("mark", ["test", "training", "abuse", "duplicate"])
def test_what_is_not_genuine_is_in_no_figure(mark: str, arrive: Arrive, officer: Officer) -> None:
    answer(arrive("35000"), officer)
    arrive("35000", in_danger=True)
    Intake.objects.update(mark=mark)
    found = board.board()
    assert (force()["waiting"], force()["answered"], found["emergencies"]) == (0, 0, [])


def test_who_waits_is_told_by_level_and_force_with_the_longest_wait(
    arrive: Arrive, clock: time_machine.Traveller
) -> None:
    first = Intake.objects.get(pk=arrive(None).pk)
    clock.shift(30)
    arrive("35000", in_danger=True)
    Intake.objects.filter(level="immediate").update(force="PN")
    assert force()["levels"] == {"immediate": 1, "high": 0, "standard": 1}
    assert (force("PN")["waiting"], force("GN")["waiting"]) == (2, 1), "without a force one stands in both queues"
    assert force()["longest_since"] == force("GN")["longest_since"] == board.moment(first.waiting_since)


def test_who_waits_past_the_threshold_of_their_level_is_an_alarm(arrive: Arrive, clock: time_machine.Traveller) -> None:
    arrive("35000", in_danger=True)
    clock.shift(60)
    assert "wait" not in kinds()
    clock.shift(1)
    alarm = next(one for one in board.board()["alarms"] if one["kind"] == "wait")
    assert (alarm["grave"], alarm["text"]) == (True, "Danger immédiat : 1 personne attend depuis plus d’une minute")


def test_an_emergency_is_told_by_its_department_and_clock_until_it_ends(arrive: Arrive, officer: Officer) -> None:
    conversation = arrive("35000", in_danger=True)
    (waits,) = board.board()["emergencies"]
    assert (waits["waits"], waits["department"], waits["officer"]) == (True, "35", "")
    actions.claim(by=officer, conversation=conversation.pk)
    (held,) = board.board()["emergencies"]
    assert (held["waits"], held["officer"]) == (False, str(officer))
    actions.end(by=officer, conversation=conversation.pk, reason="Fin")
    assert board.board()["emergencies"] == []


def test_an_officer_is_told_with_what_they_hold_and_their_free_places(arrive: Arrive, officer: Officer) -> None:
    Officer.objects.update(seen_at=timezone.now(), presence=Presence.AVAILABLE)
    officer.refresh_from_db()
    actions.claim(by=officer, conversation=arrive("35000", in_danger=True).pk)
    actions.claim(by=officer, conversation=arrive("35000").pk)
    (one,) = board.board()["officers"]
    assert (one["state"], one["held"], one["immediate"], one["standard"]) == ("available", 2, 1, 1)
    assert (one["weight"], one["free"], force("PN")["free"], force("GN")["free"]) == (4, 2, 2, 0)


def test_on_a_break_there_is_no_free_place(officer: Officer) -> None:
    Officer.objects.update(seen_at=timezone.now(), presence=Presence.BREAK)
    assert (force()["on_break"], force()["available"], force()["free"]) == (1, 0, 0)
    assert kinds() == ["unstaffed", "break"], "the other force has nobody; one on a break is on duty, and alone"


def test_who_lost_the_connection_and_holds_somebody_is_an_alarm_at_the_head_of_the_officers(
    arrive: Arrive, officer: Officer, clock: time_machine.Traveller
) -> None:
    Officer.objects.update(seen_at=timezone.now(), presence=Presence.AVAILABLE)
    officer.refresh_from_db()
    actions.claim(by=officer, conversation=arrive("35000").pk)
    clock.shift(121)
    assert "lost" in kinds()
    assert board.board()["officers"][0]["state"] == "away"


def test_who_left_long_ago_or_is_in_training_is_not_on_the_board(
    officer: Officer, colleague: Officer, clock: time_machine.Traveller
) -> None:
    Officer.objects.update(seen_at=timezone.now(), presence=Presence.AVAILABLE)
    Officer.objects.filter(pk=colleague.pk).update(in_training=True)
    assert [one["name"] for one in board.board()["officers"]] == [str(officer)]
    clock.shift(timedelta(hours=1, seconds=1))
    assert board.board()["officers"] == []


def test_a_transfer_nobody_answered_is_told_and_one_left_open_says_that_periodic_work_is_late(
    arrive: Arrive, officer: Officer, colleague: Officer, clock: time_machine.Traveller
) -> None:
    Officer.objects.update(seen_at=timezone.now(), presence=Presence.AVAILABLE)
    conversation = arrive("35000")
    actions.claim(by=officer, conversation=conversation.pk)
    offered = transfers.offer(by=officer, conversation=conversation.pk, to=colleague.pk, summary="")
    clock.move_to(offered.expires_at + timedelta(seconds=121))
    assert "late work" in kinds()
    assert transfers.expire() == 1
    assert Transfer.objects.get().state == Transfer.State.TIMED_OUT
    assert "late work" not in kinds()
    assert "transfer" in kinds()
    clock.shift(timedelta(minutes=10))
    assert "transfer" not in kinds()


def test_periodic_work_that_has_fallen_silent_is_told(db: None, clock: time_machine.Traveller) -> None:
    Heartbeat.objects.update_or_create(name=JOBS, defaults={"at": timezone.now(), "by": "somebody"})
    assert "late work" not in kinds()
    clock.shift(timedelta(seconds=121))
    assert "late work" in kinds()


def test_many_people_cost_no_more_queries_than_few(arrive: Arrive, make_officer: MakeOfficer, officer: Officer) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            board.board()
        return len(seen)

    answer(arrive("35000", in_danger=True), officer)
    arrive("35000", in_danger=True)
    few = queries()
    for number in range(5):
        answer(arrive("35000", in_danger=True), make_officer(f"agent{number}", force="PN"))
        arrive("35000", in_danger=True)
    assert queries() == few <= 19
