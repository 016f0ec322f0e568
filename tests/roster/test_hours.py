"""Hours of a clock as instants: those that the clocks skip, and those that come twice."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from permanence.roster import hours
from permanence.roster.hours import Skipped

PARIS, REUNION = "Europe/Paris", "Indian/Reunion"
FORWARD, BACK = date(2027, 3, 28), date(2026, 10, 25)


def utc(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), UTC)


def test_an_hour_that_the_clocks_skip_is_refused_and_said() -> None:
    with pytest.raises(Skipped, match="directement à 03:00"):
        hours.moment(FORWARD, time(2, 30), PARIS)


def test_a_cycle_lays_it_at_the_change_of_the_clocks() -> None:
    assert hours.laid(FORWARD, time(2, 30), PARIS) == utc(FORWARD, 1)
    assert hours.laid(FORWARD, time(2), PARIS) == utc(FORWARD, 1)
    assert hours.laid(FORWARD, time(3), PARIS) == utc(FORWARD, 1)


def test_an_hour_that_comes_twice_is_the_first_of_the_two() -> None:
    assert hours.comes_twice(BACK, time(2, 30), PARIS)
    assert hours.moment(BACK, time(2, 30), PARIS) == hours.laid(BACK, time(2, 30), PARIS) == utc(BACK, 0, 30)
    assert not hours.comes_twice(BACK, time(3), PARIS)
    assert not hours.comes_twice(FORWARD, time(2, 30), PARIS)


@pytest.mark.parametrize("day", [FORWARD, BACK])
def test_the_clocks_of_la_reunion_never_change(day: date) -> None:
    assert hours.moment(day, time(2, 30), REUNION) == utc(day - timedelta(days=1), 22, 30)
    assert not hours.comes_twice(day, time(2, 30), REUNION)


@pytest.mark.parametrize(("night", "lasts"), [(FORWARD, 11), (BACK, 13), (date(2026, 12, 1), 12)])
def test_a_night_of_twelve_hours_by_the_clock_lasts_what_it_lasts(night: date, lasts: int) -> None:
    start = hours.laid(night - timedelta(days=1), time(19), PARIS)
    end = hours.laid(night, time(7), PARIS)
    assert end - start == timedelta(hours=lasts)
    assert hours.by_the_clock(start, end, PARIS) == timedelta(hours=12)
