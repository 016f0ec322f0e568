"""Files made by hand: what people send, and what nobody should."""

import io
import struct
import zipfile
import zlib
from typing import Any

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


def pdf(*extra: str) -> bytes:
    """A page with a word, and more objects in it."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R" + (" /OpenAction 5 0 R" if extra else "") + " >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
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
