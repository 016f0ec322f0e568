"""What is sealed of an emergency, opened and closed: JSON under the conversation's key, bound to what it belongs to."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from permanence.vault.models import DataKey
from permanence.vault.sealing import Unreadable, seal, unseal


def close(key: DataKey, words: Mapping[str, Any], *context: str | int | UUID) -> bytes:
    """Seals a JSON object."""
    return seal(key, json.dumps(words, ensure_ascii=False, separators=(",", ":")), *context)


def open_words(key: DataKey, body: bytes | memoryview, *context: str | int | UUID) -> dict[str, Any]:
    """What was sealed; empty where nothing was, or where its key was destroyed."""
    if not body:
        return {}
    try:
        words: dict[str, Any] = json.loads(unseal(key, body, *context))
    except Unreadable:
        return {}
    return words
