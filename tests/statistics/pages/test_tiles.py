"""The map of equal squares: every department once, a number in each, shades that say what they stand for."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from permanence.statistics.pages import tiles
from permanence.territory.facts import departments

NAMES = {one.code: one.name for one in departments()}
NOBODY_LIVES_THERE = {"984", "989"}


def test_every_department_where_people_live_has_its_square_and_no_square_is_shared() -> None:
    assert set(tiles.PLACES) == set(NAMES) - NOBODY_LIVES_THERE
    assert max(Counter(tiles.PLACES.values()).values()) == 1


def test_neighbours_stand_near_each_other() -> None:
    for one, other in [
        ("35", "22"),
        ("59", "62"),
        ("2A", "2B"),
        ("75", "92"),
        ("13", "83"),
        ("67", "68"),
        ("44", "49"),
    ]:
        (x, y), (a, b) = tiles.PLACES[one], tiles.PLACES[other]
        assert max(abs(x - a), abs(y - b)) == 1, f"{one} and {other}"


def test_a_square_says_its_number_and_what_is_not_known() -> None:
    drawn = tiles.tile_map({"35": 12, "75": None, "2A": 0}, NAMES, {"35": "12", "2A": "0"}, asked="35")
    by_code = {tile.code: tile for tile in drawn.tiles}
    assert by_code["35"].said == "Ille-et-Vilaine (35) : 12"
    assert by_code["35"].is_asked
    assert by_code["2A"].text == "0"
    assert (by_code["75"].text, by_code["75"].said) == ("–", "Paris (75) : non connu")


@given(st.dictionaries(st.sampled_from(sorted(tiles.PLACES)), st.integers(0, 500)))
def test_a_darker_square_never_holds_less(values: dict[str, int]) -> None:
    words = {code: str(value) for code, value in values.items()}
    drawn = tiles.tile_map(dict(values), NAMES, words)
    shades = [(values.get(tile.code, 0), tile.shade) for tile in drawn.tiles]
    assert all(shade == 0 for value, shade in shades if not value)
    assert all(shade > 0 for value, shade in shades if value)
    ordered = sorted(shades)
    assert [shade for _, shade in ordered] == sorted(shade for _, shade in ordered)
    assert {band.shade for band in drawn.bands} == {shade for _, shade in shades}
