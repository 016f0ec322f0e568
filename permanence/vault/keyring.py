"""The keys of this process: the root secret and the key-encryption keys, read from the keys directory.

Invariants
- The master key opens one file, `root`: the root secret, from which every purpose derives (fingerprints, the audit
  chain, second factors) and which never changes; and a wrapping secret a generation, which opens that generation's
  key-encryption keys. Changing the master key rewrites that one file.
- While a rotation is under way the root is sealed twice, under the new master key and under the former one, so that
  processes started with either go on; `keys finish` takes the former away.
- A key-encryption key is kept here `KEPT_S` at most, then its file is looked at again: what was destroyed is forgotten.
- A generation that this process has not met yet is looked for in the root file, without a restart.

Never: create a key here without being told to; keep a plain key on disk.
"""

import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from permanence.vault import keyfiles
from permanence.vault.boxes import KEY_BYTES, Unreadable, close, derive, open_box
from permanence.vault.epochs import Version
from permanence.vault.keyfiles import KeyFault, KeyMissing

ROOT: Final = "root"
KEPT_S = 60.0


@dataclass(frozen=True, slots=True)
class Root:
    """What the master key opens."""

    secret: bytes
    wrapping: Mapping[int, bytes]
    """The wrapping secret of each generation that still has keys."""

    @property
    def generation(self) -> int:
        """The present one: new keys belong to it."""
        return max(self.wrapping)


@dataclass(frozen=True, slots=True)
class KeyEncryptionKey:
    """One, ready to wrap; `mark` tells it from any other without telling what it is."""

    cipher: AESGCM
    mark: bytes


class Keyring:
    """What this process has read so far; safe between threads."""

    def __init__(self) -> None:
        self._root: Root | None = None
        self._keks: dict[Version, tuple[float, KeyEncryptionKey]] = {}

    def root(self, *, anew: bool = False) -> Root:
        """The root, from memory unless `anew`. Raises `KeyFault`."""
        found = self._root
        if found is None or anew:
            found = self._root = open_root(settings.PERMANENCE.master_key)[0]
        return found

    def kek(self, version: Version) -> KeyEncryptionKey:
        """A key-encryption key. Raises `KeyMissing` where its file was destroyed or lost, `KeyFault`."""
        kept = self._keks.get(version)
        now = time.monotonic()
        if kept is not None and now - kept[0] < KEPT_S:
            return kept[1]
        try:
            found = self._read(version)
        except KeyMissing:
            self._keks.pop(version, None)
            raise
        self._keks[version] = (now, found)
        return found

    def create_kek(self, version: Version) -> KeyEncryptionKey:
        """The same, creating its file unless another process did. For the caller who knows that no row relies on it."""
        sealed = close(self._wrapping(version), secrets.token_bytes(KEY_BYTES), (version.name,))
        keyfiles.create(version.name, [sealed])
        return self.kek(version)

    def forget(self) -> None:
        """Everything is read again at its next use."""
        self._root = None
        self._keks.clear()

    def _read(self, version: Version) -> KeyEncryptionKey:
        sealed = keyfiles.read(version.name)[0]
        try:
            plain = open_box(self._wrapping(version), sealed, (version.name,))
        except Unreadable:
            path = keyfiles.directory() / version.name
            raise KeyFault(f"{path} does not open: it is damaged, or another deployment's") from None
        return KeyEncryptionKey(AESGCM(plain), derive(plain, "mark")[:16])

    def _wrapping(self, version: Version) -> AESGCM:
        wrapping = self.root().wrapping.get(version.generation)
        if wrapping is None:
            wrapping = self.root(anew=True).wrapping.get(version.generation)
        if wrapping is None:
            raise KeyMissing(f"the root key knows no generation {version.generation}: restore the keys directory")
        return AESGCM(wrapping)


keyring = Keyring()
"""This process's own."""


def open_root(master: bytes) -> tuple[Root, bool]:
    """The root as `master` opens it, and whether `master` is a former key on its way out. Raises `KeyFault`."""
    for position, sealed in enumerate(keyfiles.read(ROOT)):
        try:
            facts = json.loads(open_box(_under(master), sealed, (ROOT,)))
        except Unreadable:
            continue
        wrapping = {int(generation): bytes.fromhex(key) for generation, key in facts["wrapping"].items()}
        return Root(bytes.fromhex(facts["secret"]), wrapping), position > 0
    raise KeyFault(
        f"PERMANENCE_MASTER_KEY does not open {keyfiles.directory() / ROOT}: it is another deployment's key, "
        "or the one before a rotation"
    )


def is_sealed_twice() -> bool:
    """Whether a former master key still opens the root."""
    return len(keyfiles.read(ROOT)) > 1


def sealed_root(root: Root, master: bytes) -> bytes:
    """The root, to be written in its file for whoever has `master`."""
    facts = {
        "secret": root.secret.hex(),
        "wrapping": {str(generation): key.hex() for generation, key in root.wrapping.items()},
    }
    return close(_under(master), json.dumps(facts).encode(), (ROOT,))


def create_root(master: bytes) -> None:
    """The first root of a deployment, unless another process made it. For the caller who knows that none was lost."""
    root = Root(secrets.token_bytes(KEY_BYTES), {1: secrets.token_bytes(KEY_BYTES)})
    keyfiles.create(ROOT, [sealed_root(root, master)])


def _under(master: bytes) -> AESGCM:
    return AESGCM(derive(master, "root of the keys directory"))
