"""What is wrong badly enough to call somebody, and what is not."""

from datetime import timedelta

import pytest
import time_machine

from permanence.accounts.models import Officer, Presence
from permanence.desk import actions as desk
from permanence.desk.models import Intake
from permanence.desk.paging import actions
from permanence.desk.paging.models import Alarm
from permanence.live import journal
from permanence.live.models import Sender
from tests.desk.conftest import Arrive
from tests.paging.conftest import Connect, kinds
from tests.roster.conftest import Enter, enter, team

__all__ = ["enter", "team"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def say(conversation: Intake | object, sender: Sender, officer: Officer | None = None) -> None:
    draft = journal.Draft(conversation.pk, sender, "quelques mots", officer=officer.pk if officer else None)  # type: ignore[attr-defined]
    journal.append(draft)


def test_an_empty_desk_that_nobody_waits_for_calls_nobody(db: None) -> None:
    assert kinds() == []


def test_somebody_waits_and_nobody_of_the_force_is_connected(
    arrive: Arrive, gendarme: Officer, connect: Connect, clock: time_machine.Traveller
) -> None:
    arrive("35000")
    arrive("35000")
    connect(gendarme)
    assert kinds() == []
    clock.shift(61)
    assert kinds() == [("unstaffed", "PN")]
    assert Alarm.objects.get().people == 2


def test_somebody_without_a_force_is_alone_only_when_both_desks_are_empty(
    arrive: Arrive, gendarme: Officer, connect: Connect, clock: time_machine.Traveller
) -> None:
    arrive(None)
    clock.shift(61)
    connect(gendarme)
    assert kinds() == []
    clock.shift(180)
    assert kinds() == [("unstaffed", "")]


def test_an_immediate_danger_that_waits_for_more_than_a_minute(
    arrive: Arrive, officer: Officer, connect: Connect, clock: time_machine.Traveller
) -> None:
    arrive("35000", in_danger=True)
    clock.shift(60)
    connect(officer)
    assert kinds() == []
    clock.shift(1)
    assert ("danger", "PN") in kinds()


def test_an_immediate_danger_whose_last_words_nobody_answered(
    arrive: Arrive, officer: Officer, connect: Connect, clock: time_machine.Traveller
) -> None:
    conversation = arrive("35000", in_danger=True)
    desk.claim(by=officer, conversation=conversation.pk)
    say(conversation, Sender.VISITOR)
    clock.shift(181)
    connect(officer)
    assert kinds() == [("danger", "PN")]
    say(conversation, Sender.OFFICER, officer)
    clock.shift(61)
    connect(officer)
    assert kinds() == []


def test_somebody_waits_past_the_threshold_and_nobody_was_taken_for_as_long(
    arrive: Arrive, officer: Officer, connect: Connect, clock: time_machine.Traveller
) -> None:
    arrive("35000")
    clock.shift(601)
    connect(officer, Presence.BREAK)
    assert kinds() == [("wait", "PN")]


def test_a_desk_that_goes_on_taking_people_is_busy_and_not_absent(
    arrive: Arrive, officer: Officer, connect: Connect, clock: time_machine.Traveller
) -> None:
    arrive("35000")
    second = arrive("35000")
    clock.shift(500)
    desk.claim(by=officer, conversation=second.pk)
    clock.shift(101)
    connect(officer)
    assert kinds() == []


@pytest.mark.parametrize("mark", ["test", "training", "abuse", "duplicate"])
def test_what_is_no_genuine_conversation_wakes_nobody(mark: str, arrive: Arrive, clock: time_machine.Traveller) -> None:
    arrive("35000", in_danger=True)
    Intake.objects.update(mark=mark)
    clock.shift(1000)
    assert kinds() == []


def test_a_hole_of_the_roster_is_told_a_day_ahead_and_again_an_hour_ahead(
    enter: Enter, officer: Officer, clock: time_machine.Traveller
) -> None:
    enter(officer, 0, 13)
    enter(officer, 13, 26)
    assert kinds() == []
    clock.shift(timedelta(hours=2, minutes=1))
    assert kinds() == [("hole_ahead", "PN")]
    clock.shift(timedelta(hours=23))
    assert kinds() == [("hole_ahead", "PN"), ("hole_soon", "PN")]


def test_a_hole_under_way_stays_the_same_alarm_half_hour_after_half_hour(
    enter: Enter, officer: Officer, clock: time_machine.Traveller
) -> None:
    enter(officer, 0, 1)
    kinds()
    for _ in range(4):
        clock.shift(timedelta(minutes=30))
        kinds()
    assert Alarm.objects.filter(kind="hole_soon").count() == 1
    assert Alarm.objects.get(kind="hole_soon").since == Alarm.objects.get(kind="hole_soon").opened_at


def test_another_hole_is_told_anew(enter: Enter, officer: Officer, colleague: Officer) -> None:
    enter(officer, 0, 10)
    enter(officer, 11, 14)
    assert kinds() == [("hole_ahead", "PN")]
    told = Alarm.objects.get()
    Alarm.objects.update(acknowledged_at=told.opened_at)
    kinds()
    assert Alarm.objects.get().acknowledged_at is not None
    enter(colleague, 9, 12)
    assert kinds() == [("hole_ahead", "PN")]
    renewed = Alarm.objects.get()
    assert renewed.acknowledged_at is None
    assert (renewed.pk, renewed.hole_at > told.hole_at) == (told.pk, True)


def test_periodic_work_that_is_late_is_told_by_another_process(clock: time_machine.Traveller) -> None:
    from django.utils import timezone

    actions.sweep(work_is_late_since=timezone.now() - timedelta(minutes=3))
    assert list(Alarm.objects.values_list("kind", flat=True)) == ["work"]


def test_the_look_waits_after_a_start(
    arrive: Arrive, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrive("35000")
    clock.shift(61)
    monkeypatch.setattr(actions.time, "monotonic", lambda: actions._started + 60)
    assert actions.watch() == 0
    monkeypatch.setattr(actions.time, "monotonic", lambda: actions._started + 121)
    assert actions.watch() == 1
