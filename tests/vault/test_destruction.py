"""What a destroyed key sealed can never be read again: in no backup of the database, in no file of it."""

import os
import sqlite3
from pathlib import Path

import pytest
import time_machine
from django.db import connection

from permanence.vault.actions import create_key, destroy_epoch, destroy_key, remove_destroyed
from permanence.vault.epochs import epoch_of
from permanence.vault.keyfiles import KeyFault, KeyMissing
from permanence.vault.models import DataKey, KeyFile
from permanence.vault.sealing import Unreadable, seal, unseal
from tests.conftest import NOW
from tests.vault.conftest import FIRST, Deployment
from tests.vault.test_key_files import LATER

WORDS = "Il m'a frappée ce soir."


def test_a_destroyed_key_opens_nothing_and_keeps_no_byte(deployment: Deployment) -> None:
    key = create_key()
    sealed = seal(key, WORDS, "message", 1)
    destroy_key(key)
    assert bytes(key.wrapped) == b""
    assert key.destroyed_at is not None
    with pytest.raises(Unreadable):
        unseal(key, sealed, "message", 1)


@pytest.mark.django_db(transaction=True)
def test_a_destroyed_epoch_opens_nothing_even_with_the_rows_of_a_backup(
    deployment: Deployment, clock: time_machine.Traveller
) -> None:
    winter = create_key()
    of_the_backup = bytes(winter.wrapped)
    sealed = seal(winter, WORDS, "message", 1)
    clock.shift(LATER)
    spring = create_key()
    assert destroy_epoch(epoch_of(NOW)) == 1
    deployment.start(FIRST)

    assert not (deployment.keys / "2026Q1.1").exists()
    winter.refresh_from_db()
    assert bytes(winter.wrapped) == b""
    with pytest.raises(KeyMissing):
        unseal(DataKey(wrapped=of_the_backup), sealed, "message", 1)
    assert unseal(spring, seal(spring, WORDS, "message", 1), "message", 1) == WORDS


def test_the_present_epoch_is_not_destroyed(deployment: Deployment, clock: time_machine.Traveller) -> None:
    key = create_key()
    with pytest.raises(KeyFault, match="present quarter"):
        destroy_epoch(epoch_of(NOW))
    key.refresh_from_db()
    assert key.destroyed_at is None


def test_a_crash_between_the_row_and_the_file_leaves_no_file(
    deployment: Deployment, clock: time_machine.Traveller
) -> None:
    key = create_key()
    KeyFile.objects.filter(name=key.under.name).update(destroyed_at=NOW)
    remove_destroyed()
    assert not (deployment.keys / key.under.name).exists()
    assert (deployment.keys / "root").exists()


@pytest.mark.sqlite  # PostgreSQL's files are its own: the epoch's key is outside
def test_the_bytes_of_a_destroyed_key_are_in_no_file_of_the_database(machine: Deployment, tmp_path: Path) -> None:
    database = sqlite3.connect(tmp_path / "own.sqlite3", isolation_level=None)
    for statement in connection.settings_dict["OPTIONS"]["init_command"].split(";"):
        database.execute(statement)
    database.execute("CREATE TABLE vault_datakey (id INTEGER PRIMARY KEY, wrapped BLOB)")
    wrapped = [os.urandom(65) for _ in range(500)]
    database.executemany("INSERT INTO vault_datakey (wrapped) VALUES (?)", [(one,) for one in wrapped])
    assert any(wrapped[250] in path.read_bytes() for path in tmp_path.glob("own.sqlite3*"))

    database.execute("UPDATE vault_datakey SET wrapped = x'' WHERE id = 251")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for path in tmp_path.glob("own.sqlite3*"):
        content = path.read_bytes()
        assert wrapped[250] not in content, f"the key's bytes are still in {path.name}"
        assert wrapped[250][:16] not in content
    assert wrapped[251] in (tmp_path / "own.sqlite3").read_bytes()
    database.close()
