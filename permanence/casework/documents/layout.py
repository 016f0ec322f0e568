"""How an archive is laid out, byte for byte, so that nothing in it can be altered without being seen. Pure.

A ZIP file whose entries are stored as they are, one after the other, in the order of the manifest: the manifest itself,
its signature, then each file; no comment, no extra field, one date for all, the one the manifest says. What stands
between the files (headers, central directory, end) follows from the manifest alone: `verifying` writes it again and
compares. ZIP: PKWARE's APPNOTE.TXT, sections 4.3.7 (local header), 4.3.9 (data descriptor), 4.3.12 (central directory),
4.3.16 (end).
"""

import re
import struct
from dataclasses import dataclass
from datetime import UTC, datetime

FORMAT = "permanence/archive/1"
MANIFEST = "manifeste.json"
SIGNATURE = "manifeste.json.sig"
SIGNATURE_BYTES = 64
LONGEST_MANIFEST = 8 << 20
LARGEST_ARCHIVE = (2 << 30) - (16 << 20)
"""Bytes: beyond 2 GiB other headers would be needed, and old tools would not open it."""
MOST_FILES = 5_000
SAFE_NAME = re.compile(r"(?:[a-z]{1,20}/)?[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
LOCAL, DESCRIPTOR, CENTRAL, END = b"PK\x03\x04", b"PK\x07\x08", b"PK\x01\x02", b"PK\x05\x06"
LOCAL_BYTES, DESCRIPTOR_BYTES, CENTRAL_BYTES, END_BYTES = 30, 16, 46, 22
_VERSION, _UNIX, _SIZES_FOLLOW = 20, 3, 8
MODE = 0o100600 << 16
"""A plain file that its owner alone reads."""


@dataclass(frozen=True)
class Placed:
    """One entry as it was found: where its header begins, its bytes and their CRC-32."""

    name: str
    offset: int
    size: int
    crc: int


def is_safe(name: str) -> bool:
    """Whether a name leads nowhere but beside the others: one folder at most, plain letters."""
    return SAFE_NAME.fullmatch(name) is not None


def stamp(made_at: datetime) -> tuple[int, int, int, int, int, int]:
    """The date of every entry: universal time, to two seconds, as ZIP keeps it."""
    at = made_at.astimezone(UTC)
    return at.year, at.month, at.day, at.hour, at.minute, at.second // 2 * 2


def local_header(name: str, made_at: datetime) -> bytes:
    """What stands before a file; its size and CRC follow it."""
    date, time = _dos(made_at)
    sizes = (0, 0, 0)
    head = struct.pack("<4s2B4HL2L2H", LOCAL, _VERSION, 0, _SIZES_FOLLOW, 0, time, date, *sizes, len(name), 0)
    return head + name.encode("ascii")


def descriptor(size: int, crc: int) -> bytes:
    """What stands behind a file."""
    return struct.pack("<4sLLL", DESCRIPTOR, crc, size, size)


def central_header(one: Placed, made_at: datetime) -> bytes:
    """A file's line in the central directory."""
    date, time = _dos(made_at)
    versions = (_VERSION, _UNIX, _VERSION, 0)
    facts = (one.crc, one.size, one.size, len(one.name), 0, 0, 0, 0, MODE, one.offset)
    return struct.pack("<4s4B4HL2L5H2L", CENTRAL, *versions, _SIZES_FOLLOW, 0, time, date, *facts) + one.name.encode()


def end(count: int, size: int, offset: int) -> bytes:
    """The last bytes."""
    return struct.pack("<4s4H2LH", END, 0, 0, count, count, size, offset, 0)


def _dos(made_at: datetime) -> tuple[int, int]:
    year, month, day, hour, minute, second = stamp(made_at)
    return (year - 1980) << 9 | month << 5 | day, hour << 11 | minute << 5 | second // 2
