"""An archive made of nothing but bytes, for those who alter it."""

import hashlib
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from permanence.casework.documents import archive, manifest, verifying
from permanence.casework.documents.layout import MANIFEST, SIGNATURE

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
MADE_AT = datetime(2026, 3, 10, 2, 30, tzinfo=UTC)
FILES = {
    "LISEZMOI.txt": b"comment verifier\n",
    "fiche-de-transmission.pdf": b"%PDF-1.7 une fiche" * 40,
    "pieces/001-photo.jpg": bytes(range(256)) * 3,
    "pieces/002-audio.m4a": b"",
}


def made(files: dict[str, bytes] | None = None, *, key: Ed25519PrivateKey = KEY, **facts: Any) -> bytes:
    """A whole archive."""
    files = FILES if files is None else files
    told = [{"file": name, "kind": "piece", **_digest(data)} for name, data in files.items()]
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    head = {"reference": "GN-2026-000123", "made_at": MADE_AT.isoformat(), **facts}
    written = manifest.write(head, told, public)
    return laid_out({MANIFEST: written, SIGNATURE: key.sign(written), **files})


def laid_out(files: dict[str, bytes]) -> bytes:
    """The bytes of an archive that holds these files, whatever its manifest says."""
    contents = [archive.Content(name, chunks=[data], **_digest(data)) for name, data in files.items()]
    return b"".join(archive.stream(contents, MADE_AT))


def fault(data: bytes, **asked: Any) -> verifying.Fault | None:
    """What is wrong with it."""
    try:
        verifying.verify(BytesIO(data), **asked)
    except verifying.Fault as found:
        return found
    return None


def _digest(data: bytes) -> dict[str, Any]:
    return {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
