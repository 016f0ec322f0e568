"""Epochs of key-encryption keys: which one a moment belongs to, and how a version is written. Pure.

An epoch is a calendar quarter: retention ends by destroying whole epochs, and a quarter is as late as a word may be
destroyed past its time. A version is an epoch and a generation: `keys rotate` starts a new generation of every epoch.
"""

import struct
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

MONTHS = 3
"""How long an epoch lasts; changing it later leaves the names of earlier epochs as they are."""
_A_YEAR = 12 // MONTHS
_CALENDAR = ZoneInfo("Europe/Paris")
_HEADER = struct.Struct(">HH")
HEADER_BYTES = _HEADER.size


class Version(NamedTuple):
    """Which key-encryption key: of which epoch, which generation."""

    epoch: int
    generation: int

    @property
    def name(self) -> str:
        """As its file is called: `2026Q4.1`."""
        return f"{self.epoch // _A_YEAR}Q{self.epoch % _A_YEAR + 1}.{self.generation}"

    def header(self) -> bytes:
        """The four bytes that a wrapped data key begins with, after its format."""
        return _HEADER.pack(self.epoch, self.generation)

    @classmethod
    def of_header(cls, header: bytes) -> "Version":
        """The version that four bytes name."""
        return cls(*_HEADER.unpack(header))


def epoch_of(moment: datetime) -> int:
    """The epoch of a moment, by the calendar of Paris: consecutive numbers, 8107 for the last quarter of 2026."""
    local = moment.astimezone(_CALENDAR)
    return local.year * _A_YEAR + (local.month - 1) // MONTHS
