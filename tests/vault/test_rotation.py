"""A rotation changes every key and loses nothing, from wherever it was interrupted."""

from collections.abc import Callable

import pytest
import time_machine
from django.db import transaction

from permanence.audit import chain
from permanence.audit import journal as audit
from permanence.live import actions as live
from permanence.vault import fitness, keyfiles, rotation
from permanence.vault.actions import create_key, destroy_key
from permanence.vault.keyfiles import KeyFault
from permanence.vault.keyring import Keyring, is_sealed_twice, keyring
from permanence.vault.models import DataKey, KeyFile
from permanence.vault.sealing import seal, seal_with_master, unseal, unseal_with_master
from tests.vault.conftest import FIRST, SECOND, THIRD, Deployment
from tests.vault.test_key_files import LATER

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "Il m'a frappée ce soir."
Rotate = Callable[..., rotation.Rotated]


@pytest.fixture
def rotate(deployment: Deployment) -> Rotate:
    """`permanence keys rotate`, in a process of its own."""

    def run(new_master: bytes = SECOND, master: bytes = FIRST) -> rotation.Rotated:
        deployment.start(master)
        return rotation.rotate(master=master, new_master=new_master, record=deployment.record, rest_s=0)

    return run


@pytest.fixture
def sealed(deployment: Deployment, clock: time_machine.Traveller) -> list[tuple[DataKey, bytes]]:
    """Words of two quarters, sealed before the rotation."""
    winter = [create_key() for _ in range(3)]
    clock.shift(LATER)
    return [(key, seal(key, WORDS, "message", 1)) for key in [*winter, *(create_key() for _ in range(4))]]


def opens(sealed: list[tuple[DataKey, bytes]]) -> bool:
    """Whether everything still opens, by what the database now holds."""
    for key, _ in sealed:
        key.refresh_from_db()
    return all(unseal(key, words, "message", 1) == WORDS for key, words in sealed)


def test_every_data_key_is_wrapped_anew_and_opens(
    deployment: Deployment, sealed: list[tuple[DataKey, bytes]], rotate: Rotate
) -> None:
    before = {bytes(key.wrapped) for key, _ in sealed}
    done = rotate()
    assert (done.generation, done.data_keys, done.files) == (2, 7, 2)
    assert opens(sealed)
    assert not before & {bytes(key.wrapped) for key, _ in sealed}
    assert {path.name for path in deployment.keys.glob("[!.]*")} == {"root", "2026Q1.2", "2026Q2.2"}
    assert deployment.acts == ["begin key rotation", "rotate keys"]


def test_the_former_master_key_opens_until_the_rotation_is_finished_and_never_again(
    deployment: Deployment, sealed: list[tuple[DataKey, bytes]], rotate: Rotate
) -> None:
    rotate()
    deployment.start(FIRST)
    assert opens(sealed)
    deployment.start(SECOND)
    assert opens(sealed)
    rotation.finish(master=SECOND, record=deployment.record)
    assert not is_sealed_twice()
    assert opens(sealed)
    deployment.start(FIRST)
    with pytest.raises(KeyFault, match="does not open"):
        fitness.demand()


def test_a_backup_of_former_keys_opens_nothing_of_the_new_database(
    deployment: Deployment, sealed: list[tuple[DataKey, bytes]], rotate: Rotate
) -> None:
    stolen = {path.name: path.read_bytes() for path in deployment.keys.iterdir()}
    rotate()
    deployment.start(SECOND)
    rotation.finish(master=SECOND, record=deployment.record)
    for name, content in stolen.items():
        (deployment.keys / name).write_bytes(content)
    deployment.start(FIRST)
    with pytest.raises(KeyFault):
        opens(sealed)


def test_what_derives_from_the_root_survives(deployment: Deployment, rotate: Rotate) -> None:
    begun = live.begin()
    second_factor = seal_with_master("JBSWY3DPEHPK3PXP", "second factor", 1)
    audit.record(by="system", act="test", on=("nothing", 1))
    chain.seal_new()
    rotate()
    deployment.start(SECOND)
    rotation.finish(master=SECOND, record=deployment.record)
    with transaction.atomic():
        found = live.by_return_code(begun.return_code)
    assert found.pk == begun.conversation.pk
    assert live.return_code(found) == begun.return_code
    assert unseal_with_master(second_factor, "second factor", 1) == "JBSWY3DPEHPK3PXP"
    assert chain.verify() is None


