"""Random small tables, each attacked by trying every world there is."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from permanence.statistics.open_data import auditing, protecting
from permanence.statistics.open_data.web import THRESHOLD, Untrue, Web

pytestmark = pytest.mark.once
COUNTS = some.one_of(some.integers(0, 12), some.integers(0, 400))


def _table(rows: list[list[int]]) -> Web:
    """Rows and columns with their totals, and the total of all."""
    web = Web()
    for i, row in enumerate(rows):
        for j, count in enumerate(row):
            web.publish((i, j), count)
    for i, row in enumerate(rows):
        web.tie(web.publish((i, "total"), sum(row)), [web.number((i, j)) for j in range(len(row))])
    columns = range(len(rows[0]))
    for j in columns:
        inside = [web.number((i, j)) for i in range(len(rows))]
        web.tie(web.publish(("total", j), sum(web.values[one] for one in inside)), inside)
    whole = web.publish(("total", "total"), sum(map(sum, rows)))
    web.tie(whole, [web.number(("total", j)) for j in columns])
    web.tie(whole, [web.number((i, "total")) for i in range(len(rows))])
    return web


@settings(max_examples=25)
@given(some.lists(some.lists(COUNTS, min_size=3, max_size=3), min_size=2, max_size=4))
def test_a_table_is_protected_or_refused(rows: list[list[int]]) -> None:
    web = _table(rows)
    try:
        found = protecting.protect(web)
    except auditing.Unsafe:
        assert sum(map(sum, rows)) < THRESHOLD
        return
    told = web.told(found.hidden)
    assert all(web.values[cell] >= THRESHOLD for cell in told)
    for cell in web.small():
        inside = {world[cell] for world in found.proof}
        assert min(inside) == 0
        assert max(inside) >= THRESHOLD


@settings(max_examples=20)
@given(some.lists(some.integers(0, 12), min_size=3, max_size=3))
def test_no_world_that_an_attacker_can_think_of_says_more(counts: list[int]) -> None:
    """Three cells and their total, every world tried: each small cell is empty in one of them and ample in another."""
    web = Web()
    cells = [web.publish(number, count) for number, count in enumerate(counts)]
    whole = web.publish("total", sum(counts))
    web.tie(whole, cells)
    try:
        found = protecting.protect(web)
    except auditing.Unsafe:
        assert sum(counts) < THRESHOLD
        return
    told = web.told(found.hidden)
    possible = [
        world
        for world in product(range(sum(counts) + THRESHOLD + 1), repeat=3)
        if all((*world, sum(world))[cell] == web.values[cell] for cell in told)
    ]
    for cell in set(web.small()) - {whole}:
        inside = {world[cell] for world in possible}
        assert min(inside) == 0
        assert max(inside) >= THRESHOLD


def test_the_same_counts_are_protected_the_same_way() -> None:
    rows = [[3, 50, 20], [40, 2, 31], [17, 90, 12]]
    assert protecting.protect(_table(rows)).hidden == protecting.protect(_table(rows)).hidden


def test_a_cell_alone_in_its_sum_takes_another_with_it() -> None:
    """3 of 50 beside 47: where the total is told, 47 must not be."""
    web = Web()
    small, large = web.publish("small", 3), web.publish("large", 47)
    web.tie(web.publish("total", 50), [small, large])
    assert protecting.protect(web).hidden == {small, large}


def test_what_is_left_of_a_whole_is_a_cell_too() -> None:
    """25 reports of which 24 are conjugal: the one that is not would be known."""
    web = Web()
    whole, part = web.publish("all", 25), web.publish("conjugal", 24)
    web.tie(whole, [part, web.imply("not conjugal", 1)])
    assert len(protecting.protect(web).hidden) == 1


def test_a_proof_that_is_none_is_refused() -> None:
    web = _table([[3, 50], [40, 20]])
    found = protecting.protect(web)
    told = web.told(found.hidden)
    auditing.audit(web, told, found.proof)
    with pytest.raises(auditing.Unsafe):
        auditing.audit(web, told, found.proof[:1])
    with pytest.raises(auditing.Unsafe):
        auditing.audit(web, told | {web.number((0, 0))}, [])
    with pytest.raises(ValueError, match="something else"):
        auditing.audit(web, told, [tuple(value + 1 for value in world) for world in found.proof])


def test_counts_that_contradict_their_sum_are_refused() -> None:
    web = Web()
    with pytest.raises(Untrue):
        web.tie(web.publish("total", 10), [web.publish("part", 9)])
