"""A count against that of the year before: the calendar's traps, and what chance explains."""

from datetime import date
from math import isinf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.statistics.comparing import compare, per_thousand, rounded, year_before, years_back

DAYS = st.dates(date(2022, 1, 1), date(2031, 12, 31))


@pytest.mark.parametrize(
    ("period", "twin"),
    [
        ((date(2026, 1, 1), date(2026, 11, 30)), (date(2025, 1, 1), date(2025, 11, 30))),
        ((date(2026, 1, 1), date(2026, 1, 1)), (date(2025, 1, 1), date(2025, 1, 1))),
        ((date(2024, 2, 29), date(2024, 2, 29)), (date(2023, 2, 28), date(2023, 2, 28))),
        ((date(2024, 2, 29), date(2024, 3, 10)), (date(2023, 2, 28), date(2023, 3, 10))),
        ((date(2024, 1, 1), date(2024, 2, 29)), (date(2023, 1, 1), date(2023, 2, 28))),
        ((date(2025, 2, 1), date(2025, 2, 28)), (date(2024, 2, 1), date(2024, 2, 29))),
        ((date(2025, 2, 2), date(2025, 2, 28)), (date(2024, 2, 2), date(2024, 2, 28))),
        ((date(2024, 1, 1), date(2024, 12, 31)), (date(2023, 1, 1), date(2023, 12, 31))),
        ((date(2025, 12, 1), date(2026, 11, 30)), (date(2024, 12, 1), date(2025, 11, 30))),
        ((date(2024, 1, 1), date(2025, 12, 31)), (date(2022, 1, 1), date(2023, 12, 31))),
    ],
)
def test_a_period_has_its_twin_the_year_before(period: tuple[date, date], twin: tuple[date, date]) -> None:
    assert year_before(*period) == twin


@given(DAYS, DAYS)
def test_a_period_and_its_twin_share_no_day_and_differ_by_a_day_of_february_at_most(one: date, other: date) -> None:
    first, last = sorted((one, other))
    start, end = year_before(first, last)
    assert start <= end < first
    assert abs((last - first).days - (end - start).days) <= 1 + years_back(first, last) // 2


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="after it begins"):
        year_before(date(2026, 2, 1), date(2026, 1, 1))


def test_a_difference_and_a_percent_are_of_the_year_before() -> None:
    found = compare(2450, 2100)
    assert found.difference == 350
    assert found.percent == pytest.approx(16.6667, abs=1e-4)
    assert found.is_clear


def test_nothing_the_year_before_gives_no_percent() -> None:
    found = compare(12, 0)
    assert found.percent is None
    assert found.high is not None
    assert isinf(found.high)
    assert found.is_clear


def test_nothing_in_either_period_is_no_difference() -> None:
    found = compare(0, 0)
    assert (found.difference, found.percent, found.low, found.high, found.is_clear) == (0, None, None, None, False)


@pytest.mark.parametrize(("now", "before"), [(5, 3), (3, 5), (1, 0), (0, 2), (104, 100)])
def test_small_counts_and_small_differences_are_chance(now: int, before: int) -> None:
    assert not compare(now, before).is_clear


def test_everything_gone_is_a_clear_fall() -> None:
    found = compare(0, 40)
    assert found.is_clear
    assert found.low == pytest.approx(-100)


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="never negative"):
        compare(-1, 3)


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_the_interval_holds_the_percent(now: int, before: int) -> None:
    found = compare(now, before)
    assert found.low is not None
    assert found.high is not None
    assert found.percent is not None
    assert found.low - 1e-6 <= found.percent <= found.high + 1e-6


@given(st.integers(1, 10**5), st.integers(1, 10**5))
def test_a_rise_read_backwards_is_a_fall(now: int, before: int) -> None:
    assert compare(now, before).is_clear == compare(before, now).is_clear


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [(81, 263, 0.2535, 0.3682), (15, 148, 0.0598, 0.1644), (0, 20, 0.0, 0.2005), (1, 29, 0.0018, 0.1963)],
)
def test_the_interval_is_the_published_one(hits: int, total: int, low: float, high: float) -> None:
    """The worked examples of Newcombe (1998), table I, method 4."""
    found = compare(hits, total - hits)
    assert found.low is not None
    assert found.high is not None
    assert 1 - 1 / (1 + (found.low / 100 + 1)) == pytest.approx(low, abs=1e-4)
    assert 1 - 1 / (1 + (found.high / 100 + 1)) == pytest.approx(high, abs=1e-4)


def test_a_rate_is_for_a_thousand_inhabitants_where_they_are_known() -> None:
    assert per_thousand(50, 25_000) == pytest.approx(2)
    assert per_thousand(50, None) is None
    assert per_thousand(50, 0) is None


@pytest.mark.parametrize(("value", "digits", "said"), [(12.5, 0, 13), (-12.5, 0, -13), (0.04, 1, 0), (1.25, 1, 1.3)])
def test_halves_are_rounded_away_from_zero(value: float, digits: int, said: float) -> None:
    assert rounded(value, digits) == said