@pytest.mark.parametrize("step", ["_open_generation", "_rewrap_all", "_verify", "_destroy_former"])
def test_interrupted_before_any_step_it_goes_on_from_there(
    deployment: Deployment,
    sealed: list[tuple[DataKey, bytes]],
    rotate: Rotate,
    step: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(rotation, step, _crash)
        with pytest.raises(_Crash):
            rotate()
    deployment.start(FIRST)
    assert opens(sealed)
    create_key()
    rotate()
    assert opens(sealed)
    assert rotation.left() == 0
    deployment.start(SECOND)
    rotation.finish(master=SECOND, record=deployment.record)
    assert opens(sealed)


def test_interrupted_between_two_batches_it_goes_on_from_there(
    sealed: list[tuple[DataKey, bytes]], rotate: Rotate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "BATCH", 2)
    with monkeypatch.context() as patch:
        patch.setattr(rotation.time, "sleep", _crash)
        with pytest.raises(_Crash):
            rotate()
    assert rotation.left() == 5
    assert opens(sealed)
    assert rotate().data_keys == 5
    assert opens(sealed)


def test_a_process_that_never_restarts_finds_the_new_keys(
    deployment: Deployment, sealed: list[tuple[DataKey, bytes]], rotate: Rotate
) -> None:
    before = Keyring()
    before.root()
    rotate()
    keyring._root = before._root
    keyring._keks.clear()
    assert opens(sealed)
    assert create_key().under.generation == 2


def test_a_key_destroyed_meanwhile_stays_destroyed(
    sealed: list[tuple[DataKey, bytes]], rotate: Rotate, monkeypatch: pytest.MonkeyPatch
) -> None:
    victim = sealed[0][0]
    change = rotation._change

    def destroyed_just_after_it_was_read(key: DataKey, *rest: object) -> object:
        if key.pk == victim.pk:
            destroy_key(victim)
        return change(key, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(rotation, "_change", destroyed_just_after_it_was_read)
    assert rotate().files == 2
    victim.refresh_from_db()
    assert bytes(victim.wrapped) == b""
    assert opens(sealed[1:])


def test_a_data_key_that_does_not_open_stops_it_and_the_former_keys_stay(
    deployment: Deployment, sealed: list[tuple[DataKey, bytes]], rotate: Rotate
) -> None:
    spoilt = sealed.pop(1)[0]
    DataKey.objects.filter(pk=spoilt.pk).update(wrapped=bytes(spoilt.wrapped)[:-1] + b"!")
    with pytest.raises(KeyFault, match=f"data key {spoilt.pk} does not open"):
        rotate()
    assert (deployment.keys / "2026Q1.1").exists()
    assert opens(sealed)


def test_two_at_once_are_refused(deployment: Deployment, rotate: Rotate) -> None:
    with keyfiles.rotation_lock(), pytest.raises(KeyFault, match="another `keys rotate`"):
        rotate()


def test_the_present_key_is_refused_as_the_new_one(rotate: Rotate) -> None:
    with pytest.raises(KeyFault, match="is the present master key"):
        rotate(FIRST)
    assert not is_sealed_twice()


def test_a_third_key_is_refused_while_a_rotation_is_under_way(rotate: Rotate) -> None:
    rotate(SECOND)
    with pytest.raises(KeyFault, match="towards another key"):
        rotate(THIRD)


def test_finishing_needs_the_new_key_a_rotation_and_its_end(
    deployment: Deployment, sealed: list[tuple[DataKey, bytes]], rotate: Rotate, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(KeyFault, match="no rotation is under way"):
        rotation.finish(master=FIRST, record=deployment.record)
    with monkeypatch.context() as patch:
        patch.setattr(rotation, "_rewrap_all", _crash)
        with pytest.raises(_Crash):
            rotate()
    with pytest.raises(KeyFault, match="still the former key"):
        rotation.finish(master=FIRST, record=deployment.record)
    deployment.start(SECOND)
    with pytest.raises(KeyFault, match="did not reach its end"):
        rotation.finish(master=SECOND, record=deployment.record)
    assert KeyFile.objects.filter(destroyed_at=None, generation=1).exists()


def test_rotations_follow_one_another(
    deployment: Deployment, sealed: list[tuple[DataKey, bytes]], rotate: Rotate
) -> None:
    rotate(SECOND)
    deployment.start(SECOND)
    rotation.finish(master=SECOND, record=deployment.record)
    assert rotate(THIRD, SECOND).generation == 3
    assert opens(sealed)


class _Crash(Exception):
    pass


def _crash(*_: object, **__: object) -> None:
    raise _Crash
