"""What a visitor is typing, shown to the officer before it is sent: only where the deployment turned it on.

Answers for: nothing unless `PERMANENCE_TYPING_PREVIEW` is on and the visitor's page, which has told her so, gave the
text; its last `LONGEST` characters, sealed from here to the connection that shows them, stored nowhere and never
repeated. Refuses to show anything to another visitor's page, or to keep it.
"""

import base64
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from permanence.vault.sealing import Unreadable, seal_with_master, unseal_with_master

LONGEST = 300
"""Code points: a hint between processes holds them, sealed."""
Frame = Mapping[str, Any]


def carried(frame: Frame, text: str) -> Frame:
    """The typing frame as it travels: with the words, sealed, where that was turned on."""
    if not settings.PERMANENCE.typing_preview:
        return frame
    sayable = text[-LONGEST:].encode("utf-8", "replace").decode()
    sealed = seal_with_master(sayable, "typing", frame["conversation"])
    return {**frame, "sealed": base64.b64encode(sealed).decode()}


def shown(frame: Frame) -> Frame:
    """The frame as its reader gets it: the words opened; without them where they cannot be."""
    if "sealed" not in frame:
        return frame
    plain = {name: value for name, value in frame.items() if name != "sealed"}
    try:
        text = unseal_with_master(base64.b64decode(frame["sealed"]), "typing", frame["conversation"])
    except Unreadable:
        return plain
    return {**plain, "text": text}
