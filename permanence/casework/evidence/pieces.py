"""The bytes of a file, in pieces of one size, each sealed by itself and bound to its attachment, use and number.

A piece is full (`PIECE` bytes) but for the last, so that any byte is found by division. Nothing here opens a
transaction that lasts: a piece is a row.
"""

import time
from collections.abc import Iterator
from functools import lru_cache

from django.db import connection

from permanence.casework.evidence.models import Attachment, Piece
from permanence.vault.sealing import seal_under, unseal_bytes

PIECE = 256 * 1024
"""Bytes; measured in docs/decisions/evidence-in-the-database.md."""
PAUSE_S = 0.02


def append(attachment: Attachment, of: Piece.Of, at: int, data: bytes) -> None:
    """Adds bytes after the first `at`: the last piece is filled, then others follow."""
    number, filled = divmod(at, PIECE)
    if filled:
        data = piece(attachment, of, number) + data
    for start in range(0, len(data), PIECE):
        _keep(attachment, of, number + start // PIECE, data[start : start + PIECE], is_new=start > 0 or not filled)


def let_others_write() -> None:
    """Between two pieces of one file: who waits for SQLite's one writer asks for it from time to time, and finds it
    taken by who comes back at once."""
    if connection.vendor == "sqlite":
        time.sleep(PAUSE_S)


def piece(attachment: Attachment, of: str, number: int) -> bytes:
    """The bytes of one piece. Raises `Piece.DoesNotExist`, `Unreadable`."""
    body = Piece.objects.filter(attachment=attachment, of=of, number=number).values_list("body", flat=True).get()
    return unseal_bytes(attachment.conversation.key, body, "piece", attachment.pk, str(of), number)


def slices(attachment: Attachment, of: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Which pieces hold the bytes from `start` to `end` (not included): number, first, last of each."""
    for number in range(start // PIECE, -(-end // PIECE)):
        base = number * PIECE
        yield number, max(start - base, 0), min(end - base, PIECE)


class Whole:
    """A stored file, to be read anywhere; the pieces last read are remembered."""

    def __init__(self, attachment: Attachment, of: str = Piece.Of.FILE) -> None:
        self._piece = lru_cache(maxsize=4)(lambda number: piece(attachment, of, number))
        self.attachment, self.of, self.size = attachment, of, attachment.received

    def __call__(self, offset: int, length: int) -> bytes:
        """The bytes from `offset` on, at most `length`."""
        end = min(offset + length, self.size)
        parts = slices(self.attachment, self.of, offset, end)
        return b"".join(self._piece(number)[first:last] for number, first, last in parts)


def forget(attachment: Attachment, of: str | None = None) -> None:
    """Nothing of the file is left, or nothing of its copy."""
    rows = Piece.objects.filter(attachment=attachment)
    (rows if of is None else rows.filter(of=of)).delete()


def _keep(attachment: Attachment, of: Piece.Of, number: int, data: bytes, *, is_new: bool) -> None:
    wrapped = bytes(attachment.conversation.key.wrapped)
    body = seal_under(wrapped, data, "piece", attachment.pk, str(of), number)
    place = {"attachment": attachment, "of": of, "number": number}
    if is_new:
        Piece.objects.create(**place, body=body)
    else:
        Piece.objects.filter(**place).update(body=body)
