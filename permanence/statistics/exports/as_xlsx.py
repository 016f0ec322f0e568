"""The figures as a workbook of Excel: what was asked on the first sheet, then a sheet a table. Pure.

Every text is written as text, with the mark that keeps it so when a cell is edited; the writer is told to make no
formula, no number and no link of any text.
"""

import io
from collections.abc import Iterable
from datetime import UTC
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from permanence.statistics.exports import safe
from permanence.statistics.exports.book import Book
from permanence.statistics.exports.shape import Column, Table, Unit, Value
from permanence.statistics.exports.sheets import ABOUT, DEFINITION_HEADS, DEFINITIONS, heads, names, widths

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
FORMATS = {Unit.COUNT: "#,##0", Unit.PERCENT: "#,##0.0", Unit.RATE: "0.000", Unit.SECONDS: "#,##0"}
"""As Excel keeps them: it shows them in the reader's own way."""


class _Styles:
    def __init__(self, workbook: Any) -> None:
        self.title = workbook.add_format({"bold": True, "font_size": 14})
        self.head = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.strong = workbook.add_format({"bold": True, "valign": "top"})
        self.text = workbook.add_format({"text_wrap": True, "valign": "top"})
        self.text.set_quote_prefix()
        self.numbers = {unit: workbook.add_format({"num_format": form}) for unit, form in FORMATS.items()}


def write(book: Book) -> bytes:
    """The file."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as workbook:
        created = book.made_at.astimezone(UTC).replace(tzinfo=None)
        workbook.set_properties({"title": f"Chiffres {book.period}", "author": "Permanence", "created": created})
        styles = _Styles(workbook)
        _about(workbook.add_worksheet(ABOUT), book, styles)
        for name, table in zip(names(book.tables), book.tables, strict=True):
            _table(workbook.add_worksheet(name), table, styles)
        _definitions(workbook.add_worksheet(DEFINITIONS), book, styles)
    return buffer.getvalue()


def _about(sheet: Worksheet, book: Book, styles: _Styles) -> None:
    sheet.write_string(0, 0, f"Chiffres de la brigade numérique {book.period}", styles.title)
    facts = [*book.facts(), *((table.title, table.note) for table in book.tables if table.note)]
    for row, (label, value) in enumerate(facts, start=2):
        sheet.write_string(row, 0, safe.clean(label), styles.strong)
        sheet.write_string(row, 1, safe.clean(value), styles.text)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 100)
    _paper(sheet, 2)


def _table(sheet: Worksheet, table: Table, styles: _Styles) -> None:
    sheet.write_string(0, 0, safe.clean(table.title), styles.title)
    sheet.write_string(1, 0, safe.clean(table.note))
    for column, head in enumerate(heads(table)):
        sheet.write_string(3, column, safe.clean(head), styles.head)
    for number, row in enumerate(table.rows, start=4):
        _row(sheet, number, zip(table.columns, row, strict=True), styles)
    for column, width in enumerate(widths(table)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(4, 2)
    sheet.repeat_rows(3)
    _paper(sheet, len(table.columns))


def _row(sheet: Worksheet, number: int, row: Iterable[tuple[Column, Value]], styles: _Styles) -> None:
    for place, (column, value) in enumerate(row):
        if isinstance(value, str):
            sheet.write_string(number, place, safe.clean(value), styles.text)
        elif value is not None:
            sheet.write_number(number, place, value, styles.numbers.get(column.unit))


def _definitions(sheet: Worksheet, book: Book, styles: _Styles) -> None:
    for place, (head, width) in enumerate(DEFINITION_HEADS):
        sheet.write_string(0, place, head, styles.head)
        sheet.set_column(place, place, width)
    for row, one in enumerate(book.definitions, start=1):
        for place, value in enumerate((one.code, one.name, one.meaning, one.is_not, one.since.isoformat())):
            sheet.write_string(row, place, safe.clean(value), styles.text)
    _paper(sheet, len(DEFINITION_HEADS))


def _paper(sheet: Worksheet, columns: int) -> None:
    if columns > 4:
        sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
