"""From what was typed to words: folded, each with its place in the original. No meaning here.

Case, accents, vowel points and letters of no width count for nothing; letters spaced out ("a i d e z") are put
together again. A place is in code points of the text as typed, so that a screen can underline it.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

HARD, SOFT = ".", ","
"""A sentence ends; a clause, a line or a message ends."""

_UNSEEN = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
_MARKS = "\u0300-\u036f\u0483-\u0487\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
_SIGNS = "\u203c\u2600-\u27bf\U0001f100-\U0001faff"
_APOSTROPHE = "'\u2019\u2018\u02bc\u00b4`\u2032\uff07"
_STOPS = ".!?;\u2026\u061f\u061b\u061f\u3002\uff01\uff1f"
_PIECE = re.compile(
    rf"([^\W_][\w{_MARKS}{_UNSEEN}]*)"
    rf"|([{_SIGNS}])"
    rf"|([{_APOSTROPHE}])"
    rf"|([{_STOPS}][{_STOPS}\s]*)"
    r"|([,:()\[\]\"\u00ab\u00bb\u201c\u201d\u060c\u00a1\u00bf/|\n\r\u2028\u2029]|\s[-\u2013\u2014]+\s)"
)
_WORD, _SIGN, _APOSTROPHE_GROUP, _STOP = 1, 2, 3, 4
"""The groups of `_PIECE`; the fifth is a pause."""
_REMOVED = re.compile(rf"[{_UNSEEN}\u0640_]")
_LETTERS_ALIKE = str.maketrans({
    "œ": "oe", "æ": "ae", "ß": "ss", "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d",
    "ٱ": "ا", "ى": "ي", "ة": "ه", "ک": "ك", "گ": "ك", "ی": "ي", "پ": "ب", "ڤ": "ف", "ґ": "г",
    "٠": "0", "١": "1", "٢": "2", "٣": "3", "٤": "4", "٥": "5", "٦": "6", "٧": "7", "٨": "8", "٩": "9",
})  # fmt: skip
_SOS = ["s", "o", "s"]
_SPACED_AT_LEAST = 4
"""Single letters in a row before they are taken for one word spaced out."""


class Word(NamedTuple):
    """One word, folded; `glued` when only an apostrophe stands between it and the word before."""

    folded: str
    start: int
    end: int
    glued: bool


def words(text: str) -> list[Word]:
    """The words of `text` in order; a break of sentence or clause is a word too, `HARD` or `SOFT`."""
    found = _pieces(text)
    return _together(found) if _has_spaced_letters(found) else found


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """`word` without case, accents, points, joiners, or letters of no width. Holds words, never messages."""
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFKD", word.casefold())
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return _REMOVED.sub("", bare).translate(_LETTERS_ALIKE)


def _pieces(text: str) -> list[Word]:
    out: list[Word] = []
    last_end, apostrophe = -1, False
    for found in _PIECE.finditer(text):
        kind = found.lastindex
        start, end = found.span()
        if kind == _WORD:
            folded = fold(found[0])
            if folded:
                out.append(Word(folded, start, end, apostrophe and start == last_end))
            apostrophe, last_end = False, end
        elif kind == _APOSTROPHE_GROUP:
            apostrophe, last_end = start == last_end, end
        else:
            apostrophe = False
            out.append(Word(found[0] if kind == _SIGN else _break(found[0], kind == _STOP), start, end, False))
    return out


def _break(typed: str, stop: bool) -> str:
    """Dots that trail ("il est là...") are a pause, not an end."""
    if not stop:
        return SOFT
    bare = typed.strip()
    return SOFT if bare == "…" or bare.startswith("..") else HARD


def _single(word: Word) -> bool:
    return len(word.folded) == 1 and word.folded.isalpha()


def _has_spaced_letters(found: list[Word]) -> bool:
    if len(found) < len(_SOS):
        return False
    run = 0
    for folded, _, _, _ in found:
        if len(folded) > 1:
            run = 0
        elif folded.isalpha():
            run += 1
            if run >= len(_SOS):
                return True
        elif folded not in (HARD, SOFT):
            run = 0
    return False


def _together(found: list[Word]) -> list[Word]:
    """Runs of single letters as one word; the stops between them ("a.i.d.e.z") are no stops."""
    out: list[Word] = []
    run: list[Word] = []
    for word in [*found, Word("", 0, 0, False)]:
        if _single(word) or (run and word.folded in (HARD, SOFT)):
            run.append(word)
            continue
        out += _as_one(run)
        run = []
        if word.folded:
            out.append(word)
    return out


def _as_one(run: list[Word]) -> list[Word]:
    letters = [word for word in run if _single(word)]
    if len(letters) < _SPACED_AT_LEAST and [word.folded for word in letters] != _SOS:
        return run
    tail = run[run.index(letters[-1]) + 1 :]
    return [Word("".join(word.folded for word in letters), letters[0].start, letters[-1].end, False), *tail]
