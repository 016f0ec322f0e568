"""Containers of sound and pictures: what is inside, without decoding it. Pure."""

from collections.abc import Callable, Iterator

ReadAt = Callable[[int, int], bytes]
MOST_BOXES = 64
LARGEST_INDEX = 1 << 23
"""Bytes of a film's index that are looked at."""
_STILL = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"), "image/heic"),
    **dict.fromkeys((b"avif", b"avis"), "image/avif"),
}
_SOUND = (b"M4A", b"M4B")
_FILM = (b"iso", b"mp4", b"avc1", b"qt  ", b"3gp", b"3g2", b"M4V", b"MSNV", b"dash")
_OLD = (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
"""A film of QuickTime that does not say so at its beginning."""


def isobmff(read_at: ReadAt, size: int) -> str:
    """The format of what is made of boxes (MP4, MOV, 3GP, HEIC, AVIF); empty for what is not."""
    head = read_at(0, 64)
    if head[4:8] == b"ftyp":
        brand, length = head[8:12], int.from_bytes(head[:4], "big")
        brands = [brand, *(head[at : at + 4] for at in range(16, min(length, len(head)), 4))]
        still = [_STILL[one] for one in brands if one in _STILL]
        if brand in _STILL or (still and not _tracks(read_at, size)):
            return "image/avif" if "image/avif" in still else "image/heic"
        return _film(brand, _tracks(read_at, size))
    if head[4:8] in _OLD and (tracks := _tracks(read_at, size)):
        return _film(b"qt  ", tracks)
    return ""


def _film(brand: bytes, tracks: set[bytes]) -> str:
    """A film cut off before its index is a film all the same: it may be all that is left of something."""
    family = "3gpp" if brand.startswith((b"3g", b"3G")) else "quicktime" if brand == b"qt  " else "mp4"
    if b"vide" in tracks:
        return f"video/{family}"
    if b"soun" in tracks or brand.startswith(_SOUND):
        return "audio/3gpp" if family == "3gpp" else "audio/mp4"
    return f"video/{family}" if not tracks and brand.startswith(_FILM) else ""


def _tracks(read_at: ReadAt, size: int) -> set[bytes]:
    """The kinds of the tracks that the index names: `vide`, `soun`."""
    for name, at, length in _boxes(read_at, size):
        if name == b"moov":
            index = read_at(at, min(length, LARGEST_INDEX))
            return {index[one + 12 : one + 16] for one in _places(index, b"hdlr")}
        if name == b"moof":
            break
    return set()


def _boxes(read_at: ReadAt, size: int) -> Iterator[tuple[bytes, int, int]]:
    at = 0
    for _ in range(MOST_BOXES):
        head = read_at(at, 16)
        if len(head) < 8:
            return
        length = int.from_bytes(head[:4], "big")
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        length = length or size - at
        yield head[4:8], at, length
        if length < 8:
            return
        at += length


def _places(where: bytes, what: bytes) -> Iterator[int]:
    at = where.find(what)
    while at >= 0:
        yield at
        at = where.find(what, at + 4)


def matroska(head: bytes) -> str:
    """WebM with pictures or with sound alone; another Matroska is not accepted."""
    if b"webm" not in head[:64]:
        return ""
    return "video/webm" if b"V_VP" in head or b"V_AV1" in head or b"V_MPEG" in head else "audio/webm"


def ogg(head: bytes) -> str:
    """Ogg with sound alone."""
    sound = (b"OpusHead", b"\x01vorbis", b"Speex   ", b"\x7fFLAC")
    return "audio/ogg" if any(one in head[:256] for one in sound) and b"theora" not in head else ""
