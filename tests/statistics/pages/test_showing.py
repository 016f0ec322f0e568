"""A table as a page shows it: numbers as French writes them, a change in one cell, chance named."""

import pytest

from permanence.statistics.exports import rows
from permanence.statistics.exports.shape import Column, Table, Unit
from permanence.statistics.pages import charts
from permanence.statistics.pages.showing import change, shown, written

KINDS = Table(
    "kinds",
    "Par nature",
    rows.PARTED,
    (
        rows.parted("physical", "Physiques", {"a": 300, "all": 400}, {"a": 200, "all": 500}, ("a", "all")),
        rows.parted("economic", "Économiques", {"all": 400}, {"all": 500}, ("b", "all")),
    ),
    definition="report",
)


def _plain(text: str) -> str:
    return text.replace("\u202f", " ")


def test_a_change_stands_in_one_cell_after_the_counts_and_before_the_shares() -> None:
    table = shown(KINDS, bars=("count", "count_before"), drawn="nombre")
    assert [head.label for head in table.heads] == ["Nombre", "Période comparée", "Évolution", "Part (%)"]
    line = table.lines[0]
    assert [_plain(cell.text) for cell in line.cells] == ["300", "200", "+ 100 (+ 50 %)", "75,0 %"]
    assert _plain(line.cells[2].note) == "hausse nette : + 25 % à + 80 %"
    assert line.bar is not None
    assert (line.bar.now, line.bar.before) == (100, 66.67)


def test_rows_of_nothing_are_named_in_one_line_where_asked() -> None:
    assert [line.label for line in shown(KINDS).lines] == ["Physiques", "Économiques"]
    table = shown(KINDS, bare=True)
    assert [line.label for line in table.lines] == ["Physiques"]
    assert table.nothing == "Économiques"


def test_a_column_beside_what_it_is_compared_with_says_no_more_than_that() -> None:
    columns = (*rows.NAMED, Column("report", "Signalements", definition="report"), Column("report_before", "Avant"))
    table = shown(Table("months", "Mois", columns, (("2026-01", "janvier", 3, 4),)), only=("report", "report_before"))
    assert [(head.label, head.is_ago) for head in table.heads] == [("Signalements", False), ("Avant", True)]


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (None, Unit.COUNT, "–"),
        (2450, Unit.COUNT, "2 450"),
        (12.5, Unit.PERCENT, "12,5 %"),
        (0.0714, Unit.RATE, "0,071"),
        (130, Unit.SECONDS, "2 min 10 s"),
        (float("inf"), Unit.PERCENT, "–"),
        ("Femme", Unit.TEXT, "Femme"),
    ],
)
def test_a_value_is_written_by_its_unit(value: float | str | None, unit: Unit, said: str) -> None:
    assert _plain(written(value, unit)) == said


@pytest.mark.parametrize(
    ("now", "before", "text", "note"),
    [
        (5, 5, "=", ""),
        (6, 5, "+ 1", "hasard possible"),
        (12, 10, "+ 2 (+ 20 %)", "hasard possible"),
        (4, 0, "+ 4", "hasard possible"),
        (40, 0, "+ 40", "hausse nette"),
        (0, 40, "− 40 (− 100 %)", "baisse nette : − 100 % à − 88 %"),
    ],
)
def test_a_change_says_what_chance_may_explain(now: int, before: int, text: str, note: str) -> None:
    cell = change(now, before)
    assert (_plain(cell.text), _plain(cell.note)) == (text, note)


def test_a_column_of_something_is_never_nothing_to_the_eye() -> None:
    written_ = {1: "1", 1000: "1 000", 0: "0"}
    drawn = charts.columns("c", "t", [("a", 1, 0), ("b", 1000, None), ("c", 0, 1)], written_, said="")
    assert [column.size > 0 for column in drawn.columns] == [True, True, False]
    assert [column.mark for column in drawn.columns] == [100, None, 98.5]
    assert drawn.is_few


def test_no_column_of_nothing_divides_by_it() -> None:
    drawn = charts.columns("c", "t", [("a", 0, 0)], {0: "0"}, said="")
    assert drawn.columns[0].size == 0
    assert charts.bar(0, 0, 0) == charts.Bar(0, None)


@pytest.mark.parametrize(("count", "most", "heat"), [(0, 9, 0), (1, 900, 1), (900, 900, 5), (0, 0, 0)])
def test_a_night_of_few_differs_from_one_of_none(count: int, most: int, heat: int) -> None:
    assert charts.heat(count, most) == heat
