"""Makes the copy that is looked at: a program of its own, which nothing of ours is imported into.

Started by `preparing` with nothing: no environment, no file but its three pipes, no right to open another (`shut_in`).
It reads a file from standard input, decodes it, and writes what is left of it when everything but pixels and sound is
gone: a line of JSON, then the bytes. Whatever a hostile file does to a decoder happens here, to a process that holds no
key and can reach nothing.

    python -I darkroom.py MEDIA_TYPE < file > copy

The line: `view_type`, `parts` (lengths), and `width`, `height`, `seconds`, `cut` where known; or `why` there is none:
`too_large`, `locked`, `damaged`.
"""

import ctypes
import importlib
import io
import json
import pkgutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from resource import RLIMIT_AS, RLIMIT_CORE, RLIMIT_CPU, RLIMIT_FSIZE, RLIMIT_NOFILE, setrlimit
from typing import Any

MEMORY, CPU_S = 3 << 30, 300
LARGEST_SIDE, PAGE_SIDE = 2048, 1600
MOST_PIXELS = 150_000_000
MOST_PIXELS_OF_JPEG = 1_000_000_000  # it is read at an eighth of its size
MOST_PAGES = 60
FILM_BOX, FRAMES_A_SECOND = (854, 480), 25
MOST_SECONDS_OF_FILM, MOST_SECONDS_OF_SOUND = 15 * 60, 3 * 3600
READERS = {"mpeg": "mp3", "aac": "aac", "ogg": "ogg", "wav": "wav", "amr": "amr", "webm": "matroska"}
"""The one reader that may open each format; whatever is not here is made of boxes. No file chooses its own."""
LANDLOCK_CREATE, LANDLOCK_RESTRICT, NO_NEW_PRIVILEGES, NOT_DUMPABLE = 444, 446, 38, 4


class Impossible(Exception):
    """No copy; the word says why."""


Copy = tuple[dict[str, Any], list[bytes]]


def main(media_type: str) -> None:
    """Reads, decodes, writes."""
    _bound()
    make = _maker(media_type)
    data = sys.stdin.buffer.read()
    shut_in()
    try:
        told, parts = make(data, media_type)
    except Exception as fault:
        why = str(fault) if isinstance(fault, Impossible) else "too_large" if isinstance(fault, MemoryError) else ""
        told, parts = {"why": why or "damaged"}, []
    out = sys.stdout.buffer
    out.write(json.dumps({**told, "parts": [len(one) for one in parts]}).encode() + b"\n")
    out.writelines(parts)
    out.flush()


def _bound() -> None:
    for what, most in ((RLIMIT_AS, MEMORY), (RLIMIT_CPU, CPU_S), (RLIMIT_FSIZE, 0), (RLIMIT_CORE, 0)):
        setrlimit(what, (most, most))


def shut_in() -> None:
    """From here on no file, no socket, no process can be opened: no new descriptor at all, and where the kernel has
    Landlock (5.13), no path, no network and no other process even so."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    libc.prctl(NOT_DUMPABLE, 0, 0, 0, 0)
    version = landlock_version()
    if version >= 1:
        files = (1 << (13 + (version >= 2) + (version >= 3) + (version >= 5))) - 1
        handled = (ctypes.c_uint64 * 3)(files, 3 if version >= 4 else 0, 3 if version >= 6 else 0)
        size = 8 * (1 + (version >= 4) + (version >= 6))
        rules = libc.syscall(LANDLOCK_CREATE, ctypes.byref(handled), size, 0)
        libc.syscall(LANDLOCK_RESTRICT, rules, 0)
    setrlimit(RLIMIT_NOFILE, (0, 0))


def landlock_version() -> int:
    """Of the kernel's Landlock; below 1: it has none."""
    return int(ctypes.CDLL(None, use_errno=True).syscall(LANDLOCK_CREATE, None, 0, 1))


