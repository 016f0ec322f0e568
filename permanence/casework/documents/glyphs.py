"""Text as it can be printed: nothing is dropped in silence, nothing prints over its neighbours. Pure.

Control and formatting characters, which would print nothing or turn the line round, are shown by their code points;
marks heaped on one letter beyond what a language needs too; a word longer than a line may be broken. What no font has
is replaced later, by `press`, in the same way.
"""

import re
import unicodedata

BREAK = "\u200b"
"""Where a word may be broken."""
LONGEST_WORD = 40
MARKS = 6
"""Combining marks on one letter that are printed as such."""
KEPT = "\n\u200c\u200d\u200e\u200f\u00ad\ufe0e\ufe0f"
"""Joiners, the marks of direction, soft hyphens, variation selectors: writing and pictures are made of them."""

_UNSEEN = re.compile(
    f"(?:(?![{KEPT}])[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ufff0-\uffff\ud800-\udfff\U000e0000-\U000e0fff])+"
)
_HEAPED = re.compile(
    f"(?<=[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{{{MARKS}}})"
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
_LONG = re.compile(rf"\S{{{LONGEST_WORD},}}")
_A_PART = re.compile(r".{1,12}(?![\u0300-\u036f\u200d\ufe0f])", re.DOTALL)


def printable(text: str) -> str:
    """`text`, ready to be set."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    text = _UNSEEN.sub(lambda found: codes(found[0]), text)
    text = _HEAPED.sub(lambda found: codes(found[0]), text)
    return _LONG.sub(lambda found: BREAK.join(_A_PART.findall(found[0])), text)


def codes(text: str) -> str:
    """`[U+202E U+0007]`."""
    return "[" + " ".join(f"U+{ord(letter):04X}" for letter in text) + "]"


def runs_rightwards(text: str) -> bool:
    """Whether its first letter is of a script that is written from right to left."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in ("L", "R", "AL"):
            return kind != "L"
    return False
