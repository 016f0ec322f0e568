"""The copy of a text: its words in UTF-8, without what cannot be seen. Pure."""

import codecs
from typing import Any

LONGEST = 1_000_000
"""Code points."""
_MARKED = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def copy(data: bytes) -> tuple[dict[str, Any], bytes]:
    """What is known of the copy, and the copy."""
    words = _decoded(data)
    seen = "".join(letter for letter in words[:LONGEST] if letter.isprintable() or letter in "\n\t")
    kept = seen.encode()
    return {"view_type": "text/plain; charset=utf-8", "cut": len(words) > LONGEST, "parts": [len(kept)]}, kept


def _decoded(data: bytes) -> str:
    if data.startswith(_MARKED):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
