"""The load of an officer: by urgency and activity, not by number."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from permanence.accounts.models import Officer, Presence
from permanence.desk import actions, queries, staff, transfers_told
from permanence.desk.load import QUIET_AFTER, WEIGHTS, Held, load
from permanence.desk.vocabulary import Level
from permanence.desk.wallboard import board
from permanence.live import journal, presence
from permanence.live.models import Sender
from tests.desk.conftest import Arrive

NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)


def spoken(level: Level, silent: timedelta = timedelta(0)) -> Held:
    return Held(level, NOW - silent)


def test_it_is_the_sum_of_the_levels_not_the_number() -> None:
    assert load([], NOW) == 0
    assert load([spoken(Level.IMMEDIATE)], NOW) == load([spoken(Level.STANDARD)] * 3, NOW) == 3
    assert load([spoken(Level.HIGH), spoken(Level.STANDARD)], NOW) == 3


def test_one_in_which_nobody_writes_weighs_half_from_ten_minutes_on() -> None:
    assert load([spoken(Level.STANDARD, QUIET_AFTER - timedelta(seconds=1))], NOW) == 1
    assert load([spoken(Level.STANDARD, QUIET_AFTER), spoken(Level.STANDARD)], NOW) == 1.5


@pytest.mark.parametrize("level", [Level.IMMEDIATE, Level.HIGH])
def test_a_grave_one_never_weighs_less_than_its_level(level: Level) -> None:
    assert load([spoken(level, timedelta(days=1))], NOW) == WEIGHTS[level]


@pytest.mark.django_db
def test_the_last_word_of_either_side_counts_and_so_does_taking_it(
    arrive: Arrive, officer: Officer, clock: time_machine.Traveller
) -> None:
    conversation = arrive("35000")
    clock.shift(3600)
    actions.claim(by=officer, conversation=conversation.pk)
    assert staff.load_of(officer.pk) == 1
    clock.shift(QUIET_AFTER)
    assert staff.load_of(officer.pk) == 0.5
    journal.append(journal.Draft(conversation.pk, Sender.VISITOR, "Vous êtes là ?"))
    assert staff.load_of(officer.pk) == 1


@pytest.mark.django_db
def test_it_is_told_to_the_officer_to_colleagues_and_on_the_wall(
    arrive: Arrive, officer: Officer, colleague: Officer, clock: time_machine.Traveller
) -> None:
    Officer.objects.update(presence=Presence.AVAILABLE, seen_at=timezone.now())
    officer.refresh_from_db()
    for in_danger in (True, False):
        actions.claim(by=officer, conversation=arrive("35000", in_danger=in_danger).pk)
    assert queries.me(officer)["load"] == 4
    clock.shift(QUIET_AFTER)
    Officer.objects.update(seen_at=timezone.now())
    assert (board.board()["officers"][0]["weight"], staff.held()[colleague.pk]) == (3.5, [])
    presence.officer_connected(officer.pk, officer)
    try:
        (told,) = transfers_told.colleagues(colleague)
    finally:
        presence.officer_disconnected(officer.pk, officer)
    assert (told["holding"], told["load"]) == (2, 3.5)


@pytest.mark.django_db
def test_a_colleague_with_fewer_but_graver_conversations_comes_after(
    arrive: Arrive, officer: Officer, colleague: Officer, supervisor: Officer
) -> None:
    Officer.objects.update(presence=Presence.AVAILABLE, seen_at=timezone.now())
    for who, in_danger in ((officer, True), (colleague, False), (colleague, False)):
        actions.claim(by=who, conversation=arrive("35000", in_danger=in_danger).pk)
    here = (officer, colleague)
    for one in here:
        presence.officer_connected(one.pk, one)
    try:
        assert [one["id"] for one in transfers_told.colleagues(supervisor)] == [colleague.pk, officer.pk]
    finally:
        for one in here:
            presence.officer_disconnected(one.pk, one)
