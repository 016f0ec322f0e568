"""Do the keys at hand open this database? Asked before anything is served; nothing is repaired, nothing created.

Answers for: one line a fault, that names the file or the setting and the cure. A file destroyed on purpose is no fault,
a lost one is.
"""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from permanence.vault import keyfiles
from permanence.vault.boxes import Unreadable, derive
from permanence.vault.epochs import Version
from permanence.vault.keyfiles import KeyFault
from permanence.vault.keyring import ROOT, keyring
from permanence.vault.models import DataKey, KeyFile
from permanence.vault.sealing import unwrap, version_of

CHUNK = 1_000


def demand() -> None:
    """Raises `KeyFault` with the first fault."""
    first = next(_faults(), None)
    if first is not None:
        raise KeyFault(first)


def faults() -> list[str]:
    """Everything that does not fit, files open to others included."""
    found = list(_faults())
    if not found and keyfiles.is_open_to_others():
        found.append(f"{keyfiles.directory()} can be read by others than the server: chmod -R go= it")
    return found


def is_ready() -> bool:
    """Whether this process can begin and open conversations now: the root, and the newest key-encryption key."""
    newest = KeyFile.objects.filter(epoch__isnull=False, destroyed_at=None).order_by("-epoch", "-generation").first()
    try:
        keyring.root()
        return newest is None or bool(keyring.kek(Version(newest.epoch or 0, newest.generation)).mark)
    except KeyFault:
        return False


def unopened() -> Iterator[int]:
    """The data keys, by id, that do not open as the database says they do. Reads every one."""
    last = 0
    while True:
        keys = list(
            DataKey.objects.filter(pk__gt=last, destroyed_at=None).select_related("under").order_by("pk")[:CHUNK]
        )
        if not keys:
            return
        yield from (key.pk for key in keys if not opens(key))
        last = keys[-1].pk


def opens(key: DataKey) -> bool:
    """Whether a data key opens, under the version that its row says."""
    wrapped = bytes(key.wrapped)
    try:
        unwrap(wrapped)
        return version_of(wrapped) == Version(key.under.epoch or 0, key.under.generation)
    except (Unreadable, KeyFault):
        return False


def _faults() -> Iterator[str]:
    root = KeyFile.objects.filter(name=ROOT).first()
    if root is None:
        yield "this database has no root key yet: start once with --migrate"
        return
    try:
        mark = derive(keyring.root(anew=True).secret, "mark")[:16]
    except KeyFault as fault:
        yield str(fault)
        return
    if mark != bytes(root.mark):
        yield f"the keys in {keyfiles.directory()} are another database's: restore the keys directory from its backup"
        return
    in_use = Exists(DataKey.objects.filter(under=OuterRef("pk"), destroyed_at=None))
    for file in KeyFile.objects.filter(in_use, destroyed_at=None).order_by("name"):
        yield from _fault_of(file)


def _fault_of(file: KeyFile) -> Iterator[str]:
    try:
        mark = keyring.kek(Version(file.epoch or 0, file.generation)).mark
    except KeyFault as fault:
        yield str(fault)
        return
    newest = DataKey.objects.filter(under=file, destroyed_at=None).select_related("under").order_by("-pk").first()
    if mark != bytes(file.mark) or (newest is not None and not opens(newest)):
        yield f"{keyfiles.directory() / file.name} does not open this database's keys: restore it from its backup"
