"""The public side of the key that signs archives: how it is written, named by its fingerprint, and asked. Pure.

The fingerprint is the SHA-256 of the key as `openssl pkey -pubin -outform DER` writes it (RFC 8410).
"""

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ALGORITHM = "Ed25519"


def fingerprint(public: bytes) -> str:
    """64 hexadecimal digits. Raises `ValueError` for what is no key."""
    der = Ed25519PublicKey.from_public_bytes(public).public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(der).hexdigest()


def pem(public: bytes) -> bytes:
    """The key as tools read it."""
    return Ed25519PublicKey.from_public_bytes(public).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the holder of the key signed exactly these bytes."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def same(given: str, fingerprint_: str) -> bool:
    """Whether a fingerprint somebody typed, with spaces or colons, whole or its first sixteen digits, is this one."""
    typed = "".join(given.split()).replace(":", "").replace("…", "").lower()
    return len(typed) >= 16 and fingerprint_.startswith(typed)
