"""When a referral is late, and who is told: pure."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from permanence.casework.referrals import rules
from permanence.casework.referrals.rules import Standing, Told
from permanence.casework.referrals.steps import State

PARIS, CAYENNE = ZoneInfo("Europe/Paris"), ZoneInfo("America/Cayenne")
MORNING = datetime(2026, 3, 10, 9, tzinfo=UTC)
"""Ten o'clock in Paris, six in Cayenne."""


def test_a_day_of_hours_begins_at_eight_and_ends_at_twenty() -> None:
    at = datetime(2026, 3, 10, 17, tzinfo=UTC)  # 18 h in Paris: two hours are left
    assert rules.hours_of_day(at, 2, PARIS) == datetime(2026, 3, 10, 19, tzinfo=UTC)
    assert rules.hours_of_day(at, 3, PARIS) == datetime(2026, 3, 11, 8, tzinfo=UTC)


def test_the_night_does_not_count() -> None:
    at = datetime(2026, 3, 10, 23, tzinfo=UTC)
    assert rules.hours_of_day(at, 1, PARIS) == datetime(2026, 3, 11, 8, tzinfo=UTC)


def test_hours_are_those_of_the_units_department() -> None:
    standing = Standing(State.SENT, MORNING, is_urgent=False, zone=CAYENNE)
    assert rules.deadlines(standing)[0] == (Told.UNIT, datetime(2026, 3, 10, 23, tzinfo=UTC))
    paris = Standing(State.SENT, MORNING, is_urgent=False, zone=PARIS)
    assert rules.deadlines(paris)[0] == (Told.UNIT, datetime(2026, 3, 11, 9, tzinfo=UTC))


def test_a_change_of_clocks_makes_no_day_longer() -> None:
    eve = datetime(2026, 3, 28, 18, tzinfo=UTC)  # 19 h in Paris, the night the clocks change
    assert rules.hours_of_day(eve, 2, PARIS) == datetime(2026, 3, 29, 7, tzinfo=UTC)


def test_what_is_urgent_is_counted_day_and_night() -> None:
    night = datetime(2026, 3, 10, 2, tzinfo=UTC)
    told = rules.deadlines(Standing(State.SENT, night, is_urgent=True, zone=PARIS))
    assert told == [
        (Told.UNIT, night + timedelta(hours=1)),
        (Told.OFFICER, night + timedelta(hours=2)),
        (Told.SUPERVISOR, night + timedelta(hours=4)),
    ]


def test_a_partner_has_no_console_and_its_officer_is_told_first() -> None:
    told = rules.deadlines(Standing(State.SENT, MORNING, is_urgent=True, zone=PARIS, is_partner=True))
    assert told == [
        (Told.OFFICER, MORNING + timedelta(hours=1)),
        (Told.SUPERVISOR, MORNING + timedelta(hours=4)),
    ]


def test_a_confirmed_appointment_is_counted_from_its_end() -> None:
    ends = MORNING + timedelta(days=3)
    standing = Standing(State.CONFIRMED, MORNING, is_urgent=True, zone=PARIS, appointment_ends=ends)
    assert rules.deadlines(standing)[0] == (Told.UNIT, ends + timedelta(hours=4))


def test_an_appointment_that_nobody_confirmed_is_late_when_its_hour_has_passed() -> None:
    ends = MORNING + timedelta(hours=1)
    standing = Standing(State.PROPOSED, MORNING, is_urgent=True, zone=PARIS, appointment_ends=ends)
    assert rules.deadlines(standing)[0] == (Told.UNIT, ends + timedelta(hours=4))


@pytest.mark.parametrize("state", [State.CLOSED, State.RECALLED])
def test_what_is_over_awaits_nothing(state: State) -> None:
    assert rules.deadlines(Standing(state, MORNING, is_urgent=True, zone=PARIS)) == []


def test_what_came_back_refused_is_the_officers_at_once() -> None:
    told = rules.deadlines(Standing(State.REFUSED, MORNING, is_urgent=True, zone=PARIS))
    assert told == [
        (Told.OFFICER, MORNING + timedelta(minutes=30)),
        (Told.SUPERVISOR, MORNING + timedelta(hours=1)),
    ]


def test_hours_may_be_set_state_by_state() -> None:
    table = rules.changed({"sent": {"urgent": [0.5, 1, 2]}})
    assert table[State.SENT].urgent == (0.5, 1, 2)
    assert table[State.SENT].ordinary == rules.DELAYS[State.SENT].ordinary
    assert table[State.ACCEPTED] == rules.DELAYS[State.ACCEPTED]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"somewhere": {}}, "not one of"),
        ({"sent": {"sometimes": [1, 2, 3]}}, "ordinary and urgent"),
        ({"sent": {"urgent": [3, 2, 1]}}, "three numbers"),
        ({"sent": {"urgent": [0, 1, 2]}}, "three numbers"),
        ({"sent": {"urgent": [1, 2]}}, "three numbers"),
        ([], "an object"),
    ],
)
def test_hours_that_cannot_be_are_refused(given: object, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        rules.changed(given)  # type: ignore[arg-type]
