"""Keys that do not open this database are told in one line; a key destroyed on purpose is no fault."""

import shutil

import pytest
import time_machine
from django.test import Client

from permanence.vault import fitness
from permanence.vault.actions import create_key, destroy_epoch, prepare
from permanence.vault.epochs import epoch_of
from permanence.vault.keyfiles import KeyFault
from permanence.vault.keyring import keyring
from permanence.vault.models import DataKey, KeyFile
from tests.conftest import NOW
from tests.vault.conftest import FIRST, SECOND, Deployment
from tests.vault.test_key_files import LATER


def test_nothing_is_wrong_with_a_deployment_at_work(deployment: Deployment) -> None:
    create_key()
    assert fitness.faults() == []
    assert list(fitness.unopened()) == []


def test_a_wrong_master_key_is_one_line(deployment: Deployment) -> None:
    deployment.start(SECOND)
    (line,) = fitness.faults()
    assert line.startswith("PERMANENCE_MASTER_KEY does not open")
    assert "\n" not in line


def test_a_lost_root_is_told_and_not_made_anew(deployment: Deployment) -> None:
    shutil.rmtree(deployment.keys)
    deployment.start(FIRST)
    assert prepare() is False
    with pytest.raises(KeyFault, match="root is missing"):
        fitness.demand()
    assert not deployment.keys.exists()


def test_no_fresh_root_is_made_beside_data_keys(deployment: Deployment) -> None:
    create_key()
    KeyFile.objects.filter(name="root").delete()
    shutil.rmtree(deployment.keys)
    with pytest.raises(KeyFault, match="holds data keys and no root key"):
        prepare()
    assert not deployment.keys.exists()


def test_a_new_database_takes_up_the_keys_that_are_there(deployment: Deployment) -> None:
    KeyFile.objects.all().delete()
    root = (deployment.keys / "root").read_bytes()
    assert prepare() is True
    assert (deployment.keys / "root").read_bytes() == root
    fitness.demand()


def test_a_new_database_beside_keys_that_do_not_open_is_told(deployment: Deployment) -> None:
    KeyFile.objects.all().delete()
    deployment.start(SECOND)
    with pytest.raises(KeyFault, match="does not open"):
        prepare()
    assert not KeyFile.objects.exists()


def test_the_keys_of_another_deployment_are_told(deployment: Deployment) -> None:
    KeyFile.objects.filter(name="root").update(mark=bytes(16))
    with pytest.raises(KeyFault, match="another database's"):
        fitness.demand()


def test_a_lost_key_file_is_named(deployment: Deployment) -> None:
    key = create_key()
    (deployment.keys / key.under.name).unlink()
    keyring.forget()
    with pytest.raises(KeyFault, match=f"{key.under.name} is missing"):
        fitness.demand()


def test_a_data_key_that_does_not_open_is_told(deployment: Deployment) -> None:
    key, spoilt = create_key(), create_key()
    DataKey.objects.filter(pk=spoilt.pk).update(wrapped=bytes(spoilt.wrapped)[:-1] + b"!")
    with pytest.raises(KeyFault, match=f"{key.under.name} does not open this database"):
        fitness.demand()
    assert list(fitness.unopened()) == [spoilt.pk]


def test_an_epoch_destroyed_on_purpose_is_no_fault(deployment: Deployment, clock: time_machine.Traveller) -> None:
    create_key()
    clock.shift(LATER)
    destroy_epoch(epoch_of(NOW))
    fitness.demand()


def test_a_directory_that_others_may_read_is_told(deployment: Deployment) -> None:
    deployment.keys.chmod(0o755)
    assert "chmod" in fitness.faults()[0]


def test_a_process_that_lost_sight_of_the_keys_is_not_ready(deployment: Deployment, nobody: Client) -> None:
    key = create_key()
    assert nobody.get("/readyz").json()["keys"] == "ok"
    (deployment.keys / key.under.name).unlink()
    keyring.forget()
    answer = nobody.get("/readyz")
    assert (answer.status_code, answer.json()["keys"]) == (503, "missing")


def test_a_database_never_started_says_so(machine: Deployment, db: None) -> None:
    with pytest.raises(KeyFault, match="--migrate"):
        fitness.demand()
