"""Pictures made small without any imaging library: a PNG of a screen has few colours, a palette of 256 holds them."""

import struct
import zlib
from collections import Counter
from uuid import NAMESPACE_URL, UUID, uuid5

FRAME = (
    "body{margin:0} main{display:inline-flex;gap:20px;align-items:center;padding:20px;background:#e9e9f2}"
    " img{display:block;border-radius:10px;box-shadow:0 1px 10px #0003}"
)
SIGNATURE = b"\x89PNG\r\n\x1a\n"
PALETTE = 256


def identifier(text: str) -> UUID:
    """The same text, the same id: pictures do not change for nothing."""
    return uuid5(NAMESPACE_URL, text)


def smaller(data: bytes) -> bytes:
    """The same picture with at most 256 colours, each pixel given the nearest of the most used ones."""
    width, height, channels, rows = _decoded(data)
    pixels = [[row[at : at + 3] for at in range(0, len(row), channels)] for row in rows]
    used = Counter(pixel for row in pixels for pixel in row)
    palette = _palette(used)
    index = {colour: number for number, colour in enumerate(palette)}
    for colour in used:
        if colour not in index:
            index[colour] = min(range(len(palette)), key=lambda number: _distance(palette[number], colour))
    body = b"".join(b"\x00" + bytes(index[pixel] for pixel in row) for row in pixels)
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"PLTE", b"".join(palette)), (b"IDAT", zlib.compress(body, 9)), (b"IEND", b"")]
    return SIGNATURE + b"".join(_chunk(kind, content) for kind, content in chunks)


def _palette(used: Counter[bytes]) -> list[bytes]:
    """The commonest colour of each shade first, so that a small green dot stays green; then the commonest of all."""
    shades: dict[tuple[int, ...], bytes] = {}
    for colour, _ in used.most_common():
        shades.setdefault(tuple(part >> 5 for part in colour), colour)
    kept = list(dict.fromkeys([*list(shades.values())[: PALETTE // 2], *(colour for colour, _ in used.most_common())]))
    return kept[:PALETTE]


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _distance(one: bytes, other: bytes) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def _decoded(data: bytes) -> tuple[int, int, int, list[bytes]]:
    """Width, height, bytes a pixel, and the rows of a PNG of 8 bits a channel, not interlaced."""
    at, body, width, height, channels = len(SIGNATURE), b"", 0, 0, 0
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        content = data[at + 8 : at + 8 + size]
        if kind == b"IHDR":
            width, height, depth, colours = struct.unpack(">IIBB", content[:10])
            assert (depth, colours) in ((8, 2), (8, 6)), "true colour with 8 bits a channel"
            channels = 4 if colours == 6 else 3
        elif kind == b"IDAT":
            body += content
        at += 12 + size
    return width, height, channels, _rows(zlib.decompress(body), width * channels, channels)


def _rows(raw: bytes, length: int, step: int) -> list[bytes]:
    rows: list[bytes] = []
    above = bytearray(length)
    for start in range(0, len(raw), length + 1):
        row = bytearray(raw[start + 1 : start + 1 + length])
        _unfilter(raw[start], row, above, step)
        rows.append(bytes(row))
        above = row
    return rows


def _unfilter(kind: int, row: bytearray, above: bytearray, step: int) -> None:
    """Undoes one row's filter (PNG specification, 9.2)."""
    for at in range(len(row)):
        left = row[at - step] if at >= step else 0
        up = above[at]
        corner = above[at - step] if at >= step else 0
        if kind == 1:
            row[at] = (row[at] + left) & 255
        elif kind == 2:
            row[at] = (row[at] + up) & 255
        elif kind == 3:
            row[at] = (row[at] + (left + up) // 2) & 255
        elif kind == 4:
            row[at] = (row[at] + _paeth(left, up, corner)) & 255


def _paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))[2]
