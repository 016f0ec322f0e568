"""Files that people send in the browser tests, made here: what can be told apart on a screenshot, and what weighs."""

import io
import random

from PIL import Image, ImageDraw


def photo(*, width: int = 640, height: int = 480, noise: bool = False) -> bytes:
    """A JPEG; with `noise` it hardly shrinks, about a byte a pixel."""
    picture = Image.new("RGB", (width, height), (150, 120, 110))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((width // 4, height // 4, width // 2, height // 2), fill=(220, 60, 40))
    draw.ellipse((width // 2, height // 3, width - 40, height - 40), fill=(30, 60, 120))
    if noise:
        grains = random.Random(7).randbytes(width * height * 3)
        picture = Image.blend(picture, Image.frombytes("RGB", (width, height), grains), 0.6)
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=95)
    return written.getvalue()


def document(pages: int = 2) -> bytes:
    """A PDF of some pages."""
    leaves = [Image.new("RGB", (420, 594), (245, 245, 240)) for _ in range(pages)]
    for number, leaf in enumerate(leaves, 1):
        ImageDraw.Draw(leaf).text((40, 40), f"Page {number}", fill=(20, 20, 20))
    written = io.BytesIO()
    leaves[0].save(written, "PDF", save_all=True, append_images=leaves[1:])
    return written.getvalue()