def _maker(media_type: str) -> Any:
    """What makes the copy, with all that it needs already loaded."""
    family = media_type.partition("/")[0]
    if family == "image" or media_type == "application/pdf":
        import pypdfium2  # noqa: F401
        from pi_heif import options, register_heif_opener
        from PIL import Image, ImageCms, ImageFile, ImageOps  # noqa: F401

        options.DECODE_THREADS = 1
        register_heif_opener()
        Image.init()
        Image.MAX_IMAGE_PIXELS = None  # bounded below, by what memory allows
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        return photo if family == "image" else document
    if family in ("audio", "video"):
        import av

        for module in pkgutil.walk_packages(av.__path__, "av."):
            with suppress(ImportError):
                importlib.import_module(module.name)  # it loads them as it meets them, which is later too late
        av.logging.set_level(None)
        return film if family == "video" else sound
    raise SystemExit(f"no copy is made of {media_type}")


def photo(data: bytes, media_type: str) -> Copy:
    """The first picture, upright, in common colours, no larger than a screen."""
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data)) as image:
        width, height = image.size
        is_jpeg = media_type == "image/jpeg"
        if width * height > (MOST_PIXELS_OF_JPEG if is_jpeg else MOST_PIXELS):
            raise Impossible("too_large")
        if is_jpeg:
            image.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
        kept = _jpeg(_in_common_colours(upright))
    return {"view_type": "image/jpeg", "width": width, "height": height}, [kept]


def _in_common_colours(image: Any) -> Any:
    """In sRGB, on white: what a bruise looks like depends on it."""
    from PIL import Image, ImageCms

    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "RGBA", "CMYK", "L"):
        try:
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            mode = "RGBA" if image.mode == "RGBA" else "RGB"
            image = ImageCms.profileToProfile(image, given, ImageCms.createProfile("sRGB"), outputMode=mode)
        except ImageCms.PyCMSError:
            pass
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        clear = image.convert("RGBA")
        image = Image.new("RGB", clear.size, "white")
        image.paste(clear, mask=clear.getchannel("A"))
    return image.convert("RGB")


def _jpeg(image: Any) -> bytes:
    from PIL import Image

    bare = Image.new("RGB", image.size)
    bare.paste(image)  # pixels alone: what was known of the file stays behind
    kept = io.BytesIO()
    bare.save(kept, "JPEG", quality=85)
    return kept.getvalue()


