"""How a table of figures stands on a page: numbers as French writes them, a change in one cell with what may be said of
it, a bar beside the counts. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import isinf

from permanence.statistics import comparing, sentences
from permanence.statistics.exports.shape import Column, Table, Unit, Value
from permanence.statistics.pages.charts import Bar, bar

CHANGE = frozenset(("difference", "change", "change_low", "change_high"))
"""Told together, in one cell."""
NOT_OF_CHANCE = ("connection",)
"""What comes in series, of which an interval would say too much."""
AFTER = (Unit.PERCENT, Unit.RATE)
UNSEEN = frozenset(("code", "label", "definition"))


@dataclass(frozen=True)
class Cell:
    """`note` stands under the text, smaller; `tone`: `rise` or `fall` where it is clear."""

    text: str
    note: str = ""
    tone: str = ""
    is_number: bool = True


@dataclass(frozen=True)
class Head:
    """What stands above a column; `definition` says what it counts, empty where the table does."""

    label: str
    definition: str = ""
    is_number: bool = True
    is_ago: bool = False
    """It stands right beside what it is compared with, and says no more than when that was."""


@dataclass(frozen=True)
class Line:
    """One row, with what it counts where each counts something else."""

    label: str
    cells: tuple[Cell, ...]
    definition: str = ""
    bar: Bar | None = None


@dataclass(frozen=True)
class Shown:
    """A table ready to be drawn. `bars`: what the bars show, empty where there are none."""

    code: str
    title: str
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    note: str = ""
    definition: str = ""
    bars: str = ""
    is_tall: bool = False
    """Too long for the page: it scrolls in its frame."""
    nothing: str = ""
    """The rows under which nothing was counted in either period, in one line."""


def shown(
    table: Table,
    *,
    only: Sequence[str] = (),
    bars: tuple[str, str] = ("", ""),
    drawn: str = "",
    tall: bool = False,
    bare: bool = False,
) -> Shown:
    """`only`: the codes of the columns that stand on the page (the files hold all), every one unless said; `bars`: of
    which columns, this period's and the year before's; `drawn`: what they show; `bare`: rows of nothing are
    named below instead."""
    columns = [one for one in table.columns if one.code not in UNSEEN and (not only or one.code in only)]
    if only:
        columns.sort(key=lambda column: only.index(column.code))
    plain = [one for one in columns if one.code not in CHANGE]
    is_compared = len(plain) < len(columns)
    if is_compared:
        plain.sort(key=lambda column: column.unit in AFTER)
    heads = [_head(before, one) for before, one in zip([None, *plain], plain, strict=False)]
    if is_compared:
        heads.insert(_change_place(plain), Head("Évolution", "comparison"))
    records = list(table.records())
    empty = [record for record in records if bare and not _number(record["count"]) + _number(record["count_before"])]
    records = [record for record in records if record not in empty]
    most = max((_number(record.get(code)) for record in records for code in bars if code), default=0)
    is_sure = table.definition not in NOT_OF_CHANCE
    lines = tuple(_line(record, plain, bars, most, is_compared=is_compared, is_sure=is_sure) for record in records)
    nothing = ", ".join(str(record["label"]) for record in empty)
    around = (table.note, table.definition, drawn if bars[0] else "")
    return Shown(table.code, table.title, tuple(heads), lines, *around, tall, nothing)


def _change_place(plain: Sequence[Column]) -> int:
    """Right after the counts: on a small screen it is seen before shares and rates."""
    return sum(column.unit not in AFTER for column in plain)


def _head(before: Column | None, column: Column) -> Head:
    is_ago = before is not None and column.code == f"{before.code}_before"
    return Head(column.label, "" if is_ago else column.definition, is_ago=is_ago)


def _line(
    record: Mapping[str, Value],
    plain: Sequence[Column],
    bars: tuple[str, str],
    most: float,
    *,
    is_compared: bool,
    is_sure: bool,
) -> Line:
    cells = [Cell(written(record[one.code], one.unit), is_number=one.unit is not Unit.TEXT) for one in plain]
    if is_compared:
        cell = change(_whole(record), _whole_before(record))
        cells.insert(_change_place(plain), cell if is_sure else replace(cell, note="", tone=""))
    now, before = bars
    shape = bar(_number(record[now]), _number(record[before]) if before else None, most) if now else None
    return Line(str(record["label"]), tuple(cells), str(record.get("definition") or ""), shape)


def written(value: Value, unit: Unit) -> str:
    """A value as a page writes it; « – » where there is none."""
    if value is None or (isinstance(value, float) and isinf(value)):
        return "–"
    if isinstance(value, str):
        return value
    if unit is Unit.SECONDS:
        return sentences.duration(int(value))
    if unit is Unit.PERCENT:
        return f"{sentences.decimal(value)}{sentences.THIN}%"
    if unit is Unit.RATE:
        return sentences.decimal(value, 3)
    return sentences.number(int(value))


def change(now: int, before: int) -> Cell:
    """« + 350 (+ 17 %) » over « hausse nette : + 11 % à + 24 % »; chance is said where it may be all."""
    found = comparing.compare(now, before)
    if not found.difference:
        return Cell("=")
    sign = "+" if found.difference > 0 else "−"
    size = f"{sign}{sentences.THIN}{sentences.number(abs(found.difference))}"
    text = f"{size} ({sentences.percent(found.percent)})" if sentences.is_enough(found) else size
    if not found.is_clear:
        return Cell(text, "hasard possible")
    rises = found.difference > 0
    between = f"{sentences.percent(found.low)} à {sentences.percent(found.high)}" if sentences.is_enough(found) else ""
    note = " : ".join(part for part in ("hausse nette" if rises else "baisse nette", between) if part)
    return Cell(text, note, "rise" if rises else "fall")


def _whole(record: Mapping[str, Value]) -> int:
    return int(_number(record.get("count", record.get("report"))))


def _whole_before(record: Mapping[str, Value]) -> int:
    return int(_number(record.get("count_before", record.get("report_before"))))


def _number(value: Value) -> float:
    return value if isinstance(value, int | float) else 0
