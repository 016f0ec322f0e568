"""The one cipher of the house: AES-256-GCM, bound to a context. Pure; `sealing` and `keyring` use it.

A sealed value is `version (1 byte) · nonce (12 bytes) · ciphertext and tag`. The nonce is random: 2^32 seals a key stay
far below the birthday bound that NIST SP 800-38D sets for random nonces.
"""

import hashlib
import hmac
import secrets
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = b"\x01"
SEPARATOR = "\x1f"
NONCE_BYTES = 12
KEY_BYTES = 32
SHORTEST = 1 + NONCE_BYTES + 16
"""Bytes of a sealed empty text: version, nonce, tag."""

Context = tuple[str | int | UUID, ...]


class Unreadable(Exception):
    """The value does not open: its key was destroyed, its row was moved, or it was altered."""


def close(cipher: AESGCM, plain: bytes, context: Context) -> bytes:
    """Seals `plain`, bound to `context`."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return VERSION + nonce + cipher.encrypt(nonce, plain, bound(context))


def open_box(cipher: AESGCM, sealed: bytes, context: Context) -> bytes:
    """Opens what `close` sealed with the same key and context. Raises `Unreadable`."""
    if sealed[:1] != VERSION or len(sealed) < SHORTEST:
        raise Unreadable("not a sealed value of a known version")
    nonce, closed = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return cipher.decrypt(nonce, closed, bound(context))
    except InvalidTag:
        raise Unreadable("altered, moved, or sealed under another key") from None


def derive(secret: bytes, purpose: str) -> bytes:
    """A 32-byte key of its own for each purpose (HKDF-Expand of RFC 5869, one block)."""
    return hmac.digest(secret, purpose.encode() + b"\x01", hashlib.sha256)


def bound(context: Context) -> bytes:
    """A context as authenticated bytes; two contexts never read alike. A number and its digits are the same part."""
    text = SEPARATOR.join(map(str, context))
    if not context or text.count(SEPARATOR) != len(context) - 1:
        raise ValueError("a context has at least one part, and no part holds its separator")
    return text.encode("utf-8", "surrogatepass")
