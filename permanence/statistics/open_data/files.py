"""The tables as files: CSV and JSON with the same lines, and what describes the CSV to machines (CSV on the Web). Reads
them back, too: what is audited is what is in the file.

No cell of a file begins like a formula: a spreadsheet that opens it computes nothing.
"""

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

from permanence.statistics.open_data.tables import Table
from permanence.statistics.open_data.web import Web
from permanence.statistics.open_data.year import Statistic

CSV, JSON, CSVW = "text/csv", "application/json", "application/csvm+json"
LICENCE = "Licence Ouverte / Open Licence version 2.0 (Etalab)"
LICENCE_AT = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
NOBODY = "Démonstration : ces chiffres sont inventés."
Shown = Mapping[Statistic, int | None]
"""Each count, None where it is withheld."""
Lines = list[list[str]]


def shown(web: Web, hidden: frozenset[int]) -> dict[Statistic, int | None]:
    """The counts of a web as they are published."""
    return {
        name: None if cell in hidden else web.values[cell]
        for cell, name in enumerate(web.names)
        if isinstance(name, Statistic) and web.is_published[cell]
    }


def lines(table: Table, year: int, counts: Shown) -> Lines:
    """The lines of a file, without its head."""
    found = []
    for before, statistic in table.lines():
        count = counts[statistic]
        told = ["", "true"] if count is None else [str(count), "false"]
        found.append([str(year), *before, *told])
    return found


def as_csv(table: Table, rows: Lines) -> bytes:
    """UTF-8, commas, RFC 4180."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([column.name for column in table.all_columns()])
    writer.writerows(rows)
    return text.getvalue().encode()


def as_json(table: Table, rows: Lines, *, year: int, demonstration: bool) -> bytes:
    """An object that says what it is, and the lines by the names of the columns."""
    names = [column.name for column in table.all_columns()]
    told: dict[str, Any] = {"titre": table.title, "annee": year, "licence": LICENCE, "a_savoir": table.about}
    if demonstration:
        told["demonstration"] = NOBODY
    told["lignes"] = [_typed(dict(zip(names, row, strict=True))) for row in rows]
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def as_csvw(table: Table, *, year: int, demonstration: bool) -> bytes:
    """Every column described, for programs that read CSV on the Web."""
    columns = [
        {"name": one.name, "titles": one.name, "dc:description": one.about, "datatype": one.type}
        for one in table.all_columns()
    ]
    columns[-2]["null"] = ""
    told = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "fr"}],
        "url": f"{table.code}.csv",
        "dc:title": f"{table.title}, {year}",
        "dc:description": f"{NOBODY} {table.about}" if demonstration else table.about,
        "dc:license": {"@id": LICENCE_AT},
        "dialect": {"delimiter": ",", "encoding": "utf-8", "header": True},
        "tableSchema": {"columns": columns},
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def read_back(table: Table, content: bytes) -> dict[Statistic, int | None]:
    """What a CSV says of each statistic. Raises `ValueError` where it is not the file of that table."""
    head, *rows = csv.reader(io.StringIO(content.decode(), newline=""))
    if head != [column.name for column in table.all_columns()]:
        raise ValueError("the columns are not those of the table")
    found: dict[Statistic, int | None] = {}
    for row, (before, statistic) in zip(rows, table.lines(), strict=True):
        if tuple(row[1:-2]) != before or (row[-1] == "true") != (row[-2] == ""):
            raise ValueError(f"a line is not the one expected: {row}")
        count = int(row[-2]) if row[-2] else None
        if found.setdefault(statistic, count) != count:
            raise ValueError(f"{statistic} is said in two ways")
    return found


def _typed(row: dict[str, str]) -> dict[str, Any]:
    count, withheld = row["nombre"], row["secret"]
    return {
        **row,
        "annee": int(row["annee"]),
        "nombre": int(count) if count else None,
        "secret": withheld == str(True).lower(),
    }
