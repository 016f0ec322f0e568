"""The bytes of an official file, from a path or, because an operator asks, from an http(s) address.

Refuses what is larger than an official file can be, what takes too long, and every scheme but http and https,
redirections included.
"""

import time
import urllib.request
from http.client import HTTPException
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit

from permanence.territory.official.tables import FileRefused

LARGEST = 64 * 1024 * 1024
PATIENCE_S = 120.0
PIECE = 64 * 1024


def read(where: str) -> tuple[bytes, str]:
    """The bytes, and a label without secrets. Raises `FileRefused`."""
    address = urlsplit(where)
    if address.scheme in ("http", "https") and address.hostname:
        return _download(where), f"{address.scheme}://{address.hostname}{address.path}"
    if "://" in where:
        raise FileRefused("Donnez un fichier, ou une adresse http ou https.")
    return _open(Path(where)), Path(where).name


def _open(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise FileRefused(f"Le fichier « {path} » n'existe pas.")
        if path.stat().st_size > LARGEST:
            raise FileRefused(_too_large())
        return path.read_bytes()
    except OSError as error:
        raise FileRefused(f"Le fichier « {path} » ne peut pas être lu : {error.strerror}.") from None


def _download(address: str) -> bytes:
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPRedirectHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    request = urllib.request.Request(address, headers={"User-Agent": "permanence", "Accept": "text/csv, */*"})  # noqa: S310
    until = time.monotonic() + PATIENCE_S
    pieces: list[bytes] = []
    size = 0
    try:
        with opener.open(request, timeout=30) as answer:
            while piece := answer.read(PIECE):
                pieces.append(piece)
                size += len(piece)
                if size > LARGEST:
                    raise FileRefused(_too_large())
                if time.monotonic() > until:
                    raise FileRefused(f"L'adresse n'a pas tout donné en {PATIENCE_S:.0f} secondes. Réessayez.")
    except (URLError, HTTPException, OSError, ValueError) as error:
        raise FileRefused(f"L'adresse n'a pas répondu : {error}. Vérifiez-la, ou donnez un fichier.") from None
    return b"".join(pieces)


def _too_large() -> str:
    return f"Le fichier dépasse {LARGEST // 1024 // 1024} Mo : ce n'est pas un fichier officiel du territoire."
