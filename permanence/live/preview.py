"""What is told of typing besides that somebody types.

Where several officers speak: which of them it is, by name, sealed from here to the connection that shows it. Of a
visitor, what they type, shown to the officer before it is sent: nothing unless `PERMANENCE_TYPING_PREVIEW` is on and
the visitor's page, which has told her so, gave the text; its last `LONGEST` characters, sealed likewise, stored nowhere
and never repeated. Refuses to show anything to another visitor's page, or to keep it.
"""

import base64
import contextlib
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from permanence.vault.sealing import Unreadable, seal_with_master, unseal_with_master

LONGEST = 300
"""Code points: a hint between processes holds them, sealed."""
Frame = Mapping[str, Any]
INNER = {"sealed": "text", "signed": "name", "by": ""}
"""What a frame bears between processes only, and what its reader gets for it."""


def carried(frame: Frame, text: str) -> Frame:
    """The typing frame as it travels: with the words, sealed, where that was turned on."""
    if not settings.PERMANENCE.typing_preview:
        return frame
    sayable = text[-LONGEST:].encode("utf-8", "replace").decode()
    return {**frame, "sealed": _sealed(sayable, frame)}


def signed(frame: Frame, officer: int, name: str) -> Frame:
    """An officer's typing frame as it travels where several speak: whose it is (`by`), and their name, sealed."""
    return {**frame, "by": officer, "signed": _sealed(name, frame)}


def shown(frame: Frame) -> Frame:
    """The frame as its reader gets it: words and name opened; without them where they cannot be."""
    if not INNER.keys() & frame.keys():
        return frame
    plain = {name: value for name, value in frame.items() if name not in INNER}
    for inner, shown_as in INNER.items():
        if shown_as and inner in frame:
            with contextlib.suppress(Unreadable):
                plain[shown_as] = unseal_with_master(base64.b64decode(frame[inner]), "typing", frame["conversation"])
    return plain


def _sealed(text: str, frame: Frame) -> str:
    return base64.b64encode(seal_with_master(text, "typing", frame["conversation"])).decode()
