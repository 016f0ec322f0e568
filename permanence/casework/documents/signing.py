"""The key of this deployment that signs archives: derived from the root secret, the same through every rotation."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from permanence.vault.sealing import derived_key


def sign(message: bytes) -> bytes:
    """64 bytes."""
    return _key().sign(message)


def public_key() -> bytes:
    """32 bytes: anybody may have them."""
    return _key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def _key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(derived_key("signature of archives"))
