"""The keys directory: one small file a quarter, outside the database, made once whoever comes first."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine

from permanence.vault import keyfiles
from permanence.vault.actions import create_key
from permanence.vault.epochs import Version, epoch_of
from permanence.vault.keyfiles import KeyFault, KeyMissing
from permanence.vault.keyring import Keyring, keyring
from permanence.vault.models import KeyFile
from permanence.vault.sealing import fingerprint, seal, unseal, version_of
from tests.conftest import NOW
from tests.vault.conftest import SECOND, Deployment

LATER = 93 * 24 * 3600


def test_the_first_start_makes_the_directory_and_the_root_for_the_server_alone(deployment: Deployment) -> None:
    assert [path.name for path in deployment.keys.iterdir()] == ["root"]
    assert stat.S_IMODE(deployment.keys.stat().st_mode) == 0o700
    assert stat.S_IMODE((deployment.keys / "root").stat().st_mode) == 0o600


def test_a_data_key_says_under_which_key_it_is_wrapped(deployment: Deployment, clock: time_machine.Traveller) -> None:
    key = create_key()
    assert key.under.name == "2026Q1.1"
    assert version_of(bytes(key.wrapped)) == Version(epoch_of(NOW), 1)
    assert (deployment.keys / "2026Q1.1").exists()


def test_each_quarter_has_its_own_key_and_the_former_ones_still_open(
    deployment: Deployment, clock: time_machine.Traveller
) -> None:
    winter = create_key()
    sealed = seal(winter, "bonjour", "message", 1)
    clock.shift(LATER)
    spring = create_key()
    assert (winter.under.name, spring.under.name) == ("2026Q1.1", "2026Q2.1")
    assert unseal(winter, sealed, "message", 1) == "bonjour"


def test_a_quarter_begins_at_midnight_in_paris() -> None:
    with time_machine.travel("2026-06-30T22:00:01Z", tick=False):
        from django.utils import timezone

        assert Version(epoch_of(timezone.now()), 1).name == "2026Q3.1"


def test_what_is_in_the_directory_is_worth_nothing_without_the_master_key(deployment: Deployment) -> None:
    create_key()
    deployment.start(SECOND)
    with pytest.raises(KeyFault, match="PERMANENCE_MASTER_KEY does not open"):
        fingerprint("return code", "1234")


def test_many_who_create_the_same_file_at_once_end_with_the_same_key(deployment: Deployment) -> None:
    version = Version(epoch_of(NOW), 1)
    root = keyring.root()

    def one_process(_number: int) -> bytes:
        process = Keyring()
        assert process.root() == root
        return process.create_kek(version).mark

    with ThreadPoolExecutor(16) as crowd:
        marks = set(crowd.map(one_process, range(64)))
    assert len(marks) == 1
    assert {path.name for path in deployment.keys.iterdir()} == {"root", version.name}


def test_a_file_whose_row_was_rolled_back_is_taken_up_again(deployment: Deployment) -> None:
    key = create_key()
    content = (deployment.keys / key.under.name).read_bytes()
    KeyFile.objects.filter(data_keys=None).exclude(name="root").delete()
    key.delete()
    KeyFile.objects.exclude(name="root").delete()
    assert create_key().under.name == key.under.name
    assert (deployment.keys / key.under.name).read_bytes() == content


def test_a_lost_file_is_never_replaced_by_a_fresh_one(deployment: Deployment) -> None:
    key = create_key()
    keyfiles.remove(key.under.name)
    deployment.start(b"the master key of a first day...")
    with pytest.raises(KeyMissing, match="restore the keys directory"):
        create_key()
    assert not (deployment.keys / key.under.name).exists()


def test_a_file_put_in_anothers_place_does_not_open(deployment: Deployment, clock: time_machine.Traveller) -> None:
    winter = create_key()
    clock.shift(LATER)
    spring = create_key()
    (deployment.keys / winter.under.name).write_bytes((deployment.keys / spring.under.name).read_bytes())
    keyring.forget()
    with pytest.raises(KeyFault, match="does not open"):
        keyring.kek(Version(epoch_of(NOW), 1))


@pytest.mark.parametrize("content", ["", "permanence key 1\n", "permanence key 1\nZZ!\n", "autre chose\nAAAA\n", "é"])
def test_a_damaged_file_is_named(deployment: Deployment, content: str) -> None:
    key = create_key()
    (deployment.keys / key.under.name).write_text(content, encoding="utf-8")
    keyring.forget()
    with pytest.raises(KeyFault, match=key.under.name):
        keyring.kek(Version(key.under.epoch or 0, 1))
