"""The kinds of files that figures leave as. Pure: whatever is asked, the same book gives the same numbers in each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from permanence.statistics.exports import as_csv, as_json, as_ods, as_xlsx
from permanence.statistics.exports.book import Book


@dataclass(frozen=True)
class Format:
    """One of them."""

    code: str
    """What the command, the address and the ending of the file's name say."""
    name: str
    """For whom reads French: what it is for."""
    media_type: str
    write: Callable[[Book], bytes]
    is_text: bool = False
    """Whether a terminal can show it."""


FORMATS: Mapping[str, Format] = {
    one.code: one
    for one in (
        Format(
            "xlsx",
            "Classeur Excel",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            as_xlsx.write,
        ),
        Format("ods", "Classeur LibreOffice", "application/vnd.oasis.opendocument.spreadsheet", as_ods.write),
        Format("csv", "Une ligne par chiffre", "text/csv; charset=utf-8", as_csv.write, is_text=True),
        Format("json", "Pour un programme", "application/json", as_json.write, is_text=True),
    )
}
