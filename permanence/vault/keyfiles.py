"""The keys directory: small files outside the database, each a sealed secret.

Invariants
- The directory is `keys/` of the data directory, mode 0700, its files 0600. A file is one line that says what it is,
  then sealed values, one a line in base64: without the master key it is worth nothing.
- A file appears whole or not at all: written beside, flushed, then linked or renamed into place, and the directory
  flushed. Of two processes that create the same file, one does, and the other learns it.
- Nothing is ever overwritten by `create`; only the root is ever replaced.

Never: create a file in place of one that is missing, unless the caller knows that no row relies on it.
"""

import base64
import binascii
import fcntl
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

TITLE = "permanence key 1"
LOCK = ".rotation"


class KeyFault(Exception):
    """The keys do not fit: missing, unreadable, or another deployment's. The message is one line for the operator."""


class KeyMissing(KeyFault):
    """A file is not in the keys directory."""


class RotationUnderWay(KeyFault):
    """Another process holds the rotation's lock."""


def directory() -> Path:
    """Where the files are."""
    path: Path = settings.PERMANENCE.data_dir / "keys"
    return path


def read(name: str) -> list[bytes]:
    """The sealed values of a file. Raises `KeyMissing`, `KeyFault`."""
    path = directory() / name
    try:
        title, *lines = path.read_text(encoding="ascii").splitlines()
        if title != TITLE or not lines:
            raise KeyFault(f"{path} is not a key file: restore the keys directory from its backup")
        return [base64.b64decode(line, validate=True) for line in lines]
    except FileNotFoundError:
        raise KeyMissing(f"{path} is missing: restore the keys directory from its backup") from None
    except OSError as error:
        raise KeyFault(f"{path} cannot be read ({error.strerror}): the keys directory belongs to the server") from None
    except (ValueError, binascii.Error):
        raise KeyFault(f"{path} is damaged: restore the keys directory from its backup") from None


def create(name: str, values: Sequence[bytes]) -> bool:
    """A new file; False where another process was first, and nothing is changed."""
    with _beside(name, values) as written:
        try:
            os.link(written, directory() / name)
        except FileExistsError:
            return False
    _flush_directory()
    return True


def replace(name: str, values: Sequence[bytes]) -> None:
    """The same file with other values, at once."""
    with _beside(name, values) as written:
        os.replace(written, directory() / name)
    _flush_directory()


def remove(name: str) -> None:
    """The file is no more; nothing to do where it is gone already."""
    (directory() / name).unlink(missing_ok=True)
    _flush_directory()


def is_open_to_others() -> bool:
    """Whether anybody but the owner may read the directory or one of its files."""
    return any(path.stat().st_mode & 0o077 for path in [directory(), *directory().iterdir()])


@contextmanager
def rotation_lock() -> Iterator[None]:
    """One rotation at a time; the lock falls with the process. Raises `RotationUnderWay`."""
    descriptor = os.open(directory() / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise RotationUnderWay("another `keys rotate` is at work: let it end") from None
    finally:
        os.close(descriptor)


@contextmanager
def _beside(name: str, values: Sequence[bytes]) -> Iterator[Path]:
    directory().mkdir(mode=0o700, parents=True, exist_ok=True)
    path = directory() / f".{name}.{secrets.token_hex(8)}"
    text = "\n".join([TITLE, *(base64.b64encode(value).decode() for value in values), ""])
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        yield path
    except OSError as error:
        raise KeyFault(f"{directory()} cannot be written ({error.strerror}): keys are kept there") from error
    finally:
        path.unlink(missing_ok=True)


def _flush_directory() -> None:
    descriptor = os.open(directory(), os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
