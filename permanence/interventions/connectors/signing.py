"""Signing what leaves and checking what comes: HMAC-SHA256 over the moment and the very bytes of the body. Pure.

`X-Permanence-Timestamp` holds seconds since 1970, `X-Permanence-Signature` `sha256=` and the hexadecimal
HMAC(secret, timestamp + "." + body).
"""

import hashlib
import hmac

TIMESTAMP = "X-Permanence-Timestamp"
SIGNATURE = "X-Permanence-Signature"
KEY = "Idempotency-Key"
LATE_AFTER_S = 300
"""A signature of another moment than these five minutes is worth nothing."""


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """The signature of `body` at `timestamp`."""
    return f"sha256={hmac.new(secret.encode(), timestamp.encode() + b'.' + body, hashlib.sha256).hexdigest()}"


def headers(secret: str, body: bytes, *, now: float, key: str) -> dict[str, str]:
    """What travels with `body`."""
    timestamp = str(int(now))
    return {TIMESTAMP: timestamp, SIGNATURE: signature(secret, timestamp, body), KEY: key}


def holds(secret: str, body: bytes, *, timestamp: str, signed: str, now: float) -> bool:
    """Whether `signed` was made with `secret` over `body`, within five minutes of `now`; compared in constant time."""
    is_number = timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12
    is_lately = is_number and abs(now - int(timestamp)) <= LATE_AFTER_S
    expected = signature(secret, timestamp, body)
    return hmac.compare_digest(expected.encode(), signed.encode()) and is_lately
