"""Finding words whatever their accents and capitals. Pure.

`desk/static/desk/folding.js` does the same in the console; `tests/desk/test_search.py` and
`tests/browser/test_the_craft.py` hold both to one table.
"""

import unicodedata
from collections.abc import Iterator

APART = {"œ": "oe", "æ": "ae", "’": "'", "‘": "'", "ß": "ss", "\u00a0": " ", "\u202f": " "}


def fold(text: str) -> tuple[str, list[int]]:
    """The text without accents, in small letters, and for each of its characters its place in `text`."""
    folded, places = [], []
    for place, character in enumerate(text):
        for plain in _plain(character):
            folded.append(plain)
            places.append(place)
    return "".join(folded), places


def found(text: str, wanted: str) -> Iterator[tuple[int, int]]:
    """Where `wanted` stands in `text`: start and length, in code points, one after the other, never overlapping."""
    needle, _ = fold(wanted.strip())
    folded, places = fold(text)
    at = folded.find(needle) if needle else -1
    while at >= 0:
        last = places[at + len(needle) - 1]
        yield places[at], last - places[at] + 1
        at = folded.find(needle, at + len(needle))


def _plain(character: str) -> str:
    small = character.lower()
    if small in APART:
        return APART[small]
    return "".join(one for one in unicodedata.normalize("NFD", small) if not unicodedata.combining(one))
