"""Writing an archive as it is downloaded: piece by piece, nothing on disk, one piece in memory at a time.

Answers for: `zipfile`'s stream, each file hashed again on its way out. A file that is not what the manifest says stops
the download, which then ends short: half an archive is refused by `permanence evidence verify` and opened by no tool.
"""

import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from permanence.casework.documents.layout import MODE, stamp


class Altered(Exception):
    """What the store gave is not what was received."""


@dataclass(frozen=True)
class Content:
    """A file to put into an archive, and where its bytes come from."""

    name: str
    size: int
    sha256: str
    chunks: Iterable[bytes]


class _Outlet:
    """Where `zipfile` writes: what it wrote since it was last emptied. It cannot be wound back."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, data: bytes, /) -> int:
        """See `zipfile`."""
        self._written.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """Nothing is held."""

    def empty(self) -> bytes:
        """What was written since."""
        data = b"".join(self._written)
        self._written.clear()
        return data


def stream(contents: Iterable[Content], made_at: datetime) -> Iterator[bytes]:
    """The archive's bytes. Raises `Altered`."""
    outlet = _Outlet()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_STORED) as archive:
        for one in contents:
            info = zipfile.ZipInfo(one.name, stamp(made_at))
            info.create_system, info.external_attr = 3, MODE
            with archive.open(info, "w") as entry:
                for chunk in _checked(one):
                    entry.write(chunk)
                    yield outlet.empty()
    yield outlet.empty()


def _checked(one: Content) -> Iterator[bytes]:
    digest, size = hashlib.sha256(), 0
    for chunk in one.chunks:
        digest.update(chunk)
        size += len(chunk)
        yield chunk
    if digest.hexdigest() != one.sha256 or size != one.size:
        raise Altered(one.name)
