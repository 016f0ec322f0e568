"""Three hundred arrivals, six officers, two connections lost, one emergency: fair loads, nobody forgotten."""

from itertools import pairwise

import pytest
import time_machine

from permanence.accounts.models import Presence, Role
from permanence.desk.queue import CEILINGS
from permanence.desk.vocabulary import Level
from permanence.live.models import Conversation, Seat, State
from tests.conftest import MakeOfficer
from tests.desk.night import EVENING, HOURS, LOST, Night, Story

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

CAPACITY = 4
SERVED_AS_HIGH_AFTER_S = min(after for after, _ in CEILINGS[Level.STANDARD]).total_seconds()
HIGH_SERVED_AT_ONCE_AFTER_S = min(after for after, _ in CEILINGS[Level.HIGH]).total_seconds()


def play(make_officer: MakeOfficer, *, seed: int) -> Night:
    with time_machine.travel(EVENING, tick=False) as clock:
        here = {"presence": Presence.AVAILABLE, "capacity": CAPACITY, "seen_at": EVENING}
        officers = [make_officer(f"{force}{n}", force=force, **here) for force in ("PN", "GN") for n in range(3)]
        supervisors = {force: make_officer(f"chef-{force}", Role.SUPERVISOR, force) for force in ("PN", "GN")}
        night = Night(officers, supervisors, clock, seed=seed)
        night.play()
    return night


@pytest.mark.parametrize("assignment", ["pull", "push"])
def test_a_night(assignment: str, request: pytest.FixtureRequest, few: None, make_officer: MakeOfficer) -> None:
    if assignment == "push":
        request.getfixturevalue("by_push")
    night = play(make_officer, seed=3)
    everybody = list(night.stories.values())
    assert len(everybody) == sum(HOURS) + 1
    nobody_is_forgotten(everybody)
    the_emergency_is_answered_at_once(everybody)
    nobody_overtakes(night)
    no_standard_visitor_is_starved(everybody)
    whose_officer_was_lost_comes_first(everybody)
    loads_are_fair(night)


def nobody_is_forgotten(everybody: list[Story]) -> None:
    assert all(story.taken and story.ended for story in everybody)
    assert not Conversation.objects.exclude(state=State.ENDED).exists()
    assert not Seat.objects.filter(left_at=None).exists()


def the_emergency_is_answered_at_once(everybody: list[Story]) -> None:
    (emergency,) = [story for story in everybody if story.level == Level.IMMEDIATE]
    assert emergency.first_wait < 30


def nobody_overtakes(night: Night) -> None:
    """Every officer took who stood first in their queue at that moment."""
    assert night.out_of_order == []
    assert max(night.most_held.values()) <= CAPACITY + 1  # full and more for an emergency alone


def no_standard_visitor_is_starved(everybody: list[Story]) -> None:
    """After a quarter of an hour only an urgent one who has waited too long as well goes before them."""
    standard = [story for story in everybody if story.level == Level.STANDARD]
    high = [story for story in everybody if story.level == Level.HIGH]
    for one in standard:
        overtook = [
            other
            for other in high
            if other.force == one.force
            and other.came > one.came
            and other.first_wait < HIGH_SERVED_AT_ONCE_AFTER_S
            and one.came + SERVED_AS_HIGH_AFTER_S < other.answered < one.answered
        ]
        assert not overtook, (one, overtook)
    assert max(story.first_wait for story in standard) > SERVED_AS_HIGH_AFTER_S  # it was that sort of a night
    assert max(story.first_wait for story in high) < max(story.first_wait for story in standard)


def whose_officer_was_lost_comes_first(everybody: list[Story]) -> None:
    given_back = [story for story in everybody if story.given_back]
    assert given_back
    assert len({story.given_back[0] for story in given_back}) == len(LOST)
    for one in given_back:
        (back,), (_, again) = one.given_back, [at for at, _ in one.taken]
        before = [
            other
            for other in everybody
            if other not in given_back and other.force == one.force and other.level == one.level
            if back < other.answered < again
        ]
        assert not before, (one, before)


def loads_are_fair(night: Night) -> None:
    """Of those who were there all night: weight times time, within a force."""
    left = {which for which, _, _ in LOST}
    there = [officer for number, officer in enumerate(night.officers) if number not in left]
    for one, other in pairwise(sorted(there, key=lambda officer: officer.force)):
        if one.force == other.force:
            less, more = sorted([night.carried[one.pk], night.carried[other.pk]])
            assert more < 1.3 * less
