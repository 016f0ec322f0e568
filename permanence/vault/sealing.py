"""Sealing: AES-256-GCM under a data key, each data key wrapped by the key-encryption key of its quarter.

Invariants
- Every seal is bound to a context (`"message", conversation, number`): a row copied elsewhere does not open.
- A wrapped data key is `format (1 byte) · epoch and generation (4 bytes) · sealed value`: it says which
  key-encryption key opens it, and is bound to that version.
- A data key leaves the database only wrapped; plain keys stay in this process, at most `CACHED_KEYS` of them, found
  by what is stored: a key wrapped anew is simply met anew, a destroyed one is not found.
- Equality is searched with `fingerprint`, a keyed hash, never with a plain hash of something guessable.
- What belongs to the deployment itself derives from the root secret, which no rotation changes.

Never: log a key or a plain value; seal without a context; keep a plain key on a model.
"""

import hmac
from functools import lru_cache
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from permanence.vault.boxes import Unreadable, close, derive, open_box
from permanence.vault.epochs import HEADER_BYTES, Version
from permanence.vault.keyring import keyring
from permanence.vault.models import DataKey

__all__ = [
    "Unreadable",
    "derived_key",
    "fingerprint",
    "seal",
    "seal_under",
    "seal_with_master",
    "unseal",
    "unseal_bytes",
]

WRAPPED = b"\x02"
"""The format of a wrapped data key; the first edition's, wrapped by the master key itself, was 1."""
CACHED_KEYS = 20_000


def seal(key: DataKey, text: str, *context: str | int | UUID) -> bytes:
    """Seals `text` under `key`, bound to `context`; only `unseal` with the same context opens it."""
    return seal_under(bytes(key.wrapped), text.encode(), *context)


def seal_under(wrapped: bytes, plain: bytes, *context: str | int | UUID) -> bytes:
    """The same for a key at hand only as it is stored (the hot path), and for bytes."""
    return close(_cipher(wrapped), plain, context)


def unseal(key: DataKey, sealed: bytes | memoryview, *context: str | int | UUID) -> str:
    """Opens what `seal` closed. Raises `Unreadable`, or `KeyFault` where the keys directory fails."""
    return unseal_bytes(key, sealed, *context).decode()


def unseal_bytes(key: DataKey, sealed: bytes | memoryview, *context: str | int | UUID) -> bytes:
    """The same for bytes that are no text."""
    if not key.wrapped:
        raise Unreadable("the key was destroyed")
    return open_box(_cipher(bytes(key.wrapped)), bytes(sealed), context)


def seal_with_master(text: str, *context: str | int | UUID) -> bytes:
    """Seals something that belongs to no conversation (an officer's second factor) under the deployment's own key."""
    return close(AESGCM(derived_key("sealing")), text.encode(), context)


def unseal_with_master(sealed: bytes | memoryview, *context: str | int | UUID) -> str:
    """Opens what `seal_with_master` closed. Raises `Unreadable`."""
    return open_box(AESGCM(derived_key("sealing")), bytes(sealed), context).decode()


def fingerprint(purpose: str, value: str) -> bytes:
    """A keyed hash (32 bytes) by which `value` can be found again without being stored."""
    return hmac.digest(derived_key(f"fingerprint {purpose}"), value.encode(), "sha256")


def derived_key(purpose: str) -> bytes:
    """A 32-byte key of its own for each purpose, the same whatever master key protects the root."""
    return derive(keyring.root().secret, purpose)


def wrap(plain: bytes, version: Version) -> bytes:
    """A data key, to be stored."""
    return WRAPPED + version.header() + close(keyring.kek(version).cipher, plain, ("data key", version.name))


def unwrap(wrapped: bytes) -> bytes:
    """The plain data key, for rotation and `_cipher` alone. Raises `Unreadable`, `KeyMissing`, `KeyFault`."""
    version = version_of(wrapped)
    return open_box(keyring.kek(version).cipher, wrapped[1 + HEADER_BYTES :], ("data key", version.name))


def version_of(wrapped: bytes) -> Version:
    """Under which key-encryption key a data key is wrapped. Raises `Unreadable`."""
    if wrapped[:1] != WRAPPED or len(wrapped) <= HEADER_BYTES:
        raise Unreadable("the key was destroyed, or is not of this edition")
    return Version.of_header(wrapped[1 : 1 + HEADER_BYTES])


@lru_cache(maxsize=CACHED_KEYS)
def _cipher(wrapped: bytes) -> AESGCM:
    return AESGCM(unwrap(wrapped))
