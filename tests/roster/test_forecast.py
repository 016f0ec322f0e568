"""Erlang C against values that can be worked out by hand."""

import pytest

from permanence.roster.forecast import answered_within, officers_needed, waits


@pytest.mark.parametrize(
    ("load", "places", "share"),
    [
        (0.5, 1, 0.5),  # one place: the share of time it is taken
        (1, 2, 1 / 3),  # (1/2 · 2) / (1 + 1 + 1)
        (2, 3, 4 / 9),  # (8/6 · 3) / (1 + 2 + 2 + 4)
        (0, 4, 0),
        (4, 4, 1),
        (9, 4, 1),
    ],
)
def test_the_share_that_waits(load: float, places: int, share: float) -> None:
    assert waits(load, places) == pytest.approx(share)


def test_the_recursion_agrees_with_the_sum_of_the_formula() -> None:
    load, places, term, total = 10.0, 14, 1.0, 0.0
    for taken in range(places):
        total += term
        term *= load / (taken + 1)
    busy = term * places / (places - load)
    assert waits(load, places) == pytest.approx(busy / (total + busy))


def test_a_large_desk_overflows_nothing() -> None:
    assert 0 < waits(950, 1000) < 1


def test_answered_at_once_is_who_does_not_wait() -> None:
    assert answered_within(2, 3, target_s=0, duration_s=300) == pytest.approx(5 / 9)


def test_more_arrivals_than_places_are_never_caught_up() -> None:
    assert answered_within(5, 4, target_s=3600, duration_s=300) == 0


def test_the_officers_needed_reach_the_share_and_one_fewer_does_not() -> None:
    needed = officers_needed(12, duration_s=7200, at_once=4, target_s=60, share=0.9)
    load = 24.0
    assert answered_within(load, needed * 4, target_s=60, duration_s=7200) >= 0.9
    assert answered_within(load, (needed - 1) * 4, target_s=60, duration_s=7200) < 0.9


def test_an_empty_hour_needs_one_officer() -> None:
    assert officers_needed(0, duration_s=7200, at_once=4, target_s=60) == 1


@pytest.mark.parametrize("share", [-0.1, 1])
def test_a_share_that_no_number_reaches_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="share"):
        officers_needed(1, duration_s=60, at_once=1, target_s=0, share=share)


def test_a_load_beyond_any_desk_is_refused() -> None:
    with pytest.raises(ValueError, match="any desk"):
        officers_needed(100_000, duration_s=7200, at_once=4, target_s=60)


@pytest.mark.parametrize(("load", "places"), [(-1, 2), (1, 0)])
def test_no_place_or_a_negative_load_is_refused(load: float, places: int) -> None:
    with pytest.raises(ValueError, match="at least one place"):
        waits(load, places)
