"""Files made by hand: what people send, and what nobody should."""

import io
import struct
import zipfile
import zlib
from fractions import Fraction
from typing import Any

import av
from PIL import Image

POSITION = {1: "N", 2: (48.0, 6.0, 40.0), 3: "W", 4: (1.0, 40.0, 37.0)}
"""Of a public square in Rennes, as a telephone writes it into its photographs."""
ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825
TOP, BOTTOM = (200, 30, 30), (30, 30, 200)


def drawn(width: int = 64, height: int = 48) -> Image.Image:
    """Red above, blue below."""
    image = Image.new("RGB", (width, height), BOTTOM)
    image.paste(TOP, (0, 0, width, height // 2))
    return image


def picture(form: str = "JPEG", *, width: int = 64, height: int = 48, **options: Any) -> bytes:
    """A picture in a format that Pillow writes."""
    kept = io.BytesIO()
    drawn(width, height).save(kept, form, **options)
    return kept.getvalue()


def photograph() -> bytes:
    """As a telephone held upright takes it: turned, with its position and its maker."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = 6, "UnTelephone"
    exif.get_ifd(GPS).update(POSITION)
    return picture("JPEG", exif=exif)


def archive(name: str = "document.txt", content: bytes = b"bonjour", *, comment: bytes = b"") -> bytes:
    """A ZIP archive."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, content)
        made.comment = comment
    return kept.getvalue()


def chunk(name: bytes, content: bytes) -> bytes:
    """A part of a PNG."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def bomb(side: int = 50_000) -> bytes:
    """A PNG of a few kilobytes that unpacks to gigabytes."""
    row = zlib.compressobj(9)
    squeezed = row.compress(bytes(1 + side // 8) * 200) + row.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", squeezed) + chunk(b"IEND", b"")


def pdf(*extra: str, pages: str = "[3 0 R]") -> bytes:
    """A page with a word, and more objects in it."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R" + (" /OpenAction 5 0 R" if extra else "") + " >>",
        f"<< /Type /Pages /Kids {pages} /Count {pages.count('R')} >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R "
        "/Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        "<< /Length 38 >>\nstream\nBT /F 24 Tf 20 40 Td (Bonjour) Tj ET  \nendstream",
        *extra,
    ]
    written = b"%PDF-1.4\n"
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n{one}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(written)}\n%%EOF\n"
    return written + end.encode()


def wave(seconds: float = 1.0, rate: int = 8000) -> bytes:
    """Silence, as a WAV."""
    samples = bytes(2 * int(seconds * rate))
    form = struct.pack("<HHIIHH", 1, 1, rate, 2 * rate, 2, 16)
    body = b"WAVEfmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", len(samples)) + samples
    return b"RIFF" + struct.pack("<I", len(body)) + body


def film(seconds: float = 2.0, *, width: int = 320, height: int = 240, form: str = "mp4") -> bytes:
    """A film with sound, and with the place where it was taken in its metadata."""
    kept = io.BytesIO()
    with av.open(kept, "w", format=form) as made:
        made.metadata["location"] = "+48.1113-001.6800/"
        made.metadata["title"] = "chez moi"
        pictures = made.add_stream("libx264", rate=25)
        pictures.width, pictures.height, pictures.pix_fmt = width, height, "yuv420p"
        track = made.add_stream("aac", rate=44_100)
        track.layout = "mono"
        picture_of_it = av.VideoFrame.from_image(drawn(width, height))
        for number in range(int(25 * seconds)):
            picture_of_it.pts, picture_of_it.time_base = number, Fraction(1, 25)
            made.mux(pictures.encode(picture_of_it))
        _silence(made, track, seconds)
        made.mux(pictures.encode(None))
    return kept.getvalue()


def on_its_side(made: bytes) -> bytes:
    """The same film, as a telephone held upright writes it: it says that it is to be turned."""
    straight = struct.pack(">9i", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)
    turned = struct.pack(">9i", 0, 1 << 16, 0, -(1 << 16), 0, 0, 0, 0, 1 << 30)
    at = made.index(straight, made.index(b"tkhd"))
    return made[:at] + turned + made[at + len(turned) :]


def sound(codec: str = "libmp3lame", form: str = "mp3", seconds: float = 2.0, rate: int = 44_100) -> bytes:
    """Silence, in a format that telephones record."""
    kept = io.BytesIO()
    with av.open(kept, "w", format=form) as made:
        track = made.add_stream(codec, rate=rate)
        track.layout = "mono"
        _silence(made, track, seconds)
    return kept.getvalue()


def _silence(made: Any, track: Any, seconds: float) -> None:
    rate = track.rate
    size = track.codec_context.frame_size or 1024
    sample = track.codec_context.format.name if track.codec_context.format else "fltp"
    for number in range(int(rate * seconds) // size):
        frame = av.AudioFrame(sample, "mono", size)
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        frame.sample_rate, frame.pts, frame.time_base = rate, number * size, Fraction(1, rate)
        made.mux(track.encode(frame))
    made.mux(track.encode(None))


def heic(width: int = 128, height: int = 96) -> bytes:
    """A photograph of a recent telephone: one picture of HEVC in a box of boxes, with its position."""
    kept = io.BytesIO()
    with av.open(kept, "w", format="mp4") as made:
        stream = made.add_stream("libx265", rate=1)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_tag = "hvc1"
        stream.options = {"x265-params": "log-level=none:keyint=1"}
        picture_of_it = av.VideoFrame.from_image(drawn(width, height))
        picture_of_it.pts = 0
        made.mux(stream.encode(picture_of_it))
        made.mux(stream.encode(None))
    whole = kept.getvalue()
    configuration = _inside(whole, b"hvcC")
    coded = _inside(whole, b"mdat")[8:]
    sizes = box(b"ispe", bytes(4) + struct.pack(">II", width, height))
    properties = box(b"iprp", box(b"ipco", configuration + sizes) + box(b"ipma", b"\0\0\0\0\0\0\0\1\0\1\2\x81\2"))
    item = box(b"infe", b"\2\0\0\0" + struct.pack(">HH", 1, 0) + b"hvc1" + b"\0")

    def meta(place: int) -> bytes:
        where = b"\0\0\0\0\x44\0" + struct.pack(">HHHHII", 1, 1, 0, 1, place, len(coded))
        inside = box(b"hdlr", bytes(8) + b"pict" + bytes(13)) + box(b"pitm", b"\0\0\0\0\0\1")
        inside += box(b"iloc", where) + box(b"iinf", b"\0\0\0\0\0\1" + item) + properties
        return box(b"meta", bytes(4) + inside)

    start = box(b"ftyp", b"heic\0\0\0\0mif1heic")
    return start + meta(len(start) + len(meta(0)) + 8) + box(b"mdat", coded)


def box(name: bytes, content: bytes) -> bytes:
    """A box of MP4 and HEIC."""
    return struct.pack(">I", 8 + len(content)) + name + content


def _inside(whole: bytes, name: bytes) -> bytes:
    at = whole.index(name) - 4
    return whole[at : at + int.from_bytes(whole[at : at + 4], "big")]
