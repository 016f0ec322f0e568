"""Pieces of evidence in words and under names that every system takes. Pure."""

from typing import Any

from permanence.casework.evidence.quota import weight

KINDS = {"photo": "photo", "audio": "son", "video": "vidéo", "document": "document"}
SCANS = {"": "non analysé", "clean": "analysé, rien trouvé", "infected": "logiciel malveillant, retenu"}
ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/heic": "heic",
    "image/heif": "heif",
    "image/avif": "avif",
    "image/tiff": "tif",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/aac": "aac",
    "audio/ogg": "ogg",
    "audio/wav": "wav",
    "audio/x-wav": "wav",
    "audio/amr": "amr",
    "audio/webm": "webm",
    "audio/3gpp": "3gp",
    "video/mp4": "mp4",
    "video/quicktime": "mov",
    "video/webm": "webm",
    "video/3gpp": "3gp",
    "application/pdf": "pdf",
    "text/plain": "txt",
}


def described(one: dict[str, Any]) -> str:
    """`cuisine.jpg (photo, 2,4 Mo, message n° 12), non analysé`."""
    kind = KINDS.get(one["kind"], one["kind"])
    return f"{one['name'] or 'sans nom'} ({kind}, {weight(one['size'])}, message n° {one['seq']}), {SCANS[one['scan']]}"


def safe_name(number: int, one: dict[str, Any]) -> str:
    """`pieces/012-photo.jpg`: nothing of the name that was given, which the manifest tells."""
    return f"pieces/{number:03}-{one['kind']}.{ENDINGS.get(one['type'], 'bin')}"
