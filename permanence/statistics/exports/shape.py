"""What a table of figures is: stable codes for machines, French for readers, a unit for every column. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

Value = str | int | float | None
"""None: cannot be said (nothing to divide by, nobody waited, population unknown); never a hidden zero."""


class Unit(StrEnum):
    """In what a column is told."""

    TEXT = "text"
    COUNT = "count"
    PERCENT = "percent"
    """Of a hundred, one decimal."""
    RATE = "per_1000"
    """For a thousand inhabitants, three decimals."""
    SECONDS = "seconds"


@dataclass(frozen=True)
class Column:
    """`code` never changes; `label` is what a French reader sees at its head."""

    code: str
    label: str
    unit: Unit = Unit.COUNT
    definition: str = ""
    """The code of its own definition, where it is not that of the table or of the row."""


@dataclass(frozen=True)
class Table:
    """One table. The first column is `code` (of the row, stable), the second `label` (of the row, in French)."""

    code: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    note: str = ""
    """What must be known to read it right; empty where nothing must."""
    definition: str = ""
    """The code of the definition that its counts follow (`definitions.DEFINITIONS`); empty where each column or each
    row is of its own."""

    def records(self) -> Iterator[dict[str, Value]]:
        """Each row by the codes of its columns."""
        codes = [column.code for column in self.columns]
        return (dict(zip(codes, row, strict=True)) for row in self.rows)

    def definition_of(self, column: Column, record: Mapping[str, Value]) -> str:
        """The code of the definition that a figure follows."""
        return column.definition or self.definition or str(record.get("definition") or record["code"])

    def row(self, code: str) -> dict[str, Value]:
        """The row of this code. Raises `KeyError`."""
        for record in self.records():
            if record["code"] == code:
                return record
        raise KeyError(code)
