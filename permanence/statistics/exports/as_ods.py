"""The figures as a workbook of LibreOffice (OpenDocument, ISO 26300): the same sheets as for Excel. Pure.

A text is a cell of type `string`, no cell has a formula; a text that another program could take for one has an
apostrophe before it, for OpenDocument has no mark that would keep it text when it is edited.
"""

import io
from collections.abc import Iterable, Sequence

from odfdo import Cell, Document, Row, Style, create_table_cell_style
from odfdo import Column as OdsColumn
from odfdo import Table as OdsTable

from permanence.statistics.exports import safe
from permanence.statistics.exports.book import Book
from permanence.statistics.exports.shape import Table, Value
from permanence.statistics.exports.sheets import ABOUT, DEFINITION_HEADS, DEFINITIONS, heads, names, widths

HEAD = "head"
MM_A_LETTER = 2.1


def write(book: Book) -> bytes:
    """The file."""
    document = Document("spreadsheet")
    document.body.clear()
    head = create_table_cell_style(border_bottom="0.5pt solid #000000")
    head.set_properties({"fo:font-weight": "bold"}, area="text")
    head = document.insert_style(head, name=HEAD, automatic=True)
    for sheet in _sheets(document, book):
        document.body.append(sheet)
    _describe(document, book)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _sheets(document: Document, book: Book) -> Iterable[OdsTable]:
    notes = ((table.title, table.note) for table in book.tables if table.note)
    title = (f"Chiffres de la brigade numérique {book.period}",)
    yield _sheet(document, ABOUT, (34, 100), [title, (), *book.facts(), *notes], heads_at=0)
    for name, table in zip(names(book.tables), book.tables, strict=True):
        yield _sheet(document, name, list(widths(table)), _rows(table), heads_at=3)
    meanings = [(one.code, one.name, one.meaning, one.is_not, one.since.isoformat()) for one in book.definitions]
    head = tuple(label for label, _ in DEFINITION_HEADS)
    letters = [letters for _, letters in DEFINITION_HEADS]
    yield _sheet(document, DEFINITIONS, letters, [head, *meanings], heads_at=0)


def _rows(table: Table) -> list[Sequence[Value]]:
    return [(table.title,), (table.note,), (), tuple(heads(table)), *table.rows]


def _sheet(
    document: Document, name: str, columns: Sequence[int], rows: Iterable[Sequence[Value]], heads_at: int
) -> OdsTable:
    sheet = OdsTable(name)
    for width in columns:
        sheet.append(OdsColumn(style=_width(document, width)))
    for number, values in enumerate(rows):
        row = Row()
        for place, value in enumerate(values):
            row.set_cell(place, _cell(value, HEAD if number == heads_at else None), clone=False)
        sheet.append_row(row, clone=False)
    return sheet


def _cell(value: Value, style: str | None) -> Cell:
    return Cell(safe.text(value) if isinstance(value, str) else value, style=style)


def _width(document: Document, letters: int) -> str:
    """The style of a column of this width, made at its first use."""
    name = f"width{letters}"
    if document.get_style("table-column", name) is None:
        width = Style("table-column", area="table-column", column_width=f"{letters * MM_A_LETTER:.0f}mm")
        document.insert_style(width, name=name, automatic=True)
    return name


def _describe(document: Document, book: Book) -> None:
    meta = document.meta
    meta.set_title(f"Chiffres {book.period}")
    meta.set_generator("Permanence")
    meta.set_creation_date(book.made_at)
    meta.set_modification_date(book.made_at)
