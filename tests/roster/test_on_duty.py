"""Who is on duty, who comes next, and the holes ahead."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.roster import queries
from permanence.roster.models import Kind, Shift, Team
from tests.roster.conftest import Enter


def test_an_officer_is_on_duty_from_the_first_minute_to_before_the_last(enter: Enter, officer: Officer) -> None:
    shift = enter(officer, 1, 8).shift
    assert queries.on_duty("PN", shift.starts_at) == {officer.pk}
    assert queries.on_duty("PN", shift.ends_at) == set()


def test_the_other_force_has_nobody(enter: Enter, officer: Officer) -> None:
    shift = enter(officer, 1, 8).shift
    assert queries.on_duty("GN", shift.starts_at) == set()


def test_on_call_is_not_at_the_desk(enter: Enter, officer: Officer) -> None:
    shift = enter(officer, 1, 8, kind=Kind.ON_CALL).shift
    assert queries.on_duty("PN", shift.starts_at) == set()


@pytest.mark.parametrize("field", [{"is_active": False}, {"in_training": True}, {"force": "GN"}, {"role": "analyst"}])
def test_who_left_or_moved_or_is_in_training_covers_nothing(
    enter: Enter, officer: Officer, field: dict[str, Any]
) -> None:
    shift = enter(officer, 1, 8).shift
    Officer.objects.filter(pk=officer.pk).update(**field)
    assert queries.on_duty("PN", shift.starts_at) == set()


def test_the_next_shift_is_known_where_one_is_entered(enter: Enter, officer: Officer) -> None:
    shift = enter(officer, 5, 8).shift
    assert queries.next_on_duty("PN", timezone.now()) == shift.starts_at
    assert queries.next_on_duty("GN", timezone.now()) is None


def test_a_force_without_a_roster_has_no_holes(enter: Enter, officer: Officer) -> None:
    enter(officer, 1, 8)
    assert set(queries.holes()) == {"PN"}


def test_a_hole_is_told_four_weeks_ahead(enter: Enter, officer: Officer) -> None:
    enter(officer, 0, 24)
    (hole,) = queries.holes()["PN"]
    assert (hole.starts_at, hole.fewest) == (timezone.now() + timedelta(days=1), 0)
    assert hole.ends_at == timezone.now() + timedelta(weeks=4)


def test_four_weeks_of_two_hundred_officers_are_four_queries(
    team: Team, make_officer: Callable[..., Officer], django_assert_num_queries: Callable[[int], Any]
) -> None:
    now = timezone.now()
    officers = Officer.objects.bulk_create(
        Officer(username=f"agent{n}", role="officer", force="PN") for n in range(200)
    )
    Shift.objects.bulk_create(
        Shift(officer=one, team=team, starts_at=now + timedelta(days=day), ends_at=now + timedelta(days=day, hours=12))
        for one in officers
        for day in range(0, 28, 2)
    )
    with django_assert_num_queries(4):
        told = queries.coverage("PN", now, now + timedelta(weeks=4))
    assert (len(told), told[0].present, told[24].present) == (1344, 200, 0)
