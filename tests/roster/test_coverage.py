"""Half-hours against the need."""

from datetime import UTC, datetime, timedelta

from permanence.roster.coverage import Hole, half_hours, holes

MIDNIGHT = datetime(2026, 3, 17, tzinfo=UTC)
DAY = timedelta(days=1)


def at(hour: int, minute: int = 0) -> datetime:
    return MIDNIGHT + timedelta(hours=hour, minutes=minute)


def test_a_day_has_forty_eight_half_hours() -> None:
    assert len(half_hours([], MIDNIGHT, MIDNIGHT + DAY)) == 48


def test_a_hole_at_three_is_found_where_it_is() -> None:
    told = half_hours([(at(0), at(3)), (at(3, 30), at(24))], MIDNIGHT, MIDNIGHT + DAY)
    assert holes(told) == [Hole(at(3), at(3, 30), 0)]


def test_two_who_relay_each_other_within_a_half_hour_cover_it() -> None:
    assert holes(half_hours([(at(0), at(3, 15)), (at(3, 15), at(6))], MIDNIGHT, at(6))) == []


def test_one_who_leaves_within_a_half_hour_does_not_cover_it() -> None:
    told = half_hours([(at(0), at(3, 15))], MIDNIGHT, at(3, 30))
    assert [half.present for half in told] == [1] * 6 + [0]


def test_a_shift_begun_before_counts_and_the_minutes_of_the_start_are_rounded_down() -> None:
    told = half_hours([(at(-5), at(2))], at(1, 10), at(2))
    assert [(half.at, half.present) for half in told] == [(at(1), 1), (at(1, 30), 1)]


def test_fewer_than_needed_is_a_hole_apart_from_one_without_anybody() -> None:
    told = half_hours([(at(0), at(2)), (at(0), at(1))], MIDNIGHT, at(3), needed=lambda _: 2)
    assert holes(told) == [Hole(at(1), at(2), 1, 2), Hole(at(2), at(3), 0, 2)]


def test_holes_that_do_not_touch_stay_apart() -> None:
    told = half_hours([(at(1), at(2))], MIDNIGHT, at(3))
    assert holes(told) == [Hole(at(0), at(1), 0), Hole(at(2), at(3), 0)]
