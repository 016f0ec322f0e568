"""The signed document of a publication: written where the key is, read and checked anywhere. Pure but for the key that
`write` is handed.

The document is one JSON object: `record` (what is said), `signature` (Ed25519, hexadecimal, over the canonical bytes of
the record) and `key`. It travels as it is, or compressed by gzip. Without a fingerprint to compare with, a good
signature says that nothing changed since somebody signed, not who: the answer names the key.
"""

import base64
import binascii
import gzip
import hashlib
import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from permanence.casework.documents import keys
from permanence.casework.documents.canonical import canonical

FORMAT = "permanence.publication/1"
LARGEST = 256 << 20
"""Bytes of a document once decompressed; more is no document of ours."""
Record = Mapping[str, Any]


class Fault(Exception):
    """What is wrong with a document, in French."""


@dataclass(frozen=True)
class Verified:
    """What a document turned out to be."""

    record: Record
    sha256: str
    """Of the record."""
    fingerprint: str
    """Of the key that signed it."""
    is_known_key: bool
    """The key is the one that was asked for."""


def digest(record: Record) -> str:
    """SHA-256 of a record as it is signed."""
    return hashlib.sha256(canonical(record)).hexdigest()


def write(record: Record, sign: Callable[[bytes], bytes], public: bytes) -> bytes:
    """The document, compressed; the same record under the same key gives the same bytes."""
    message = canonical({**record, "format": FORMAT})
    key = {
        "algorithm": keys.ALGORITHM,
        "fingerprint": keys.fingerprint(public),
        "public": base64.b64encode(public).decode(),
    }
    head = canonical({"format": FORMAT, "key": key})[:-1]
    text = b'%b,"record":%b,"signature":"%b"}' % (head, message, sign(message).hex().encode())
    return gzip.compress(text, 6, mtime=0)


def plain(data: bytes) -> bytes:
    """A document as text, whether it was compressed or not. Raises `Fault`."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    inflate = zlib.decompressobj(wbits=31)
    try:
        text = inflate.decompress(data, LARGEST)
    except zlib.error:
        raise Fault("Le fichier est endommagé : il ne se décompresse pas.") from None
    if not inflate.eof or inflate.unused_data:
        raise Fault("Le fichier est tronqué, trop long, ou suivi d’autre chose.")
    return text


def verify(data: bytes, *, key: str = "") -> Verified:
    """Reads a document and checks its signature. `key`: the fingerprint it must be signed with, whole or its first
    sixteen digits. Raises `Fault`."""
    told = _read(plain(data))
    record = told["record"]
    message = canonical(record)
    try:
        public = base64.b64decode(told["key"]["public"], validate=True)
        fingerprint = keys.fingerprint(public)
        signature = bytes.fromhex(told["signature"])
    except (KeyError, TypeError, ValueError, binascii.Error):
        raise Fault("La clé ou la signature est illisible.") from None
    if not keys.is_signed(public, message, signature):
        raise Fault("La signature n’est pas celle de ces chiffres : ils ont été altérés.")
    if key and not keys.same(key, fingerprint):
        raise Fault(f"Signé par une autre clé, {fingerprint}.")
    return Verified(record, hashlib.sha256(message).hexdigest(), fingerprint, bool(key))


def check_files(record: Record, files: Sequence[tuple[str, bytes]]) -> None:
    """Whether these are the files that the record tells of, byte for byte. Raises `Fault`."""
    told = {one["name"]: one["sha256"] for one in record["files"]}
    given = {name: hashlib.sha256(content).hexdigest() for name, content in files}
    if told.keys() != given.keys():
        raise Fault(f"Il manque un fichier, ou il y en a un de trop : {', '.join(sorted(told.keys() ^ given.keys()))}.")
    altered = [name for name, sha256 in given.items() if told[name] != sha256]
    if altered:
        raise Fault(f"Altéré : {', '.join(sorted(altered))}.")


def _read(text: bytes) -> Any:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise Fault("Ce fichier n’est pas une publication de Permanence.") from None
    if not isinstance(told, dict) or told.get("format") != FORMAT or not isinstance(told.get("record"), dict):
        raise Fault("Ce fichier n’est pas une publication de Permanence.")
    if told["record"].get("format") != FORMAT:
        raise Fault("Ce fichier n’est pas une publication de Permanence.")
    return told
