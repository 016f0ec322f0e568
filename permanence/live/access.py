"""Reaching a conversation: a visitor by their secret. Officers come through `desk.access`."""

import hashlib
import hmac
from uuid import UUID

from permanence.lib.errors import Unauthorised
from permanence.live.models import Conversation

REFUSED = "Cette conversation ne s’ouvre pas ainsi. Votre code de reprise permet d’y revenir."


def visitor(conversation: UUID | str, secret: str) -> Conversation:
    """The visitor's conversation. An unknown one and a wrong secret are the same `Unauthorised`."""
    known = Conversation.objects.select_related("key")
    identifier = _uuid(conversation)
    found = known.filter(pk=identifier).first() if identifier else None
    expected = bytes(found.secret_hash) if found else b""
    if not hmac.compare_digest(expected, secret_hash(secret)) or found is None or not found.key.wrapped:
        raise Unauthorised(REFUSED)
    return found


def secret_hash(secret: str) -> bytes:
    """What is kept of a visitor's secret (256 random bits need no slow hash)."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def _uuid(text: UUID | str) -> UUID | None:
    if isinstance(text, UUID):
        return text
    try:
        return UUID(text)
    except ValueError:
        return None
