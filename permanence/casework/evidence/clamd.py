"""Speaking to clamd: one file over one connection (`INSTREAM`), a sign of life (`PING`). Knows nothing of ours.

The protocol: `zINSTREAM\\0`, then parts, each preceded by its length in four bytes, an empty one ends; clamd answers
`stream: OK`, `stream: NAME FOUND` or `… ERROR`.
"""

import socket
import time
from collections.abc import Iterable
from dataclasses import dataclass

PATIENCE_S = 60.0
"""In all, for one file: one who answers byte by byte holds nobody up longer."""
NAMELESS = "?"
CONNECTS_WITHIN_S = 3.0


class Malformed(ValueError):
    """Not an address."""


class Away(Exception):
    """Nobody answers there."""


class NoVerdict(Away):
    """It answers, and not about the file: too large for its own limits, for instance."""


@dataclass(frozen=True)
class Address:
    """A socket of the machine (`path`), or a host and port."""

    path: str = ""
    host: str = ""
    port: int = 0


def address(text: str) -> Address:
    """`unix:/path` or `tcp:host:port`. Raises `Malformed`."""
    scheme, _, rest = text.partition(":")
    if scheme == "unix" and rest.startswith("/"):
        return Address(path=rest)
    host, _, port = rest.rpartition(":")
    if scheme == "tcp" and host and port.isascii() and port.isdigit() and 0 < int(port) < 65536:
        return Address(host=host.strip("[]"), port=int(port))
    raise Malformed(text)


def scan(where: Address, chunks: Iterable[bytes]) -> str:
    """What clamd found in the bytes; empty: nothing. Raises `Away`."""
    until = time.monotonic() + PATIENCE_S
    try:
        with _connected(where) as line:
            line.sendall(b"zINSTREAM\0")
            for chunk in chunks:
                _within(line, until).sendall(len(chunk).to_bytes(4, "big") + chunk)
            line.sendall(bytes(4))
            told = _answer(line, until)
    except OSError as error:
        raise Away(type(error).__name__) from error
    if told == "stream: OK":
        return ""
    if told.startswith("stream: ") and told.endswith(" FOUND"):
        return told.removeprefix("stream: ").removesuffix("FOUND").strip()[:200] or NAMELESS
    raise NoVerdict("no verdict")


def ping(where: Address) -> None:
    """Raises `Away` where nobody answers."""
    try:
        with _connected(where) as line:
            line.sendall(b"zPING\0")
            told = _answer(line, time.monotonic() + CONNECTS_WITHIN_S)
    except OSError as error:
        raise Away(type(error).__name__) from error
    if told != "PONG":
        raise Away("no clamd")


def _connected(where: Address) -> socket.socket:
    if where.path:
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(CONNECTS_WITHIN_S)
        try:
            line.connect(where.path)
        except OSError:
            line.close()
            raise
    else:
        line = socket.create_connection((where.host, where.port), timeout=CONNECTS_WITHIN_S)
    line.settimeout(PATIENCE_S)
    return line


def _within(line: socket.socket, until: float) -> socket.socket:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    line.settimeout(left)
    return line


def _answer(line: socket.socket, until: float) -> str:
    told = b""
    while not told.endswith(b"\0") and len(told) < 4096:
        part = _within(line, until).recv(4096)
        if not part:
            break
        told += part
    return told.rstrip(b"\0\n").decode("utf-8", "replace")
