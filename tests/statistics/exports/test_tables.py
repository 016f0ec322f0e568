"""The tables say what the vectors count, with a year between."""

from collections import Counter

import pytest

from permanence.statistics.exports import tables
from permanence.statistics.exports.material import Material
from permanence.statistics.exports.shape import Table, Unit
from tests.statistics.exports.vectors import BEFORE, NOW, material

NOBODY: Counter[str] = Counter()


def table(code: str, of: Material | None = None) -> Table:
    return next(one for one in tables.of(of or material()) if one.code == code)


def test_a_headline_says_how_many_more_than_a_year_before_and_how_sure() -> None:
    row = table("headlines").row("report")
    assert (row["count"], row["count_before"], row["difference"], row["change"]) == (2450, 2100, 350, 16.7)
    assert isinstance(row["change_low"], float)
    assert isinstance(row["change_high"], float)
    assert 0 < row["change_low"] < 16.7 < row["change_high"]


def test_of_nothing_there_is_no_percent() -> None:
    row = table("headlines").row("emergency")
    assert (row["count"], row["count_before"], row["difference"]) == (120, 0, 120)
    assert row["change"] is row["change_low"] is row["change_high"] is None


def test_a_part_has_its_share_of_the_whole() -> None:
    assert table("categories").row("conjugal")["percent"] == 81.6


def test_what_was_not_said_is_told_last_and_apart() -> None:
    rows = table("categories").rows
    assert rows[-1][:3] == ("unknown", "Non dites", 3)


def test_a_code_that_nobody_foresaw_is_shown_rather_than_dropped() -> None:
    assert table("languages").row("xx")["count"] == 4


def test_a_department_where_nothing_happened_is_there_with_zeros_and_one_of_unknown_population_has_no_rate() -> None:
    departments = table("departments")
    assert departments.row("35")["report_per_1000"] == 0.04
    mayotte = departments.row("976")
    assert (mayotte["report"], mayotte["population"], mayotte["report_per_1000"]) == (0, None, None)
    assert departments.row("unknown")["genuine"] == 20


def test_a_median_and_nine_in_ten_are_read_from_the_bins() -> None:
    row = table("waits").row("wait")
    assert (row["count"], row["median"], row["p90"], row["median_before"]) == (1000, 15, 300, None)


def test_each_step_of_the_funnel_has_its_share_of_all_and_of_the_step_before() -> None:
    funnel = table("funnel")
    assert funnel.row("report")["percent"] == 66.7
    assert funnel.row("report")["percent_of_step"] == 69.0
    assert funnel.row("report")["median"] == 0
    assert funnel.row("complaint")["percent_of_step"] is None, "nobody was at the step before"


def test_hours_and_days_are_all_there_in_order() -> None:
    assert [row[0] for row in table("hours").rows] == [f"{hour:02}" for hour in range(24)]
    assert table("weekdays").rows[0][1] == "Lundi"
    assert table("hours").row("23")["genuine"] == 7
    assert table("weekdays").row("7")["genuine"] == 9


def test_a_question_about_one_force_department_and_scope_has_no_table_of_forces_departments_and_scopes() -> None:
    codes = {one.code for one in tables.of(Material(now=NOW, before=BEFORE))}
    assert not codes & {"forces", "departments", "scopes"}


def test_of_a_year_in_which_nothing_happened_every_table_still_stands() -> None:
    nothing = tables.of(Material(now=NOBODY, before=NOBODY, departments={"35": "Ille-et-Vilaine"}))
    assert [one.code for one in nothing if not one.rows] == ["months"]
    counts = [value for one in nothing for row in one.rows for value in row[2:] if isinstance(value, int)]
    assert set(counts) == {0}


@pytest.mark.parametrize("one", tables.of(material()), ids=lambda one: one.code)
def test_every_table_is_square_and_its_codes_are_its_own(one: Table) -> None:
    assert [column.code for column in one.columns][:2] == ["code", "label"]
    assert len({column.code for column in one.columns}) == len(one.columns)
    assert len({row[0] for row in one.rows}) == len(one.rows)
    for row in one.rows:
        assert len(row) == len(one.columns)
        for column, value in zip(one.columns, row, strict=True):
            assert isinstance(value, str) == (column.unit is Unit.TEXT)


def test_no_two_tables_have_one_code_or_one_title() -> None:
    found = tables.of(material())
    assert len({one.code for one in found}) == len({one.title for one in found}) == len(found)
