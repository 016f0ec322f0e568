"""Each format, opened again by another library, says what the tables say."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from odf import opendocument
from odf.table import Table as OdfTable
from odf.table import TableCell, TableRow

from permanence.statistics.exports import as_csv, as_json, as_ods, as_xlsx, safe
from permanence.statistics.exports.book import Book
from permanence.statistics.exports.shape import Unit, Value
from permanence.statistics.exports.sheets import names
from tests.statistics.exports.vectors import HOSTILE, book


def lines(given: Book) -> list[dict[str, str]]:
    text = as_csv.write(given).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def sheets(data: bytes) -> dict[str, list[list[Value]]]:
    """The rows of each sheet of an ODS, read by odfpy."""
    found = {}
    for sheet in opendocument.load(io.BytesIO(data)).spreadsheet.getElementsByType(OdfTable):
        rows = sheet.getElementsByType(TableRow)
        found[sheet.getAttribute("name")] = [[value(cell) for cell in row.getElementsByType(TableCell)] for row in rows]
    return found


def value(cell: Any) -> Value:
    kind = cell.getAttribute("valuetype")
    assert cell.getAttribute("formula") is None
    if kind == "float":
        return float(cell.getAttribute("value"))
    return str(cell) if kind == "string" else None


def test_json_holds_every_table_by_stable_codes_and_the_question() -> None:
    told = json.loads(as_json.write(book()))
    assert told["format"] == "permanence/statistics/1"
    period = {"from": "2022-01-01", "to": "2022-11-30"}
    assert told["question"] == {**period, "force": None, "department": None, "scope": "all"}
    assert told["compared_with"] == {"from": "2021-01-01", "to": "2021-11-30"}
    assert (told["time_zone"], told["made_at"]) == ("Europe/Paris", "2022-12-01T05:30:00.000Z")
    assert told["definitions"]["version"] == "2022-01-01"
    assert [one["code"] for one in told["tables"]] == [table.code for table in book().tables]
    for table, one in zip(book().tables, told["tables"], strict=True):
        assert one["rows"] == list(table.records())


def test_csv_has_a_line_a_figure_and_the_question_on_each() -> None:
    found = {(one["table"], one["code"], one["figure"]): one for one in lines(book())}
    told = found["headlines", "report", "count"]
    assert (told["value"], told["definition"], told["unit"]) == ("2450", "report", "count")
    assert (told["from"], told["to"], told["time_zone"]) == ("2022-01-01", "2022-11-30", "Europe/Paris")
    assert found["headlines", "report", "change"]["value"] == "16,7", "as a French spreadsheet reads it"
    assert found["headlines", "emergency", "change"]["value"] == ""
    assert found["months", "2022-03", "report_before"]["definition"] == "report"


def test_csv_holds_every_number_of_every_table_and_nothing_else() -> None:
    told = {(one["table"], one["code"], one["figure"]): one["value"] for one in lines(book())}
    meant = {
        (table.code, str(record["code"]), column.code): as_csv.number(record[column.code])
        for table in book().tables
        for record in table.records()
        for column in table.columns[2:]
        if column.unit is not Unit.TEXT
    }
    assert told == meant


def test_csv_opens_in_a_french_excel_as_utf_8() -> None:
    data = as_csv.write(book())
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == len(lines(book())) + 1


@pytest.mark.parametrize("said", HOSTILE)
def test_no_cell_of_a_csv_begins_as_a_formula_does(said: str) -> None:
    for line in lines(book(said)):
        for name, cell in line.items():
            if name != "value":
                assert not safe.runs(cell), cell


def test_a_negative_number_stays_a_number() -> None:
    assert as_csv.number(-12) == "-12"
    assert as_csv.number(-0.5) == "-0,5"


def test_xlsx_read_by_openpyxl_is_the_tables() -> None:
    opened = openpyxl.load_workbook(io.BytesIO(as_xlsx.write(book())))
    assert opened.sheetnames == ["À lire", *names(book().tables), "Définitions"]
    for name, table in zip(names(book().tables), book().tables, strict=True):
        rows = [list(row) for row in opened[name].iter_rows(min_row=5, max_col=len(table.columns), values_only=True)]
        assert rows == [list(row) for row in table.rows]
    about = {row[0]: row[1] for row in opened["À lire"].iter_rows(values_only=True)}
    assert about["Fuseau horaire"] == "Europe/Paris"
    assert about["Période"] == "du 1er janvier au 30 novembre 2022 (jours entiers, heure de Paris)"


@pytest.mark.parametrize("said", HOSTILE)
def test_no_cell_of_an_xlsx_is_a_formula_and_what_looks_like_one_stays_text_when_edited(said: str) -> None:
    data = as_xlsx.write(book(said))
    opened = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for sheet in opened for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert all(cell.quotePrefix for cell in cells if isinstance(cell.value, str) and safe.runs(cell.value))
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        for name in parts.namelist():
            assert b"<f>" not in parts.read(name)


def test_ods_read_by_odfpy_is_the_tables() -> None:
    found = sheets(as_ods.write(book()))
    assert list(found) == ["À lire", *names(book().tables), "Définitions"]
    for name, table in zip(names(book().tables), book().tables, strict=True):
        rows = [row + [None] * (len(table.columns) - len(row)) for row in found[name][4:]]
        assert rows == [list(row) for row in table.rows]


@pytest.mark.parametrize("said", HOSTILE)
def test_no_cell_of_an_ods_has_a_formula_or_begins_as_one_does(said: str) -> None:
    data = as_ods.write(book(said))
    for rows in sheets(data).values():
        for row in rows:
            assert not [cell for cell in row if isinstance(cell, str) and safe.runs(cell)]
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        content = parts.read("content.xml")
    assert b"table:formula" not in content
    ElementTree.fromstring(content)


def test_a_demonstration_says_so_on_every_file() -> None:
    shown = replace(book(), is_demonstration=True)
    assert json.loads(as_json.write(shown))["demonstration"] is True
    assert {one["demonstration"] for one in lines(shown)} == {"1"}
    assert any("sans aucune valeur" in str(cell) for row in sheets(as_ods.write(shown))["À lire"] for cell in row)
    about = openpyxl.load_workbook(io.BytesIO(as_xlsx.write(shown)))["À lire"]
    assert any("sans aucune valeur" in str(row[1]) for row in about.iter_rows(values_only=True))
