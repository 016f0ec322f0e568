"""The figures as JSON, for programs: the shape that `docs/statistics.md` describes, of stable codes. Pure.

The same from the command, the page and the API. A figure that cannot be said is null; there is no infinity.
"""

import json
from dataclasses import asdict
from typing import Any

from permanence.statistics.exports.book import Book
from permanence.statistics.exports.shape import Table

FORMAT = "permanence/statistics/1"


def write(book: Book) -> bytes:
    """UTF-8, one line a piece, ended by a newline."""
    return (json.dumps(shape(book), ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode(errors="replace")


def shape(book: Book) -> dict[str, Any]:
    """What is written."""
    fields = book.fields
    return {
        "format": FORMAT,
        "demonstration": book.is_demonstration,
        "question": {
            **{name: fields[name] for name in ("from", "to")},
            **{name: fields[name] or None for name in ("force", "department")},
            "scope": fields["scope"],
        },
        "compared_with": {"from": fields["compared_from"], "to": fields["compared_to"]},
        "time_zone": fields["time_zone"],
        "made_at": fields["made_at"],
        "sentence": book.sentence,
        "definitions": {
            "version": fields["definitions"],
            "of": [asdict(one) | {"since": one.since.isoformat()} for one in book.definitions],
        },
        "tables": [_table(table) for table in book.tables],
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "code": table.code,
        "title": table.title,
        "definition": table.definition or None,
        "note": table.note,
        "columns": [{"code": one.code, "label": one.label, "unit": str(one.unit)} for one in table.columns],
        "rows": list(table.records()),
    }
