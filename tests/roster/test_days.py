"""Coverage as rows of a page: forty-eight cells a day, whatever the clocks do."""

from datetime import UTC, date, datetime, time, timedelta

from permanence.roster import coverage, days, hours

PARIS = "Europe/Paris"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def rows(day: date, shifts: list[tuple[datetime, datetime]], now: datetime = LONG_AGO) -> list[days.Row]:
    start, end = hours.midnight(day, PARIS), hours.midnight(day + timedelta(days=1), PARIS)
    return days.rows(coverage.half_hours(shifts, start, end), PARIS, now=now)


def whole(day: date) -> tuple[datetime, datetime]:
    return hours.midnight(day, PARIS), hours.midnight(day + timedelta(days=1), PARIS)


def test_a_hole_at_three_has_its_cell_and_its_words() -> None:
    day = date(2026, 12, 1)
    start, end = whole(day)
    (row,) = rows(day, [(start, start + timedelta(hours=3)), (start + timedelta(hours=3.5), end)])
    assert [number for number, cell in enumerate(row.cells) if cell.state == "empty"] == [6]
    assert (row.name, row.summary, row.is_empty) == ("mardi 1er décembre", "personne de 3 h à 3 h 30", True)
    assert row.cells[6].words == "3 h : personne"


def test_the_hour_that_the_clocks_skip_is_no_hole() -> None:
    day = date(2027, 3, 28)
    (row,) = rows(day, [whole(day)])
    assert [cell.state for cell in row.cells] == ["covered"] * 4 + ["skipped"] * 2 + ["covered"] * 42
    assert row.summary == "couvert"
    assert "n’existe pas" in row.cells[5].words


def test_the_hour_that_comes_twice_shows_the_worse_of_the_two() -> None:
    day = date(2026, 10, 25)
    start, end = whole(day)
    second_two = hours.laid(day, time(2), PARIS) + timedelta(hours=1)
    (row,) = rows(day, [(start, second_two), (second_two + timedelta(minutes=30), end)])
    assert len(row.cells) == 48
    assert [number for number, cell in enumerate(row.cells) if cell.state == "empty"] == [4]
    assert "deux fois" in row.cells[4].words


def test_what_is_over_is_no_hole_any_more() -> None:
    day = date(2026, 12, 1)
    (row,) = rows(day, [], now=hours.midnight(day, PARIS) + timedelta(hours=12, minutes=10))
    assert [cell.state for cell in row.cells] == ["over"] * 24 + ["empty"] * 24
    assert row.summary == "personne de 12 h à minuit"
    (row,) = rows(day, [], now=hours.midnight(day + timedelta(days=2), PARIS))
    assert row.summary == "passé"


def test_a_day_without_anybody_is_said_whole_and_many_holes_are_counted() -> None:
    day = date(2026, 12, 1)
    start, _ = whole(day)
    assert rows(day, [])[0].summary == "personne de la journée"
    hour = timedelta(hours=1)
    (row,) = rows(day, [(start + hour * n, start + hour * (n + 1)) for n in range(0, 24, 2)])
    assert row.summary == "personne de 1 h à 2 h ; personne de 3 h à 4 h ; et 10 autres"
