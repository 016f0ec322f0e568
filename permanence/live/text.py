"""What may be said: pure rules on the text of a message."""

import re

from permanence.lib.errors import Conflict, Forbidden, Invalid

UNTRANSMITTABLE = re.compile("[\x00\ud800-\udfff]")
"""NUL, and halves of surrogate pairs."""
LONGEST = 4_000
"""Code points."""


class Empty(Invalid):
    """Nothing but white space."""

    code = "empty"


class TooLong(Invalid):
    """More than `LONGEST` code points."""

    code = "too_long"


class Ended(Conflict):
    """The conversation is over; the return code opens it again."""

    code = "ended"


class NotYours(Forbidden):
    """The officer does not hold this conversation."""


def checked(text: str) -> str:
    """The text as it will be kept. Raises `Empty`, `TooLong` or `Invalid`; nothing is cut or repaired in silence."""
    if not text.strip():
        raise Empty("Le message est vide : écrivez quelques mots.", errors={"text": "Le message est vide."})
    if len(text) > LONGEST:
        detail = f"Le message dépasse {LONGEST} caractères ({len(text)}) : envoyez-le en plusieurs fois."
        raise TooLong(detail, errors={"text": detail})
    if UNTRANSMITTABLE.search(text):
        detail = "Le message contient un caractère qui ne peut pas être transmis."
        raise Invalid(detail, errors={"text": detail})
    return text
