"""Millions of counts compared as one number a cell."""

from datetime import date

from permanence.statistics import cells, counting
from permanence.statistics.counting import Contribution
from permanence.statistics.fingerprints import Fingerprints, Weights

DAY = date(2026, 2, 3)
HERS = Contribution(DAY, "GN", "35", ("conversation", "genuine"), ("reporter|victim", "hour|21"), ("wait|15",))
ANOTHER = Contribution(DAY, "GN", "", ("conversation",), ("reporter|witness", "hour|21"))


def both(weights: Weights) -> dict[cells.Name, int]:
    found = Fingerprints(weights)
    found.add([HERS], ("all", "sexual"))
    found.add([ANOTHER], ("all",))
    return found.by_cell()


def test_the_fingerprint_of_contributions_is_that_of_their_counts() -> None:
    weights = Weights()
    found = both(weights)
    assert found[cells.DAY, DAY, "GN", "", "all"] == weights.of(counting.vector([HERS, ANOTHER]))
    assert found[cells.MONTH, cells.month_of(DAY), "GN", "", "all"] == weights.of(counting.vector([HERS, ANOTHER]))
    assert found[cells.MONTH, cells.month_of(DAY), "GN", "35", "all"] == weights.of(counting.vector([HERS]))


def test_every_cell_has_one_and_no_department_means_no_cell_of_its_own() -> None:
    names = {*cells.names(DAY, "GN", "35", ("all", "sexual")), *cells.names(DAY, "GN", "", ("all",))}
    assert set(both(Weights())) == names


def test_one_count_more_or_elsewhere_is_another_fingerprint() -> None:
    weights = Weights()
    counts = counting.vector([HERS, ANOTHER])
    stood = weights.of(counts)
    assert weights.of({**counts, "wait|15": 2}) != stood
    assert weights.of({**counts, "wait|15": 0, "wait|16": 1}) != stood
    assert weights.of({**counts, "wait|15": 1, "hour|22": 0}) == stood


def test_no_two_comparisons_weigh_alike() -> None:
    assert Weights()["report"] != Weights()["report"]


def test_what_others_added_under_the_same_secret_adds_up() -> None:
    weights = Weights()
    mine, others = Fingerprints(weights), Fingerprints(Weights(weights.secret))
    mine.add([HERS], ("all", "sexual"))
    others.add([ANOTHER], ("all",))
    mine.merge(*others.summed)
    assert mine.by_cell() == both(weights)
