"""Hints on the wire between processes: their shapes, and how many fit one notification. Pure.

A hint bears ids and numbers, and soft frames of three known types; never a word that somebody wrote, unless it is
sealed (`preview.py`).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from permanence.live import hub

LONGEST_PAYLOAD = 7_900
"""Bytes: PostgreSQL takes less than 8,000."""
PEOPLE_AT_ONCE = 150
SOFT = frozenset({"typing", "presence", "read"})


class Reached(msgspec.Struct, tag="r", array_like=True, frozen=True):
    """The journal of a conversation goes up to `last`."""

    conversation: UUID
    last: int


class Changed(msgspec.Struct, tag="c", array_like=True, frozen=True):
    """A topic is not what it was: an officer's id, a conversation's, or the queue."""

    topic: int | str


class Passed(msgspec.Struct, tag="p", array_like=True, frozen=True):
    """A soft frame of a conversation."""

    conversation: UUID
    frame: dict[str, str | int | None]


class Here(msgspec.Struct, tag="h", array_like=True, frozen=True):
    """They are with the process that says so, for so many seconds."""

    visitors: list[UUID]
    officers: list[int]
    for_s: float


class Gone(msgspec.Struct, tag="g", array_like=True, frozen=True):
    """They are with that process no more."""

    visitors: list[UUID]
    officers: list[int]


class Bye(msgspec.Struct, tag="b", array_like=True, frozen=True):
    """That process stops."""


Hint = Reached | Changed | Passed | Here | Gone | Bye
_decoder: msgspec.json.Decoder[tuple[str, list[Hint]]] = msgspec.json.Decoder(tuple[str, list[Hint]])


def topic_changed(topic: hub.Topic) -> Changed:
    """The hint for a topic of the hub."""
    return Changed(str(topic) if isinstance(topic, UUID) else topic)


def topic_of(hint: Changed) -> hub.Topic:
    """The topic of the hub that a hint names. Raises `ValueError` when it names none."""
    if isinstance(hint.topic, int) or hint.topic == hub.QUEUE or hint.topic.startswith(hub.CENTRE):
        return hint.topic
    return UUID(hint.topic)


def passed(conversation: UUID, frame: Mapping[str, Any]) -> Passed | None:
    """The hint for a soft frame; None for any other."""
    return Passed(conversation, dict(frame)) if frame.get("type") in SOFT else None


def people(visitors: Sequence[UUID], officers: Sequence[int], for_s: float | None) -> Iterable[Hint]:
    """The hints that these people are here for `for_s` seconds, or gone (None)."""
    for start in range(0, max(len(visitors), len(officers)), PEOPLE_AT_ONCE):
        some = list(visitors[start : start + PEOPLE_AT_ONCE]), list(officers[start : start + PEOPLE_AT_ONCE])
        yield Gone(*some) if for_s is None else Here(*some, for_s)


def pack(process: str, hints: Iterable[Hint]) -> list[bytes]:
    """As few payloads as hold them, in order; one that fits nowhere is left out."""
    head, tail = b'["' + process.encode() + b'",[', b"]]"
    room = LONGEST_PAYLOAD - len(head) - len(tail)
    packed: list[bytes] = []
    parts: list[bytes] = []
    size = 0
    for hint in hints:
        part = msgspec.json.encode(hint)
        if len(part) > room:
            continue
        if parts and size + 1 + len(part) > room:
            packed.append(head + b",".join(parts) + tail)
            parts, size = [], 0
        parts.append(part)
        size += len(part) + 1
    return [*packed, head + b",".join(parts) + tail] if parts else packed


def unpack(payload: bytes | str) -> tuple[str, list[Hint]]:
    """The process that says it, and its hints. Raises `msgspec.DecodeError`."""
    return _decoder.decode(payload)
