"""What a cycle lays on the calendar: weeks, intervals, rotations, and the nights when the clocks change."""

import itertools
from datetime import UTC, date, datetime, time, timedelta

import pytest

from permanence.roster import pattern
from permanence.roster.pattern import Pattern, Turn

PARIS, REUNION = "Europe/Paris", "Indian/Reunion"
NIGHT = (time(19), time(7))
MONDAY = date(2026, 10, 19)


def lengths(given: Pattern, since: date, days: int, zone: str = PARIS) -> list[float]:
    spans = given.spans(since, since + timedelta(days=days), zone=zone)
    return [(end - start).total_seconds() / 3600 for start, end in spans]


def test_days_of_the_week() -> None:
    week = Pattern(7, MONDAY, (Turn(0, time(8), time(16)), Turn(4, *NIGHT)))
    begun = [start for start, _ in week.spans(date(2026, 10, 21), date(2026, 10, 28), zone=PARIS)]
    assert begun == [datetime(2026, 10, 23, 17, tzinfo=UTC), datetime(2026, 10, 26, 7, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("night", "lasts"), [(date(2026, 10, 24), 13), (date(2027, 3, 27), 11), (date(2026, 12, 1), 12)]
)
def test_a_night_is_twelve_hours_by_the_clock(night: date, lasts: int) -> None:
    assert lengths(Pattern(1, MONDAY, (Turn(0, *NIGHT),)), night, 1) == [lasts]


def test_nights_of_la_reunion_are_always_twelve_hours() -> None:
    every_night = Pattern(1, MONDAY, (Turn(0, *NIGHT),))
    assert set(lengths(every_night, MONDAY, 190, REUNION)) == {12}
    (span,) = every_night.spans(MONDAY, MONDAY + timedelta(days=1), zone=REUNION)
    assert span[0] == datetime(2026, 10, 19, 15, tzinfo=UTC)


@pytest.mark.parametrize("day", [date(2026, 10, 25), date(2027, 3, 28)])
def test_relays_at_hours_that_are_skipped_or_come_twice_leave_no_gap_and_no_overlap(day: date) -> None:
    turns = (Turn(0, time(20), time(2, 30)), Turn(0, time(2, 30), time(20)))
    spans = sorted(Pattern(1, MONDAY, turns).spans(day - timedelta(days=1), day + timedelta(days=1), zone=PARIS))
    assert all(before[1] == after[0] for before, after in itertools.pairwise(spans))


def test_a_turn_that_the_clocks_leave_no_time_for_is_none() -> None:
    short = Pattern(1, MONDAY, (Turn(0, time(2), time(3)),))
    assert lengths(short, date(2027, 3, 27), 3) == [1, 1]


def test_four_officers_two_days_apart_cover_day_and_night() -> None:
    turns = (Turn(0, time(7), time(19)), Turn(1, time(7), time(19)), Turn(2, *NIGHT), Turn(3, *NIGHT))
    rotation = Pattern(8, MONDAY, turns)
    spans = sorted(
        span
        for ahead in (0, 2, 4, 6)
        for span in rotation.spans(MONDAY, MONDAY + timedelta(days=30), zone=PARIS, ahead=ahead)
    )
    assert len(spans) == 60
    assert all(before[1] == after[0] for before, after in itertools.pairwise(spans))


def test_it_is_said_in_words() -> None:
    week = Pattern(7, MONDAY, (Turn(0, *NIGHT), Turn(1, *NIGHT)))
    assert week.said == "lundi, mardi : 19 h à 7 h"
    rotation = Pattern(8, MONDAY, (Turn(0, time(7), time(19)), Turn(2, *NIGHT)))
    assert rotation.said == "sur 8 jours, jour 1 : 7 h à 19 h ; jour 3 : 19 h à 7 h"


def test_what_is_kept_is_read_again() -> None:
    turns = (Turn(0, time(7), time(19, 30)), Turn(3, *NIGHT))
    assert pattern.read(8, MONDAY, pattern.kept(turns)) == Pattern(8, MONDAY, turns)
