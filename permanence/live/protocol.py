"""Shapes on the wire, typed: what a client may say, and how a message is told. `docs/live-channel.md` is the prose."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import msgspec

from permanence.live.journal import Said

LONGEST_FRAME = 65_536
"""Characters: a message of 4,000 code points, each escaped, fits."""


class Open(msgspec.Struct, tag="open"):
    """A visitor (conversation and secret) or an officer (token) joins."""

    conversation: UUID | None = None
    secret: str = ""
    token: str = ""
    after: int | dict[str, int] | None = None


class Follow(msgspec.Struct, tag="follow"):
    """An officer (re)reads a conversation."""

    conversation: UUID
    after: int = 0


class Unfollow(msgspec.Struct, tag="unfollow"):
    """An officer has read enough."""

    conversation: UUID


class Send(msgspec.Struct, tag="send"):
    """Say something."""

    conversation: UUID
    id: UUID
    text: str


class Typing(msgspec.Struct, tag="typing"):
    """Somebody is typing; `text` from a visitor's page that has told her that it is seen."""

    conversation: UUID
    text: str = ""


class Read(msgspec.Struct, tag="read"):
    """Read up to `seq`."""

    conversation: UUID
    seq: int


class Danger(msgspec.Struct, tag="danger"):
    """The visitor is in danger now."""

    conversation: UUID


class Ping(msgspec.Struct, tag="ping"):
    """Still there?"""


Frame = Open | Follow | Unfollow | Send | Typing | Read | Danger | Ping
_decoder: msgspec.json.Decoder[Frame] = msgspec.json.Decoder(Frame)


def decode(text: str) -> Frame:
    """A client's frame. Raises `msgspec.DecodeError` (`ValidationError` for a wrong shape)."""
    return _decoder.decode(text)


def name_of(text: str) -> dict[str, str]:
    """The `id` and `conversation` of a frame that could not be decoded, so that its refusal can be told apart."""
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(frame, dict):
        return {}
    named = {key: frame.get(key) for key in ("id", "conversation")}
    return {key: name for key, name in named.items() if isinstance(name, str) and name.isascii()}


def encode(frame: Mapping[str, Any]) -> bytes:
    """A server's frame, UTF-8."""
    return msgspec.json.encode(frame, enc_hook=_plain)


@lru_cache(maxsize=64)
def moment(at: datetime) -> str:
    """ISO 8601, UTC, milliseconds."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03}Z"


class Ack(msgspec.Struct, tag="ack"):
    """The answer to a `send`: it is durable."""

    conversation: UUID
    id: UUID
    seq: int
    at: str


class Message(msgspec.Struct, tag="message", omit_defaults=True, rename={"sender": "from"}):
    """A message as the live channel tells it; with a file, its id and `{"name", "type", "size", "sha256"}`."""

    conversation: UUID
    seq: int
    id: UUID
    sender: str
    at: str
    text: str
    name: str = ""
    event: str = ""
    attachment: str = ""
    file: dict[str, Any] = {}
    data: dict[str, Any] = {}


_encoder = msgspec.json.Encoder()


def message(said: Said) -> dict[str, Any]:
    """A message as the HTTP API lists it."""
    told: dict[str, Any] = msgspec.to_builtins(_message(said))
    del told["type"], told["conversation"]
    return told


def message_frame(said: Said) -> bytes:
    """A message as the live channel tells it, UTF-8."""
    return _encoder.encode(_message(said))


def ack_frame(said: Said) -> bytes:
    """The answer to a `send`, UTF-8."""
    return _encoder.encode(Ack(said.conversation, said.id, said.seq, moment(said.at)))


def _message(said: Said) -> Message:
    at = moment(said.at)
    data = dict(said.data)
    attachment, file = (data.pop("attachment", ""), data.pop("file", {})) if data else ("", {})
    return Message(
        said.conversation, said.seq, said.id, said.sender, at, said.text, said.name, said.event, attachment, file, data
    )


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return moment(value)
    return str(value)
