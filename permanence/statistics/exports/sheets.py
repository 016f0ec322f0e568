"""How tables become the sheets of a workbook, whatever its format: names, heads, widths. Pure."""

import re
from collections.abc import Iterable, Iterator

from permanence.statistics.exports.shape import Table, Unit

ABOUT = "À lire"
DEFINITIONS = "Définitions"
DEFINITION_HEADS = (
    ("Code", 16),
    ("Nom", 34),
    ("Ce que c’est", 80),
    ("Ce que ce n’est pas", 80),
    ("En vigueur depuis", 18),
)
"""And how wide each is, in letters."""
LONGEST_NAME = 31
"""Of a sheet, in letters, as Excel allows."""
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


def names(tables: Iterable[Table]) -> list[str]:
    """A name for each sheet: the title, short enough, without what Excel forbids, never twice the same."""
    given: list[str] = []
    taken = {ABOUT.lower(), DEFINITIONS.lower()}
    for table in tables:
        name = short = _FORBIDDEN.sub(" ", table.title)[:LONGEST_NAME].strip() or table.code[:LONGEST_NAME]
        number = 2
        while name.lower() in taken:
            name = f"{short[: LONGEST_NAME - 4].strip()} ({number})"
            number += 1
        taken.add(name.lower())
        given.append(name)
    return given


def heads(table: Table) -> Iterator[str]:
    """The words above each column, with the unit where they do not say it."""
    for column in table.columns:
        yield f"{column.label} (s)" if column.unit is Unit.SECONDS else column.label


def widths(table: Table) -> Iterator[int]:
    """Of each column, in letters: wide enough for its longest text, or for its numbers."""
    for place, column in enumerate(table.columns):
        if column.unit is Unit.TEXT:
            yield min(60, max(8, *(len(str(row[place] or "")) + 2 for row in table.rows), len(column.label)))
        else:
            yield 15
