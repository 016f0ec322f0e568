"""The manifest of an archive: what it holds, each file with its size and SHA-256, who made it, and the key. Pure."""

import base64
import binascii
import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from permanence.casework.documents.canonical import canonical
from permanence.casework.documents.keys import ALGORITHM, fingerprint
from permanence.casework.documents.layout import FORMAT, MANIFEST, MOST_FILES, SIGNATURE, is_safe

SHA256 = re.compile(r"[0-9a-f]{64}")


class Unreadable(ValueError):
    """It is no manifest of an archive; the words say why, in French."""


class UnsafeName(ValueError):
    """It names a file that would lead elsewhere, or one twice; the words are the name."""


@dataclass(frozen=True)
class Entry:
    """One file, as the manifest tells of it."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What `verifying` needs of it."""

    reference: str
    made_at: datetime
    public: bytes
    fingerprint: str
    files: tuple[Entry, ...]


def write(facts: dict[str, Any], files: list[dict[str, Any]], public: bytes) -> bytes:
    """The manifest's bytes. `files`: at least `file`, `size`, `sha256` and `kind` each, in their order."""
    key = {
        "algorithm": ALGORITHM,
        "public": base64.b64encode(public).decode(),
        "fingerprint": fingerprint(public),
    }
    return canonical({**facts, "format": FORMAT, "key": key, "files": files})


def read(data: bytes) -> Manifest:
    """Raises `Unreadable`, `UnsafeName`."""
    try:
        told = json.loads(data)
        if told["format"] != FORMAT:
            raise Unreadable("son format n’est pas connu de ce programme")
        files = tuple(Entry(str(one["file"]), one["size"], str(one["sha256"])) for one in told["files"])
        made_at = datetime.fromisoformat(told["made_at"])
        public = base64.b64decode(told["key"]["public"], validate=True)
        known = fingerprint(public)
        reference = str(told["reference"])
    except Unreadable:
        raise
    except (KeyError, TypeError, ValueError, binascii.Error, RecursionError):
        raise Unreadable("il ne se lit pas") from None
    _check(files)
    if made_at.tzinfo is None or not 1980 <= made_at.year < 2108 or canonical(told) != data:
        raise Unreadable("il n’est pas écrit comme Permanence l’écrit")
    return Manifest(reference, made_at, public, known, files)


def _check(files: tuple[Entry, ...]) -> None:
    if len(files) > MOST_FILES:
        raise Unreadable("il nomme trop de fichiers")
    seen = {MANIFEST, SIGNATURE}
    for one in files:
        if not is_safe(one.name) or one.name.lower() in seen:
            raise UnsafeName(one.name)
        seen.add(one.name.lower())
        if type(one.size) is not int or one.size < 0 or not SHA256.fullmatch(one.sha256):
            raise Unreadable("il ne dit pas la taille ou l’empreinte d’un fichier")
