"""Rotation: a new master key, new key-encryption keys, every data key wrapped anew, while the desk works.

In order; each step may be interrupted and begun again
1. The root is sealed under the new master key and under the former one, with the wrapping secret of a new generation.
2. Every quarter that has keys gets a file of the new generation. Whoever creates a data key from now on uses it.
3. Data keys are wrapped anew, `BATCH` a transaction, with pauses: a writer of messages waits for one batch at most.
4. Every data key is opened again, all of them.
5. The files of former generations are destroyed, after a pause for pages that had read a key just before.
`finish`, once every process runs with the new master key: the former one opens nothing any more.

A data key that was destroyed meanwhile stays destroyed: it is wrapped anew only if it is still what was read.

Never: destroy a former key while a data key needs it; hold a transaction longer than a batch.
"""

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from permanence.vault import fitness, keyfiles
from permanence.vault.actions import ensure_file, remove_destroyed, wait_for_creators
from permanence.vault.boxes import KEY_BYTES, Unreadable
from permanence.vault.epochs import Version, epoch_of
from permanence.vault.keyfiles import KeyFault
from permanence.vault.keyring import ROOT, Root, keyring, open_root, sealed_root
from permanence.vault.models import DataKey, KeyFile
from permanence.vault.sealing import unwrap, wrap

BATCH = 200
SHARE = 1.0
"""Rests as long as a batch took, times this: others write meanwhile."""
SHORTEST_REST_S = 0.005
FORMER_KEPT_S = 5.0

Record = Callable[[str, Mapping[str, Any]], None]
"""Writes an act and its facts into the audit journal, in the transaction under way."""
Progress = Callable[[int], None]
"""Hears how many data keys are wrapped anew so far."""


@dataclass(frozen=True)
class Rotated:
    """What a rotation did."""

    generation: int
    data_keys: int
    """Wrapped anew by this call."""
    files: int
    """Key-encryption keys of former generations destroyed by this call."""


def rotate(
    *,
    master: bytes,
    new_master: bytes,
    record: Record,
    progress: Progress = lambda _: None,
    rest_s: float = FORMER_KEPT_S,
) -> Rotated:
    """All five steps, from wherever an earlier call stopped. Raises `KeyFault`; nothing is lost whatever happens."""
    fitness.demand()
    with keyfiles.rotation_lock():
        generation = _begin(master, new_master, record)
        _open_generation(generation)
        wrapped = _rewrap_all(generation, progress)
        _verify()
        time.sleep(rest_s if _former(generation).exists() else 0)
        files = _destroy_former(generation, wrapped, record)
    return Rotated(generation, wrapped, files)


def finish(*, master: bytes, record: Record) -> None:
    """The former master key opens nothing from now on. Call it with the new one. Raises `KeyFault`."""
    fitness.demand()
    with keyfiles.rotation_lock():
        root, is_former = open_root(master)
        if len(keyfiles.read(ROOT)) == 1:
            raise KeyFault("no rotation is under way: there is no former master key to take away")
        if is_former:
            raise KeyFault("PERMANENCE_MASTER_KEY is still the former key: set the new one everywhere first")
        if _former(root.generation).exists():
            raise KeyFault("the rotation did not reach its end: run `permanence keys rotate` again first")
        with transaction.atomic():
            record("finish key rotation", {"generation": root.generation})
            present = {root.generation: root.wrapping[root.generation]}
            keyfiles.replace(ROOT, [sealed_root(Root(root.secret, present), master)])
    keyring.forget()


def left(generation: int | None = None) -> int:
    """How many data keys are wrapped under a generation before this one, the present one unless given."""
    return _older(generation or keyring.root(anew=True).generation).count()


def _begin(master: bytes, new_master: bytes, record: Record) -> int:
    root, _ = open_root(master)
    if len(keyfiles.read(ROOT)) > 1:
        return _resumed(new_master)
    if master == new_master:
        raise KeyFault("PERMANENCE_NEW_MASTER_KEY is the present master key: give another one")
    generation = root.generation + 1
    wider = Root(root.secret, {**root.wrapping, generation: secrets.token_bytes(KEY_BYTES)})
    with transaction.atomic():
        record("begin key rotation", {"generation": generation})
        keyfiles.replace(ROOT, [sealed_root(wider, new_master), sealed_root(wider, master)])
    return keyring.root(anew=True).generation


def _resumed(new_master: bytes) -> int:
    try:
        root, is_former = open_root(new_master)
    except KeyFault:
        is_former = True
    if is_former:
        raise KeyFault(
            "a rotation towards another key is under way: give that key as PERMANENCE_NEW_MASTER_KEY, "
            "or end it with `permanence keys finish`"
        )
    return root.generation


def _open_generation(generation: int) -> None:
    """From its end on, every new data key belongs to `generation`, and every quarter that has keys has its file."""
    _ensure_files(generation)
    with transaction.atomic():
        wait_for_creators()
    _ensure_files(generation)  # for what was under way, and could not be seen before


def _ensure_files(generation: int) -> None:
    with transaction.atomic():
        needed = set(_older(generation).values_list("under__epoch", flat=True).distinct())
        present = KeyFile.objects.filter(epoch=epoch_of(timezone.now()), destroyed_at=None)
        needed |= set(present.values_list("epoch", flat=True))
        for epoch in sorted(epoch for epoch in needed if epoch is not None):
            ensure_file(Version(epoch, generation))


def _rewrap_all(generation: int, progress: Progress) -> int:
    total = 0
    while True:
        began = time.monotonic()
        done = _rewrap_batch(generation)
        if not done:
            return total
        total += done
        progress(total)
        time.sleep(max((time.monotonic() - began) * SHARE, SHORTEST_REST_S))


def _rewrap_batch(generation: int) -> int:
    keys = list(_older(generation).select_related("under").order_by("pk")[:BATCH])
    changes = [_change(key, Version(key.under.epoch or 0, generation)) for key in keys]
    with transaction.atomic(), connection.cursor() as cursor:  # prepared before: the writer of messages waits for this
        cursor.executemany(
            "UPDATE vault_datakey SET wrapped = %s, under_id = %s WHERE id = %s AND wrapped = %s", changes
        )
    return len(keys)


def _change(key: DataKey, version: Version) -> tuple[bytes, str, int, bytes]:
    former = bytes(key.wrapped)
    try:
        return wrap(unwrap(former), version), version.name, key.pk, former
    except Unreadable as error:
        reason = f"data key {key.pk} does not open ({error}): the rotation stops before it, nothing is lost"
        raise KeyFault(reason) from None


def _verify() -> None:
    unopened = next(fitness.unopened(), None)
    if unopened is not None:
        raise KeyFault(f"data key {unopened} does not open after the rotation: the former keys are kept")


def _destroy_former(generation: int, wrapped: int, record: Record) -> int:
    with transaction.atomic():
        if _older(generation).exists():
            raise KeyFault("data keys came in under a former key: run `permanence keys rotate` again")
        count = _former(generation).update(destroyed_at=timezone.now())
        if count or wrapped:
            record("rotate keys", {"generation": generation, "data_keys": wrapped, "files": count})
    remove_destroyed()
    return count


def _older(generation: int) -> QuerySet[DataKey]:
    return DataKey.objects.filter(under__generation__lt=generation, destroyed_at=None)


def _former(generation: int) -> QuerySet[KeyFile]:
    return KeyFile.objects.filter(epoch__isnull=False, generation__lt=generation, destroyed_at=None)
