"""Every change of keys but their rotation: the first root, the file of a quarter, a data key born, keys destroyed.

This room lies below the audit journal: what must be written there is the caller's to write, in the same transaction.
"""

import secrets

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from permanence.vault import keyfiles
from permanence.vault.boxes import KEY_BYTES, derive
from permanence.vault.epochs import Version, epoch_of
from permanence.vault.keyfiles import KeyFault
from permanence.vault.keyring import ROOT, create_root, keyring
from permanence.vault.models import DataKey, KeyFile
from permanence.vault.sealing import wrap

CREATORS = 0x7065726D
"""The advisory lock that whoever creates a data key shares, and that a rotation takes alone for a moment."""


def prepare() -> bool:
    """The root key of a new deployment, written down in its database; True when there was none yet.

    Raises `KeyFault` rather than make a fresh key beside a database that relies on another one.
    """
    with transaction.atomic():
        if KeyFile.objects.filter(name=ROOT).exists():
            return False
        if DataKey.objects.exists():
            raise KeyFault("this database holds data keys and no root key: restore the keys directory from its backup")
        create_root(settings.PERMANENCE.master_key)
        root = keyring.root(anew=True)
        facts = {"generation": root.generation, "mark": derive(root.secret, "mark")[:16]}
        KeyFile.objects.get_or_create(name=ROOT, defaults=facts)
    return True


def create_key() -> DataKey:
    """A new data key, wrapped and stored in the current transaction."""
    with transaction.atomic():
        _among_creators()
        under = _present_file()
        wrapped = wrap(secrets.token_bytes(KEY_BYTES), Version(under.epoch or 0, under.generation))
        return DataKey.objects.create(wrapped=wrapped, under=under)


def destroy_key(key: DataKey) -> None:
    """What it sealed can never be read again. Its bytes leave the database's files (`secure_delete` on SQLite)."""
    DataKey.objects.filter(pk=key.pk).update(wrapped=b"", destroyed_at=timezone.now())
    key.refresh_from_db(fields=["wrapped", "destroyed_at"])


def destroy_epoch(epoch: int) -> int:
    """Every data key of a past quarter can never be opened again, in backups of the database either; how many.

    The files go once the transaction has committed. Raises `KeyFault` for the present quarter.
    """
    if epoch >= epoch_of(timezone.now()):
        raise KeyFault("the present quarter's keys are in use: only a past one can be destroyed")
    with transaction.atomic():
        files = list(KeyFile.objects.select_for_update().filter(epoch=epoch))
        alive = DataKey.objects.filter(under__in=files, destroyed_at=None)
        count = alive.update(wrapped=b"", destroyed_at=timezone.now())
        KeyFile.objects.filter(epoch=epoch, destroyed_at=None).update(destroyed_at=timezone.now())
        transaction.on_commit(remove_destroyed)
    return count


def remove_destroyed() -> None:
    """The files of keys that the database says are destroyed are no more; also after a crash in between."""
    for name in KeyFile.objects.exclude(destroyed_at=None).values_list("name", flat=True):
        keyfiles.remove(name)
    keyring.forget()


def ensure_file(version: Version) -> KeyFile:
    """The file of a version and its row, made where they are missing. Raises `KeyFault`."""
    known = KeyFile.objects.filter(name=version.name).first()
    if known is None:
        mark = keyring.create_kek(version).mark
        facts = {"epoch": version.epoch, "generation": version.generation, "mark": mark}
        known, _ = KeyFile.objects.get_or_create(name=version.name, defaults=facts)
    if bytes(known.mark) != keyring.kek(version).mark:
        raise KeyFault(f"{keyfiles.directory() / version.name} is another deployment's: restore the keys directory")
    return known


def wait_for_creators() -> None:
    """Waits until no transaction that may still use a former key is under way (SQLite: the writer is alone anyway)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CREATORS])


def _among_creators() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [CREATORS])


def _present_file() -> KeyFile:
    epoch = epoch_of(timezone.now())
    present = KeyFile.objects.filter(epoch=epoch, destroyed_at=None).order_by("-generation").first()
    return present or ensure_file(Version(epoch, keyring.root(anew=True).generation))
