"""What a file is, by its bytes. Pure.

`identify` reads a few places of a file and says its format, or refuses: what is not accepted, and what is a second
thing beside the first (an archive that begins as a photograph, a page hidden in its comments). What a phone adds to its
own photographs (the moments before and after, a depth map) is no second thing.
Refuses to unpack or decode anything: that is done in a process apart (`preparing`), and never by a server.
"""

import re
from collections.abc import Callable

from permanence.casework.evidence import types
from permanence.casework.evidence.containers import isobmff, matroska, ogg
from permanence.casework.evidence.types import FORMATS, Format, Unacceptable

ReadAt = Callable[[int, int], bytes]
"""The bytes from an offset on, at most so many."""
HEAD = 4096
TAIL = 22 + 65_535
"""Where the directory of a ZIP archive ends."""

_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"#!AMR", "audio/amr"),
    (b"%PDF-", "application/pdf"),
    (b"ID3", "audio/mpeg"),
)
_NEVER: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", types.ARCHIVE),
    (b"PK\x05\x06", types.ARCHIVE),
    (b"PK\x07\x08", types.ARCHIVE),
    (b"Rar!\x1a\x07", types.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", types.ARCHIVE),
    (b"\x1f\x8b", types.ARCHIVE),
    (b"BZh", types.ARCHIVE),
    (b"\xfd7zXZ\x00", types.ARCHIVE),
    (b"\x28\xb5\x2f\xfd", types.ARCHIVE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", types.ARCHIVE),
    (b"{\\rtf", types.ARCHIVE),
    (b"MZ", types.PROGRAM),
    (b"\x7fELF", types.PROGRAM),
    (b"\xca\xfe\xba\xbe", types.PROGRAM),
    (b"\xfe\xed\xfa\xce", types.PROGRAM),
    (b"\xcf\xfa\xed\xfe", types.PROGRAM),
    (b"\x4c\x00\x00\x00\x01\x14\x02\x00", types.PROGRAM),
    (b"#!", types.PROGRAM),
    (b"%!PS", types.PROGRAM),
)
_MARKUP = re.compile(
    rb"<(?:!doctype|html|head|body|script|iframe|style|title|svg|math|embed|object|meta|link|base|form|img|table|div"
    rb"|a|b|p|br|h1|font)[\s/>]|<!--|<\?(?:xml|php)",
    re.IGNORECASE,
)
"""What makes a browser take bytes for a page."""
_HIDDEN_PAGE = re.compile(rb"<(?:!doctype\s+html|html|script|iframe|svg)[\s>]|<\?php", re.IGNORECASE)
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r\f\x1b")


def identify(read_at: ReadAt, size: int) -> Format:
    """The format of a whole file. Raises `Unacceptable`."""
    if not size:
        raise Unacceptable(types.EMPTY)
    head = read_at(0, HEAD)
    found = FORMATS.get(_by_head(head, read_at, size)) or _text(read_at, size)
    if found.media_type != "text/plain":
        _refuse_second_nature(found, head, read_at, size)
    return found


def check_head(head: bytes) -> None:
    """Refuses, by its first bytes, what will not be accepted whatever follows. Raises `Unacceptable`."""
    _refuse_never(head)


def _by_head(head: bytes, read_at: ReadAt, size: int) -> str:
    for start, media_type in _STARTS:
        if head.startswith(start):
            return media_type
    _refuse_never(head)
    if head[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(head[8:12], "")
    if head[:4] == b"OggS":
        return ogg(head)
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return matroska(read_at(0, 1 << 18))
    if found := isobmff(read_at, size):
        return found
    return _frames(head)


def _refuse_never(head: bytes) -> None:
    for start, why in _NEVER:
        if head.startswith(start) and not head.startswith(b"#!AMR"):
            raise Unacceptable(why)
    plain = head.lstrip(b"\xef\xbb\xbf \t\r\n\f")
    if _MARKUP.match(plain):
        raise Unacceptable(types.PAGE)


def _frames(head: bytes) -> str:
    """MP3 and AAC without a header begin with a frame: twelve bits set, then what a frame can be."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return ""
    if head[1] & 0xF6 == 0xF0:
        return "audio/aac"
    layer, rate, pace = head[1] >> 1 & 3, head[2] >> 4, head[2] >> 2 & 3
    return "audio/mpeg" if layer and 0 < rate < 15 and pace < 3 else ""


def _text(read_at: ReadAt, size: int) -> Format:
    """A text, read to its end: words that a person can read, in whatever way phones and computers write them."""
    head = read_at(0, HEAD)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            head[: len(head) // 2 * 2].decode("utf-16")
        except UnicodeDecodeError:
            raise Unacceptable(types.UNKNOWN) from None
        return FORMATS["text/plain"]
    for offset in range(0, size, 1 << 18):
        part = read_at(offset, 1 << 18)
        if part.translate(None, _CONTROLS) != part:
            raise Unacceptable(types.UNKNOWN)
    return FORMATS["text/plain"]


def _refuse_second_nature(found: Format, head: bytes, read_at: ReadAt, size: int) -> None:
    start = head[:1024]
    if found.media_type != "application/pdf" and b"%PDF-" in start:
        raise Unacceptable(types.HIDDEN)
    if _HIDDEN_PAGE.search(start) and found.media_type != "application/pdf":
        raise Unacceptable(types.HIDDEN)
    tail = read_at(max(0, size - TAIL), TAIL)
    if _is_archive(tail):
        raise Unacceptable(types.HIDDEN)


def _is_archive(tail: bytes) -> bool:
    """Whether an unpacker would find the directory of an archive at the end: its mark, and a comment whose length
    leads to the end of the file, or nearly."""
    at = tail.rfind(b"PK\x05\x06")
    while at >= 0:
        record = tail[at : at + 22]
        if len(record) == 22:
            entries = int.from_bytes(record[10:12], "little")
            ends_at = at + 22 + int.from_bytes(record[20:22], "little")
            if ends_at <= len(tail) and (entries or ends_at == len(tail)):
                return True
        at = tail.rfind(b"PK\x05\x06", 0, at)
    return False
