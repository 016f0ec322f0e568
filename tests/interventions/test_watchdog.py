"""When silence begins to count, and until when: every way she may go."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.interventions.watchdog import GONE, Cause, Look, Patience, countdown, is_another

NOW = datetime(2026, 3, 10, 2, 30, tzinfo=UTC)
PATIENCE = Patience(timedelta(seconds=300), timedelta(seconds=120), timedelta(seconds=90))
HOW = st.sampled_from(["here", *GONE])
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("how", "cause", "seconds"),
    [
        ("quick_exit", Cause.QUICK_EXIT, 90),
        ("dropped", Cause.DROPPED, 120),
        ("away", Cause.DROPPED, 120),
        ("closed", Cause.CLOSED, 120),
    ],
)
def test_each_way_of_leaving_has_its_patience(how: str, cause: Cause, seconds: int) -> None:
    found = countdown(Look(how, NOW, None), PATIENCE)
    assert found is not None
    assert (found.cause, found.since, found.deadline) == (cause, NOW, NOW + timedelta(seconds=seconds))


def test_here_she_is_silent_only_once_the_desk_has_spoken() -> None:
    assert countdown(Look("here", NOW, None), PATIENCE) is None
    found = countdown(Look("here", NOW - timedelta(hours=1), NOW), PATIENCE)
    assert found is not None
    assert (found.cause, found.since, found.deadline) == (Cause.SILENT, NOW, NOW + timedelta(seconds=300))


@given(HOW, MOMENTS, st.none() | MOMENTS)
def test_who_is_gone_is_always_counted_and_never_from_later_than_she_went(
    how: str, since: datetime, asked_at: datetime | None
) -> None:
    found = countdown(Look(how, since, asked_at), PATIENCE)
    assert (found is None) == (how == "here" and asked_at is None)
    if found is not None:
        assert found.deadline > found.since
        assert found.since == (asked_at if how == "here" else since)


def test_the_same_absence_is_not_another_one() -> None:
    found = countdown(Look("dropped", NOW, None), PATIENCE)
    assert found is not None
    assert not is_another("dropped", NOW, found)
    assert not is_another("dropped", NOW - timedelta(seconds=20), found), "a clock of another process"
    assert is_another("silent", NOW, found)
    assert is_another("dropped", NOW - timedelta(minutes=2), found)
