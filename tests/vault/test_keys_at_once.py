"""Data keys are created by many threads while every key is changed: none is left under a former one."""

import threading
import time
from collections.abc import Callable, Sequence

import pytest
from django.db import transaction

from permanence.vault import fitness, rotation
from permanence.vault.actions import create_key
from permanence.vault.models import DataKey, KeyFile
from permanence.vault.sealing import seal, unseal
from tests.concurrent.crowd import at_once
from tests.environment.patience import PATIENCE_S
from tests.vault.conftest import FIRST, SECOND, Deployment

pytestmark = pytest.mark.django_db(transaction=True)
Sealed = list[tuple[int, bytes]]
THREADS = 6
LASTS_S = 1.5


def test_the_first_key_of_a_quarter_by_many_at_once(deployment: Deployment) -> None:
    keys = at_once([create_key] * 12)
    assert {key.under_id for key in keys if isinstance(key, DataKey)} == set(
        KeyFile.objects.exclude(name="root").values_list("name", flat=True)
    )
    assert DataKey.objects.count() == 12
    assert list(fitness.unopened()) == []


def test_nothing_is_left_under_a_former_key(deployment: Deployment) -> None:
    def rotate() -> Sealed:
        time.sleep(LASTS_S / 4)
        rotation.rotate(master=FIRST, new_master=SECOND, record=deployment.record, rest_s=0.2)
        return []

    acts: Sequence[Callable[[], Sealed]] = [rotate, *[_begin_conversations] * THREADS]
    results = at_once(acts)
    assert [error for error in results if isinstance(error, Exception)] == []
    assert rotation.left() == 0
    assert list(fitness.unopened()) == []
    sealed = [one for result in results if isinstance(result, list) for one in result]
    assert len(sealed) > THREADS
    for number, words in sealed:
        assert unseal(DataKey.objects.get(pk=number), words, "message", number) == "bonjour"


def test_a_key_created_before_and_committed_after_is_waited_for(deployment: Deployment) -> None:
    created = threading.Event()

    def create_slowly() -> DataKey:
        with transaction.atomic():
            key = create_key()
            created.set()
            time.sleep(LASTS_S)
        return key

    def rotate() -> None:
        assert created.wait(PATIENCE_S)
        rotation.rotate(master=FIRST, new_master=SECOND, record=deployment.record, rest_s=0)

    key, rotated = at_once([create_slowly, rotate])
    assert not isinstance(rotated, Exception), rotated
    assert isinstance(key, DataKey)
    key.refresh_from_db()
    assert key.under.generation == 2
    assert fitness.opens(key)


def _begin_conversations() -> Sealed:
    sealed: Sealed = []
    until = time.monotonic() + LASTS_S
    while time.monotonic() < until:
        key = create_key()
        sealed.append((key.pk, seal(key, "bonjour", "message", key.pk)))
        time.sleep(0.002)
    return sealed
