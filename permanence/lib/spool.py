"""A file of one request, in memory while it is small, on the disk only as cipher text under a key that is nowhere else.

What people send is sealed in the database; on its way there nothing of it may lie on a disk in the clear, where it
would outlive the machine's memory. The key dies with the object. Read by one thread at a time.
"""

import io
import secrets
import tempfile
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR

IN_MEMORY = 512 * 1024
BLOCK = 16


class SealedSpool(io.RawIOBase):
    """Written once from its beginning to its end, read anywhere."""

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        super().__init__()
        self._file = tempfile.SpooledTemporaryFile(max_size=in_memory)  # noqa: SIM115 (closed with this one)
        self._key = AES(secrets.token_bytes(32))
        self._at = self.size = 0
        self._running: tuple[int, Any] | None = None
        """Where the key stream stands, so that reading or writing on costs no new start."""

    def readable(self) -> bool:
        """See `io.RawIOBase`."""
        return True

    def writable(self) -> bool:
        """See `io.RawIOBase`."""
        return True

    def seekable(self) -> bool:
        """See `io.RawIOBase`."""
        return True

    def tell(self) -> int:
        """See `io.RawIOBase`."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """See `io.RawIOBase`."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def write(self, data: Any) -> int:
        """See `io.RawIOBase`."""
        self._file.seek(self._at)
        self._file.write(self._turned(bytes(data)))
        self.size = max(self.size, self._at)
        return len(data)

    def readinto(self, buffer: Any) -> int:
        """See `io.RawIOBase`."""
        self._file.seek(self._at)
        data = self._file.read(min(len(buffer), max(0, self.size - self._at)))
        buffer[: len(data)] = self._turned(data)
        return len(data)

    def close(self) -> None:
        """See `io.RawIOBase`."""
        self._file.close()
        super().close()

    def _turned(self, data: bytes) -> bytes:
        """Clear to cipher and back: the bytes that stand at `_at`, which moves on."""
        if self._running is None or self._running[0] != self._at:
            number, within = divmod(self._at, BLOCK)
            stream = Cipher(self._key, CTR(number.to_bytes(BLOCK, "big"))).encryptor()
            stream.update(bytes(within))
        else:
            stream = self._running[1]
        turned: bytes = stream.update(data)
        self._at += len(data)
        self._running = (self._at, stream)
        return turned
