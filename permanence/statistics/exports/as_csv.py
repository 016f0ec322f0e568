"""The figures as one tidy CSV: a line a figure, the same columns for ever, whatever tables are added. Pure.

One file rather than one a table: it goes through a pipe, several of them can be put end to end, and a pivot table makes
any of the tables of it. Semicolons, decimal commas and a byte order mark, as French spreadsheets open it; pandas:
`read_csv(file, sep=";", decimal=",", encoding="utf-8-sig")`.
"""

import csv
import io
from collections.abc import Iterator

from permanence.statistics.exports import safe
from permanence.statistics.exports.book import Book
from permanence.statistics.exports.shape import Table, Unit, Value

COLUMNS = ("table", "table_label", "code", "label", "figure", "figure_label", "unit", "value", "definition")
"""Then the question's own fields (`Book.fields`), then `demonstration` and `note`, of the table, on its first
line alone."""
LAST = ("demonstration", "note")


def write(book: Book) -> bytes:
    """UTF-8 with a byte order mark."""
    buffer = io.StringIO()
    out = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    out.writerow((*COLUMNS, *book.fields, *LAST))
    asked = [safe.text(value) for value in book.fields.values()]
    for table in book.tables:
        mark, note = "1" if book.is_demonstration else "0", safe.text(table.note)
        out.writerows((*line, *asked, mark, "" if number else note) for number, line in enumerate(_lines(table)))
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def _lines(table: Table) -> Iterator[list[str]]:
    """One for each figure; what cannot be said has an empty value."""
    for record in table.records():
        named = [table.code, table.title, str(record["code"]), str(record["label"])]
        for column in table.columns[2:]:
            if column.unit is Unit.TEXT:
                continue
            figure = [column.code, column.label, str(column.unit)]
            yield [*map(safe.text, named + figure), number(record[column.code]), table.definition_of(column, record)]


def number(value: Value) -> str:
    """`-12`, `12,5`, or nothing."""
    return "" if value is None else str(value).replace(".", ",")