def document(data: bytes, _media_type: str) -> Copy:
    """Each page as a picture, grey where it cannot be opened; nothing that a page can do is left."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Impossible("locked" if "assword" in str(error) else "damaged") from None
    told = {"view_type": "image/jpeg", "cut": len(pdf) > MOST_PAGES}
    pages = [_page(pdf, number) for number in range(min(len(pdf), MOST_PAGES))]
    if not any(pages):
        raise Impossible("damaged")
    grey = _jpeg(pdf.new_page(600, 848).render(fill_color=(200, 200, 200, 255)).to_pil())
    return told, [page or grey for page in pages]


def _page(pdf: Any, number: int) -> bytes:
    with suppress(RuntimeError):
        page = pdf[number]
        scale = min(3.0, PAGE_SIDE / max(*page.get_size(), 1))
        return _jpeg(page.render(scale=scale).to_pil())
    return b""


def sound(data: bytes, media_type: str) -> Copy:
    """Opus, which every browser plays."""
    import av

    kept = io.BytesIO()
    with _opened(data, media_type) as source, av.open(kept, "w", format="webm") as made:
        track = made.add_stream("libopus", rate=48_000)
        track.bit_rate, track.layout = 64_000, "mono" if source.streams.audio[0].channels == 1 else "stereo"
        seconds = _encode(source, made, None, track, MOST_SECONDS_OF_SOUND)
    return _told("audio/webm", seconds, MOST_SECONDS_OF_SOUND), [kept.getvalue()]


def film(data: bytes, media_type: str) -> Copy:
    """VP8 and Opus, which every browser plays, no larger than what is needed to see what happens."""
    import av

    kept = io.BytesIO()
    with _opened(data, media_type) as source, av.open(kept, "w", format="webm") as made:
        given, sideways = source.streams.video[0], _is_sideways(data, media_type)
        pictures = made.add_stream("libvpx", rate=FRAMES_A_SECOND)
        pictures.width, pictures.height = _fitting(given)[:: -1 if sideways else 1]
        pictures.pix_fmt, pictures.bit_rate = "yuv420p", 900_000
        pictures.codec_context.thread_count = 1  # several wait for each other on a machine that has other work
        pictures.options = {"deadline": "realtime", "cpu-used": "12", "lag-in-frames": "0"}
        track = made.add_stream("libopus", rate=48_000) if source.streams.audio else None
        seconds = _encode(source, made, pictures, track, MOST_SECONDS_OF_FILM)
        told = {"width": given.width, "height": given.height}
    return {**told, **_told("video/webm", seconds, MOST_SECONDS_OF_FILM)}, [kept.getvalue()]


def _opened(data: bytes, media_type: str) -> Any:
    import av

    return av.open(io.BytesIO(data), format=READERS.get(media_type.rpartition("/")[2], "mov"), metadata_errors="ignore")


def _told(view_type: str, seconds: float, most: int) -> dict[str, Any]:
    if seconds <= 0:
        raise Impossible("damaged")
    return {"view_type": view_type, "seconds": round(seconds, 1), "cut": seconds >= most}


def _fitting(given: Any) -> tuple[int, int]:
    scale = min(1.0, max(FILM_BOX) / max(given.width, given.height), min(FILM_BOX) / min(given.width, given.height))
    width, height = (max(16, round(side * scale) // 2 * 2) for side in (given.width, given.height))
    return width, height


def _encode(source: Any, made: Any, pictures: Any, track: Any, most: int) -> float:
    """Frame after frame; what cannot be decoded is left out. How many seconds there are."""
    import av

    seconds, next_at, turned = 0.0, 0.0, None
    resampler = av.AudioResampler("s16", track.layout, 48_000) if track else None
    for frame in _frames(source, pictures is not None, track is not None):
        at = float(frame.time or 0)
        if at > most:
            seconds = most
            break
        if isinstance(frame, av.VideoFrame):
            if at >= next_at:
                turned = turned or _turner(frame)
                made.mux(pictures.encode(_picture(turned(frame), pictures, at)))
                next_at = at + 0.9 / FRAMES_A_SECOND
            seconds = max(seconds, at + 1 / FRAMES_A_SECOND)
        elif resampler:
            for part in resampler.resample(frame):
                made.mux(track.encode(part))
            seconds = max(seconds, at + frame.samples / frame.sample_rate)
    for stream in filter(None, (pictures, track) if seconds else ()):
        made.mux(stream.encode(None))
    return seconds


def _is_sideways(data: bytes, media_type: str) -> bool:
    with _opened(data, media_type) as source:
        return bool(next(source.decode(source.streams.video[0])).rotation % 180)


def _turner(first: Any) -> Any:
    """What sets a film upright that a telephone took on its side, or upside down."""
    import av

    steps = {90: ["cclock"], -90: ["clock"], 180: ["clock", "clock"], -180: ["clock", "clock"]}.get(first.rotation)
    if not steps:
        return lambda frame: frame
    graph = av.filter.Graph()
    nodes = [graph.add_buffer(width=first.width, height=first.height, format=first.format, time_base=first.time_base)]
    nodes += [graph.add("transpose", f"dir={way}") for way in steps] + [graph.add("buffersink")]
    graph.link_nodes(*nodes).configure()

    def turn(frame: Any) -> Any:
        graph.push(frame)
        return graph.pull()

    return turn


def _picture(frame: Any, pictures: Any, at: float) -> Any:
    small = frame.reformat(pictures.width, pictures.height, "yuv420p")
    small.pts, small.time_base = round(at * 1000), Fraction(1, 1000)
    return small


def _frames(source: Any, with_pictures: bool, with_sound: bool) -> Iterator[Any]:
    import av

    wanted = source.streams.video[: int(with_pictures)] + source.streams.audio[: int(with_sound)]
    for stream in wanted:
        stream.codec_context.thread_count = 1
    for packet in source.demux(wanted):
        with suppress(av.FFmpegError):
            yield from packet.decode()


if __name__ == "__main__":
    main(sys.argv[1])
