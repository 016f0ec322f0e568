"""What may be handed over as evidence, and what is said of everything else. Pure.

A file is what its bytes say (`signatures.identify`), never what its name or its sender says.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from permanence.lib.errors import Refused


class Kind(StrEnum):
    """What a piece of evidence is to those who look at it."""

    PHOTO = "photo"
    AUDIO = "audio"
    VIDEO = "video"
    DOCUMENT = "document"


@dataclass(frozen=True)
class Format:
    """A format that is accepted; the first extension is given to a file whose name has none of them."""

    media_type: str
    kind: Kind
    extensions: tuple[str, ...]


FORMATS = {
    one.media_type: one
    for one in (
        Format("image/jpeg", Kind.PHOTO, ("jpg", "jpeg", "jpe", "jfif")),
        Format("image/png", Kind.PHOTO, ("png",)),
        Format("image/webp", Kind.PHOTO, ("webp",)),
        Format("image/gif", Kind.PHOTO, ("gif",)),
        Format("image/heic", Kind.PHOTO, ("heic", "heif", "hif")),
        Format("image/avif", Kind.PHOTO, ("avif",)),
        Format("audio/mpeg", Kind.AUDIO, ("mp3",)),
        Format("audio/mp4", Kind.AUDIO, ("m4a", "m4b", "mp4", "aac")),
        Format("audio/aac", Kind.AUDIO, ("aac",)),
        Format("audio/ogg", Kind.AUDIO, ("ogg", "oga", "opus")),
        Format("audio/wav", Kind.AUDIO, ("wav",)),
        Format("audio/amr", Kind.AUDIO, ("amr", "awb")),
        Format("audio/webm", Kind.AUDIO, ("weba", "webm")),
        Format("audio/3gpp", Kind.AUDIO, ("3gp", "3ga", "3gpp")),
        Format("video/mp4", Kind.VIDEO, ("mp4", "m4v")),
        Format("video/quicktime", Kind.VIDEO, ("mov", "qt")),
        Format("video/webm", Kind.VIDEO, ("webm",)),
        Format("video/3gpp", Kind.VIDEO, ("3gp", "3gpp", "3g2")),
        Format("application/pdf", Kind.DOCUMENT, ("pdf",)),
        Format("text/plain", Kind.DOCUMENT, ("txt", "text", "log", "csv")),
    )
}

ACCEPTED = (
    "Formats acceptés : photos (JPEG, PNG, WebP, GIF, HEIC, AVIF), sons (MP3, M4A, AAC, OGG, Opus, WAV, AMR, WebM), "
    "vidéos (MP4, MOV, WebM, 3GP), documents PDF et textes (.txt)."
)

ARCHIVE = (
    "Les archives et les documents de bureautique ne sont pas acceptés : envoyez-en les fichiers un à un, ou en PDF."
)
PROGRAM = "Ce fichier est un programme : il n’est pas accepté. Une capture d’écran de ce qu’il affiche peut l’être."
PAGE = "Les pages web et les dessins SVG ne sont pas acceptés : envoyez une capture d’écran, ou un PDF."
HIDDEN = (
    "Ce fichier en contient un autre, caché : il n’est pas accepté. Une capture d’écran de ce qu’il montre peut l’être."
)
EMPTY = "Ce fichier est vide (0 octet) : choisissez-le de nouveau, ou envoyez une capture d’écran."
UNKNOWN = "Ce format de fichier n’est pas reconnu : une capture d’écran de ce qu’il montre peut être envoyée."

ANNOUNCED = {
    "application/zip": ARCHIVE,
    "application/x-zip-compressed": ARCHIVE,
    "application/vnd.rar": ARCHIVE,
    "application/x-rar-compressed": ARCHIVE,
    "application/x-7z-compressed": ARCHIVE,
    "application/gzip": ARCHIVE,
    "application/x-tar": ARCHIVE,
    "application/msword": ARCHIVE,
    "application/vnd.ms-excel": ARCHIVE,
    "application/vnd.ms-powerpoint": ARCHIVE,
    "application/java-archive": PROGRAM,
    "application/vnd.android.package-archive": PROGRAM,
    "application/x-msdownload": PROGRAM,
    "application/x-msdos-program": PROGRAM,
    "application/vnd.microsoft.portable-executable": PROGRAM,
    "application/x-sh": PROGRAM,
    "application/javascript": PROGRAM,
    "text/javascript": PROGRAM,
    "text/html": PAGE,
    "application/xhtml+xml": PAGE,
    "image/svg+xml": PAGE,
}
"""What is refused as soon as it is announced, so that nobody spends an hour of a slow connection on it."""
OFFICE = ("application/vnd.openxmlformats-officedocument.", "application/vnd.oasis.opendocument.")


class Unacceptable(Refused):
    """Not a file of an accepted format, or one that is also something else."""

    status = 415
    code = "unsupported"
    title = "Format refusé"

    def __init__(self, why: str) -> None:
        detail = f"{why} {ACCEPTED}"
        super().__init__(detail, errors={"file": detail})
        self.why = why


def check_announced(media_type: str) -> None:
    """Refuses what its sender already says to be something that is never accepted; anything else is judged by its
    bytes. Raises `Unacceptable`."""
    plain = media_type.partition(";")[0].strip().lower()
    why = ARCHIVE if plain.startswith(OFFICE) else ANNOUNCED.get(plain)
    if why:
        raise Unacceptable(why)


def kind_of(media_type: str) -> Kind:
    """What it is to those who look at it."""
    known = FORMATS.get(media_type)
    return known.kind if known else Kind.DOCUMENT


def bears(name: str, extensions: Collection[str]) -> bool:
    """Whether a name ends with one of them."""
    return name.rpartition(".")[2].lower() in extensions and "." in name
