"""Names of files: as they are kept, and as they are given to a browser that saves them. Pure."""

import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import quote

from permanence.casework.evidence.types import FORMATS, bears

LONGEST = 200
"""Code points; what is before the extension is cut."""
UNNAMED = "sans nom"
_CLEAR = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Controls, and marks that turn the reading direction: `gpj.exe` must not read `exe.jpg`."""
_UNSAFE = re.compile(r'[<>:"/\\|?*%;]+')


def cleaned(name: str) -> str:
    """The last part of a name, without what cannot be seen; never empty."""
    last = PurePosixPath(name.replace("\\", "/")).name
    seen = "".join(letter for letter in last if unicodedata.category(letter) not in _CLEAR)
    plain = " ".join(unicodedata.normalize("NFC", seen).split())
    if len(plain) > LONGEST:
        stem, dot, extension = plain.rpartition(".")
        tail = dot + extension if dot and len(extension) <= 10 else ""
        plain = (stem if tail else plain)[: LONGEST - len(tail)] + tail
    return plain.strip(". ") or UNNAMED


def saved_as(name: str, media_type: str) -> str:
    """The name under which it may be saved: a file never gets an extension that is not its format's."""
    known = FORMATS.get(media_type)
    safe = _UNSAFE.sub("_", cleaned(name)).strip("._ ") or UNNAMED
    if known is None or bears(safe, known.extensions):
        return safe
    return f"{safe}.{known.extensions[0]}"


def disposition(name: str, *, inline: bool = False) -> str:
    """A `Content-Disposition` of RFC 6266, with a name for browsers of any age."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() or "fichier"
    plain = re.sub(r"[^\w .()\-]", "_", ascii_name)
    how = "inline" if inline else "attachment"
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
