"""Bytes of an official file to rows, each with its line number.

Answers for: UTF-8 with or without a byte-order mark, LF, CRLF or CR, cells quoted or not, spaces around them, empty
lines, cells that hold a line break. Refuses, by line number: what is not UTF-8, quotes that never close, a wrong
number of columns, a cell that nobody could have meant. A broken line never swallows the ones after it.
"""

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from permanence.lib.errors import Invalid

LONGEST_CELL = 5_000
SPACES_AFTER_QUOTE = re.compile(r'"[ \t\u00a0]+(?=;|$)')
LONGEST_QUOTE = 20
"""Physical lines a quoted cell may run over."""


@dataclass(frozen=True)
class Refusal:
    """A line that cannot be taken, and why."""

    line: int
    why: str

    def __str__(self) -> str:
        return f"ligne {self.line} : {self.why}"


@dataclass(frozen=True)
class Row:
    """The cells of one line, by column."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


class FileRefused(Invalid):
    """Nothing of the file was taken; `refusals` names every line that stands in the way."""

    title = "Fichier refusé"

    def __init__(self, detail: str, refusals: Sequence[Refusal] = ()) -> None:
        super().__init__(detail)
        self.refusals = tuple(refusals)


def columns(data: bytes) -> tuple[str, ...]:
    """The names in the first line. Raises `FileRefused` for an empty file or one that is not text."""
    if not data.strip():
        raise FileRefused("Le fichier est vide.")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise FileRefused("Le fichier est en UTF-16 : enregistrez-le en UTF-8.")
    for _line, cells in _cells(data):
        if isinstance(cells, Refusal):
            raise FileRefused("La première ligne ne peut pas être lue.", [cells])
        return tuple(cell.lower() for cell in cells)
    raise FileRefused("Le fichier est vide.")


def rows(data: bytes) -> Iterator[Row | Refusal]:
    """Every line after the first that holds something."""
    names = columns(data)
    lines = _cells(data)
    next(lines)
    for line, cells in lines:
        if isinstance(cells, Refusal):
            yield cells
        elif len(cells) != len(names):
            yield Refusal(line, f"{len(names)} colonnes attendues, {len(cells)} trouvées")
        elif any(cells):
            yield Row(line, dict(zip(names, cells, strict=True)))


def _cells(data: bytes) -> Iterator[tuple[int, list[str] | Refusal]]:
    """By line number, the cells of every line that is not empty."""
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_CELL))
    for line, text in _records(_texts(data)):
        if isinstance(text, Refusal):
            yield line, text
        elif text.strip():
            yield line, _split(line, text)


def _texts(data: bytes) -> list[str | Refusal]:
    """The physical lines; the byte-order mark taken away."""
    data = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return [_text(number, line) for number, line in enumerate(data.split(b"\n"), start=1)]


def _text(number: int, line: bytes) -> str | Refusal:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        wrong = line[error.start]
        return Refusal(number, f"l'octet {wrong:#04x} n'est pas de l'UTF-8 : enregistrez le fichier en UTF-8")
    return Refusal(number, "caractère nul : ce n'est pas un fichier texte") if "\x00" in text else text


def _records(texts: Sequence[str | Refusal]) -> Iterator[tuple[int, str | Refusal]]:
    """Lines whose quotes are closed: a cell may hold line breaks, but an unclosed quote spoils its own line only."""
    place = 0
    while place < len(texts):
        text, length = texts[place], 1
        if isinstance(text, str) and text.count('"') % 2:
            text, length = _closed(place, texts)
        yield place + 1, text
        place += length


def _closed(place: int, texts: Sequence[str | Refusal]) -> tuple[str | Refusal, int]:
    joined: list[str] = []
    for text in texts[place : place + LONGEST_QUOTE]:
        if isinstance(text, Refusal):
            break
        joined.append(text)
        if len(joined) > 1 and text.count('"') % 2:
            return "\n".join(joined), len(joined)
    return Refusal(place + 1, "un guillemet ouvert n'est jamais refermé"), 1


def _split(line: int, text: str) -> list[str] | Refusal:
    cells = _strict(text) or _strict(SPACES_AFTER_QUOTE.sub('"', text))
    if cells is None:
        return Refusal(line, "guillemets mal placés, ou cellule trop longue")
    if any(len(cell) > LONGEST_CELL for cell in cells):
        return Refusal(line, f"cellule de plus de {LONGEST_CELL} caractères")
    return [_clean(cell) for cell in cells]


def _strict(text: str) -> list[str] | None:
    try:
        (cells,) = csv.reader([text], delimiter=";", strict=True, skipinitialspace=True)
    except (csv.Error, ValueError):
        return None
    return cells


def _clean(cell: str) -> str:
    """Composed letters, no control character, no doubled space; line breaks kept."""
    text = "".join(
        c if c == "\n" or unicodedata.category(c) != "Cc" else " " for c in unicodedata.normalize("NFC", cell)
    )
    return "\n".join(line for line in (" ".join(part.split()) for part in text.split("\n")) if line)
