"""Text that a spreadsheet shows and never runs. Pure.

A cell that begins with = + - @, a tab or a line break is a formula to some program (OWASP, « CSV Injection »), behind
blanks and in the wide letters of Asian keyboards too: an apostrophe before it makes it text everywhere. Numbers are
numbers, never text, and need none.
"""

import re

_RUNS = re.compile(r"^[\t\r\n]|^[\s\x00-\x20\x7f\u200b-\u200f\u2060\ufeff]*[=+\-@|%＝＋－＠]")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
APOSTROPHE = "'"


def text(value: str) -> str:
    """`value` so that no spreadsheet takes it for a formula, and no XML for a fault."""
    shown = clean(value)
    return f"{APOSTROPHE}{shown}" if runs(shown) else shown


def clean(value: str) -> str:
    """`value` without what XML cannot hold: control characters and half letters are shown by the sign for them."""
    return _UNSEEN.sub("\ufffd", value)


def runs(value: str) -> bool:
    """Whether some spreadsheet may take it for a formula."""
    return _RUNS.match(value) is not None
