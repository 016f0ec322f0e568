"""Sealing: AES-256-GCM under a data key, each data key wrapped by the master key.

Invariants
- A sealed value is `version (1 byte) · nonce (12 bytes) · ciphertext and tag`; the nonce is random and never reused
  by intent (2^32 seals a key stay far below the birthday bound that NIST SP 800-38D sets for random nonces).
- Every seal is bound to a context (`"message", conversation, number`): a row copied elsewhere does not open.
- A data key leaves the database only wrapped; plain keys stay in this process, at most `CACHED_KEYS` of them.
- Equality is searched with `fingerprint`, a keyed hash, never with a plain hash of something guessable.

Never: log a key or a plain value; seal without a context; keep a plain key on a model.
"""

import hashlib
import hmac
import secrets
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from permanence.vault.models import DataKey

VERSION = b"\x01"
NONCE_BYTES = 12
SHORTEST = 1 + NONCE_BYTES + 16
"""Bytes of a sealed empty text: version, nonce, tag."""
CACHED_KEYS = 20_000

Context = tuple[str | int | UUID, ...]


class Unreadable(Exception):
    """The value does not open: its key was destroyed, its row was moved, or it was altered."""


def create_key() -> DataKey:
    """A new data key, wrapped and stored in the current transaction."""
    plain = AESGCM.generate_key(bit_length=256)
    return DataKey.objects.create(wrapped=_wrap(plain))


def seal(key: DataKey, text: str, *context: str | int | UUID) -> bytes:
    """Seals `text` under `key`, bound to `context`; only `unseal` with the same context opens it."""
    return seal_under(bytes(key.wrapped), text.encode(), *context)


def seal_under(wrapped: bytes, plain: bytes, *context: str | int | UUID) -> bytes:
    """The same for a key at hand only as it is stored (the hot path), and for bytes."""
    return _seal(_cipher(wrapped), plain, context)


def unseal(key: DataKey, sealed: bytes | memoryview, *context: str | int | UUID) -> str:
    """Opens what `seal` closed. Raises `Unreadable`."""
    if not key.wrapped:
        raise Unreadable("the key was destroyed")
    return _open(_cipher(bytes(key.wrapped)), bytes(sealed), context).decode()


def seal_with_master(text: str, *context: str | int | UUID) -> bytes:
    """Seals something that belongs to no conversation (an officer's second factor) under the master key."""
    return _seal(_derived("sealing"), text.encode(), context)


def unseal_with_master(sealed: bytes | memoryview, *context: str | int | UUID) -> str:
    """Opens what `seal_with_master` closed. Raises `Unreadable`."""
    return _open(_derived("sealing"), bytes(sealed), context).decode()


def fingerprint(purpose: str, value: str) -> bytes:
    """A keyed hash (32 bytes) by which `value` can be found again without being stored."""
    return hmac.digest(derived_key(f"fingerprint {purpose}"), value.encode(), "sha256")


def derived_key(purpose: str) -> bytes:
    """A 32-byte key of its own for each purpose, from the master key (HKDF-Expand of RFC 5869, one block)."""
    master: bytes = settings.PERMANENCE.master_key
    return hmac.digest(master, purpose.encode() + b"\x01", hashlib.sha256)


def _wrap(plain: bytes) -> bytes:
    return _seal(_derived("wrapping"), plain, ("data key",))


@lru_cache(maxsize=CACHED_KEYS)
def _cipher(wrapped: bytes) -> AESGCM:
    return AESGCM(_open(_derived("wrapping"), wrapped, ("data key",)))


@lru_cache(maxsize=8)
def _derived(purpose: str) -> AESGCM:
    return AESGCM(derived_key(purpose))


def _seal(cipher: AESGCM, plain: bytes, context: Context) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return VERSION + nonce + cipher.encrypt(nonce, plain, _bound(context))


def _open(cipher: AESGCM, sealed: bytes, context: Context) -> bytes:
    if sealed[:1] != VERSION or len(sealed) < SHORTEST:
        raise Unreadable("not a sealed value of a known version")
    nonce, closed = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return cipher.decrypt(nonce, closed, _bound(context))
    except InvalidTag:
        raise Unreadable("altered, moved, or sealed under another key") from None


def _bound(context: Context) -> bytes:
    return "\x1f".join(str(part) for part in context).encode()
