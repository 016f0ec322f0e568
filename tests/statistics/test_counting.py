"""One case, its contributions: what counts, where, and on which day."""

from datetime import UTC, date, datetime

import pytest

from permanence.statistics import counting, durations, paris
from permanence.statistics.cases import Account, Asked, Case, Passed
from permanence.statistics.scopes import by_door, by_report

MIDNIGHT = int(datetime(2026, 12, 31, 23, 0, tzinfo=UTC).timestamp())
"""Of the first of January 2027, in Paris."""


def case(**given: object) -> Case:
    """Somebody who wrote at midnight and was answered 15 s later."""
    plain = {
        "begun": MIDNIGHT,
        "state": "active",
        "ended": None,
        "left": False,
        "force": "GN",
        "department": "35",
        "reporter": "victim",
        "age": "",
        "categories": ("conjugal", "physical"),
        "language": "fr",
        "level": "standard",
        "mark": "genuine",
        "exercise": False,
        "wrote": MIDNIGHT + 2,
        "answered": MIDNIGHT + 15,
        "taken": MIDNIGHT + 9,
    }
    return Case(**{**plain, **given})  # type: ignore[arg-type]


def keys(one: Case) -> dict[str, int]:
    return dict(counting.vector(counting.contributions(one)))


def test_a_conversation_counts_with_what_is_known_of_it() -> None:
    told = keys(case())
    assert (told["genuine"], told["answered"], told["wait|15"], told["funnel|answered"]) == (1, 1, 1, 1)
    assert (told["answered|category|physical"], told["answered|age|unknown"]) == (1, 1)
    assert (told["conversation|hour|00"], told["conversation|weekday|5"]) == (1, 1)
    assert counting.contributions(case())[0].day == date(2027, 1, 1)


@pytest.mark.parametrize("given", [{"exercise": True, "mark": "training"}, {"mark": "abuse"}, {"mark": "duplicate"}])
def test_what_is_set_aside_is_in_no_other_figure(given: dict[str, object]) -> None:
    report = Account(MIDNIGHT, "GN", "35", "victim", "female", "", "", "given", (("conjugal", "physical", ""),))
    told = keys(case(report=report, interventions=(Asked(MIDNIGHT, "35", None, None, None),), **given))
    mark = "exercise" if "exercise" in given else given["mark"]
    assert told == {"set_aside": 1, f"set_aside|mark|{mark}": 1}


def test_who_pressed_the_button_and_wrote_nothing_is_an_emergency() -> None:
    told = keys(case(level="immediate", wrote=None, answered=None, left=True))
    assert (told["emergency"], told["abandoned"]) == (1, 1)
    assert "genuine" not in told
    assert not [key for key in told if key.startswith("funnel")]


def test_a_report_and_what_comes_of_it_count_on_their_own_days() -> None:
    facts = (("conjugal", "physical", "threats"), ("conjugal", "sexual", "rape"), ("sexist", "", ""))
    report = Account(MIDNIGHT + 86_400, "GN", "2A", "witness", "female", "15_17", "ex", "given", facts)
    later = MIDNIGHT + 40 * 86_400
    passed = Passed(MIDNIGHT + 90_000, "agreement", "unit", later, later, "complaint", (later,), True)
    parts = counting.contributions(case(report=report, referrals=(passed,)))
    days = {part.measures[0]: part.day for part in parts}
    assert days["report"] == days["referral"] == date(2027, 1, 2)
    assert days["outcome"] == days["appointment"] == date(2027, 2, 10)
    told = counting.vector(parts)
    assert (told["report|kind|physical"], told["report|category|conjugal"], told["report|department|2A"]) == (1, 1, 1)
    assert (told["funnel|received"], told["complaint"], told["to_report|86400"]) == (1, 1, 1)
    assert parts[0].day == date(2027, 1, 1)


def test_what_a_share_keeps_is_what_was_counted() -> None:
    parts = counting.contributions(case())
    first = parts[0]
    assert counting.unpacked(first.day, first.force, first.department, counting.packed(parts)) == parts


def test_scopes_are_those_of_the_report_else_of_the_door() -> None:
    assert by_door(("conjugal", "physical"), "minor") == ("all", "conjugal", "minors")
    assert by_report([("conjugal", "economic", "")], "female", "") == ("all", "conjugal")
    assert by_report([("conjugal", "physical", "")], "", "") == ("all", "conjugal")
    women = ("all", "conjugal", "couple_women", "sexual")
    assert by_report([("conjugal", "sexual", "")], "female", "25_34") == women
    assert by_report([("cyber_harassment", "", "")], "male", "under_15") == ("all", "cyber_harassment", "minors")


@pytest.mark.parametrize(
    ("moment", "day", "hour"),
    [
        ("2026-03-29T00:59:59", date(2026, 3, 29), "hour|01"),
        ("2026-03-29T01:00:00", date(2026, 3, 29), "hour|03"),
        ("2026-10-25T00:30:00", date(2026, 10, 25), "hour|02"),
        ("2026-10-25T01:30:00", date(2026, 10, 25), "hour|02"),
        ("2026-06-30T22:00:00", date(2026, 7, 1), "hour|00"),
        ("2026-12-31T22:59:59", date(2026, 12, 31), "hour|23"),
    ],
)
def test_days_and_hours_are_those_of_paris(moment: str, day: date, hour: str) -> None:
    seconds = int(datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp())
    found = paris.hour_of(seconds)
    assert (found.day, found.hour) == (day, hour)


def test_the_bounds_of_a_period_are_midnights_of_paris() -> None:
    assert paris.bounds(date(2026, 3, 29), date(2026, 3, 29)) == (
        datetime(2026, 3, 28, 23, tzinfo=UTC),
        datetime(2026, 3, 29, 22, tzinfo=UTC),
    )


def test_quantiles_are_edges_of_fixed_bins_and_add_up() -> None:
    waits = [0, 3, 3, 8, 59, 61, 64, 119, 100_000_000, -5]
    told: dict[str, int] = {}
    for seconds in waits:
        told[durations.key("wait", seconds)] = told.get(durations.key("wait", seconds), 0) + 1
    assert durations.counts(told, "wait")[:3] == [(0, 2), (3, 2), (8, 1)]
    assert durations.total(told, "wait") == len(waits)
    assert durations.quantile(told, "wait", 0.5) == 8
    assert durations.quantile(told, "wait", 0.9) == 115
    assert durations.below(told, "wait", 60) == 6
    assert durations.quantile({}, "wait", 0.5) is None
    with pytest.raises(ValueError, match="no bin of wait begins at 62"):
        durations.below(told, "wait", 62)
