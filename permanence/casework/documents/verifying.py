"""Is an archive what Permanence made? Checked anywhere: no database, no settings, no key of the deployment. Pure.

One pass from the first byte to the last, in bounded memory, writing nothing. The manifest is read first and its
signature asked; then every byte of the file must be the one that the manifest makes it: headers are written again and
compared, files are hashed. The first thing that differs is named, by the file it belongs to.

Without a fingerprint to compare with, a good signature says that nothing changed since somebody signed, not who: the
answer names the key.
"""

import hashlib
import struct
import zlib
from dataclasses import dataclass
from typing import BinaryIO

from permanence.casework.documents import keys, layout
from permanence.casework.documents import manifest as manifests
from permanence.casework.documents.layout import MANIFEST, SIGNATURE, Placed
from permanence.casework.documents.manifest import Entry, Manifest

CHUNK = 1 << 20
WHOLE = "l’archive"


class Fault(Exception):
    """What is wrong, in French, beginning with the name of the first faulty file."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(f"{name} : {what}")
        self.name = name
        self.what = what


@dataclass(frozen=True)
class Verified:
    """What an archive turned out to be."""

    manifest: Manifest
    is_known_key: bool
    """The key is the one that was asked for."""


def verify(file: BinaryIO, *, key: str = "") -> Verified:
    """Reads it all. `key`: the fingerprint it must be signed with. Raises `Fault`."""
    walk = _Walk(file)
    manifest, placed = _manifest(walk, key)
    walk.manifest = manifest
    placed += [walk.content(one) for one in manifest.files]
    walk.nothing_more()
    start = walk.offset
    for one in placed:
        walk.expect(layout.central_header(one, manifest.made_at), one.name, "altéré dans le répertoire de l’archive")
    walk.expect(layout.end(len(placed), walk.offset - start, start), WHOLE, "sa fin est altérée")
    if walk.read(1):
        raise Fault(WHOLE, "des octets ont été ajoutés à la fin")
    return Verified(manifest, bool(key))


def _manifest(walk: "_Walk", key: str) -> tuple[Manifest, list[Placed]]:
    first = walk.read(layout.LOCAL_BYTES + len(MANIFEST))
    if first[:4] != layout.LOCAL or not first.endswith(MANIFEST.encode()):
        raise Fault(WHOLE, "ce fichier ne commence pas comme une archive de Permanence")
    data, told = walk.until_descriptor()
    crc = zlib.crc32(data)
    if told != layout.descriptor(len(data), crc):
        raise Fault(MANIFEST, "altéré")
    header = walk.read(layout.LOCAL_BYTES + len(SIGNATURE))
    signature = walk.read(layout.SIGNATURE_BYTES)
    tail = walk.read(layout.DESCRIPTOR_BYTES)
    if not header.endswith(SIGNATURE.encode()):
        raise Fault(SIGNATURE, "manquant")
    manifest = _signed(data, signature, tail)
    if key and not keys.same(key, manifest.fingerprint):
        raise Fault(SIGNATURE, f"signé par une autre clé, {manifest.fingerprint}")
    at = manifest.made_at
    offset = len(first) + len(data) + layout.DESCRIPTOR_BYTES
    if first != layout.local_header(MANIFEST, at):
        raise Fault(MANIFEST, "son en-tête est altéré")
    if header != layout.local_header(SIGNATURE, at):
        raise Fault(SIGNATURE, "son en-tête est altéré")
    signed = Placed(SIGNATURE, offset, len(signature), zlib.crc32(signature))
    return manifest, [Placed(MANIFEST, 0, len(data), crc), signed]


def _signed(data: bytes, signature: bytes, tail: bytes) -> Manifest:
    if tail != layout.descriptor(len(signature), zlib.crc32(signature)):
        raise Fault(SIGNATURE, "altéré")
    try:
        manifest = manifests.read(data)
    except manifests.UnsafeName as unsafe:
        raise Fault(str(unsafe), "nom dangereux ou en double dans le manifeste") from None
    except manifests.Unreadable as error:
        raise Fault(MANIFEST, str(error)) from None
    if not keys.is_signed(manifest.public, data, signature):
        raise Fault(SIGNATURE, "la signature n’est pas celle de ce manifeste")
    return manifest


class _Walk:
    """Where one stands in the file."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.offset = 0
        self.manifest: Manifest | None = None
        self._met: set[str] = {MANIFEST, SIGNATURE}

    def read(self, size: int) -> bytes:
        """The next `size` bytes, fewer at the end of the file."""
        data = self._file.read(size)
        self.offset += len(data)
        return data

    def _back(self, size: int) -> None:
        self.offset -= size
        self._file.seek(self.offset)

    def until_descriptor(self) -> tuple[bytes, bytes]:
        """The manifest, whose size stands behind it: no JSON holds the four bytes that announce it."""
        data = self.read(layout.LONGEST_MANIFEST)
        end = data.find(layout.DESCRIPTOR)
        if end < 0:
            raise Fault(MANIFEST, "tronqué, ou trop long")
        told = data[end : end + layout.DESCRIPTOR_BYTES]
        self._back(len(data) - end - len(told))
        return data[:end], told

    def expect(self, expected: bytes, name: str, what: str) -> None:
        """The next bytes must be these."""
        found = self.read(len(expected))
        if len(found) < len(expected) and expected.startswith(found):
            raise Fault(name, "l’archive s’arrête ici, elle est tronquée")
        if found != expected:
            raise Fault(name, what)

    def content(self, one: Entry) -> Placed:
        """A file of the manifest, hashed where it stands."""
        assert self.manifest is not None
        offset = self.offset
        self._header(one)
        digest, crc = self._hashed(one)
        if digest != one.sha256:
            raise Fault(one.name, "altéré : ce ne sont pas les octets reçus")
        self.expect(layout.descriptor(one.size, crc), one.name, "ce qui le suit est altéré")
        return Placed(one.name, offset, one.size, crc)

    def _hashed(self, one: Entry) -> tuple[str, int]:
        digest, crc, left = hashlib.sha256(), 0, one.size
        while left:
            chunk = self.read(min(left, CHUNK))
            if not chunk:
                raise Fault(one.name, "l’archive s’arrête ici, elle est tronquée")
            digest.update(chunk)
            crc = zlib.crc32(chunk, crc)
            left -= len(chunk)
        return digest.hexdigest(), crc

    def _header(self, one: Entry) -> None:
        assert self.manifest is not None
        head, name = self._named()
        if head[:4] in (layout.CENTRAL, layout.END):
            raise Fault(one.name, "manquant")
        if head[:4] == layout.LOCAL and name != one.name:
            self._stranger(one, name)
        self._met.add(one.name)
        if head + name.encode("utf-8", "surrogateescape") != layout.local_header(one.name, self.manifest.made_at):
            what = "l’archive s’arrête ici, elle est tronquée" if len(head) < layout.LOCAL_BYTES else "en-tête altéré"
            raise Fault(one.name, what)

    def nothing_more(self) -> None:
        """Behind the last file comes the directory."""
        ahead = self.read(4)
        self._back(len(ahead))
        if ahead == layout.LOCAL:
            self._stranger(None, self._named()[1])

    def _named(self) -> tuple[bytes, str]:
        head = self.read(layout.LOCAL_BYTES)
        length = struct.unpack("<H", head[26:28])[0] if head[:4] == layout.LOCAL and len(head) == 30 else 0
        return head, self.read(length).decode("utf-8", "surrogateescape")

    def _stranger(self, expected: Entry | None, name: str) -> None:
        """Another file stands where one was expected."""
        assert self.manifest is not None
        shown = name.encode("utf-8", "backslashreplace").decode()[:200]
        if not layout.is_safe(name):
            raise Fault(ascii(shown)[1:-1], "nom dangereux, qui n’est pas au manifeste")
        if name in self._met:
            raise Fault(shown, "présent deux fois")
        if expected is not None and name in {one.name for one in self.manifest.files}:
            raise Fault(expected.name, "manquant")
        if expected is not None and self._hashed(expected)[0] == expected.sha256:
            raise Fault(expected.name, f"renommé en {shown}")
        raise Fault(shown, "ajouté : il n’est pas au manifeste")
