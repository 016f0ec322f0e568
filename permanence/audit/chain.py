"""The chain: every audit entry numbered and bound to the one before by a keyed MAC.

Invariants
- Only `seal_new` gives positions, under the lock of the one `Head` row: 1, 2, 3, … in the order the sealer meets them.
- `mac = HMAC-SHA256(key, mac before · canonical entry)`; the key is derived from the master key, so that whoever can
  write to the database alone cannot forge a chain.
- Every `CHECKPOINT_EVERY` entries, and whenever the periodic work finds the end moved, the end goes to a checkpoint row
  and to an append-only file outside the database: a chain cut short is noticed.

Never: change or delete an entry (retention cuts a verified prefix in an act of its own, later).
"""

import hmac
import json
import os
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from permanence.audit.models import Checkpoint, Entry, Head
from permanence.vault.sealing import derived_key

GENESIS = bytes(32)
BATCH = 1_000
CHECKPOINTS_FILE = "audit-checkpoints"
LONGEST_LINE = 128


@dataclass(frozen=True)
class Broken:
    """The first thing that does not hold."""

    position: int
    what: str


def seal_new() -> int:
    """Chains the entries that have no position yet; how many there were."""
    with transaction.atomic():
        head = _locked_head()
        entries = list(Entry.objects.filter(position=None).order_by("pk")[:BATCH])
        if not entries:
            return 0
        for entry in entries:
            entry.position = head.position + 1
            entry.mac = head.mac = _mac(bytes(head.mac), entry)
            head.position = entry.position
        with connection.cursor() as cursor:  # many a second under load: bulk_update costs twenty times as much
            cursor.executemany(
                "UPDATE audit_entry SET position = %s, mac = %s WHERE id = %s",
                [(entry.position, bytes(entry.mac or b""), entry.pk) for entry in entries],
            )
        head.save()
        Checkpoint.objects.create(position=head.position, mac=head.mac, at=timezone.now())
    _write_checkpoint(head)
    return len(entries)


def verify() -> Broken | None:
    """Checks the whole chain against its entries, its head and every checkpoint; the first fault, or None."""
    position, mac = 0, GENESIS
    checkpoints = dict(Checkpoint.objects.values_list("position", "mac"))
    try:
        outside = _checkpoints_outside()
    except ValueError:
        return Broken(position + 1, "checkpoints file unreadable")
    for entry in Entry.objects.exclude(position=None).order_by("position").iterator(chunk_size=BATCH):
        position += 1
        if entry.position != position:
            return Broken(position, "entry missing")
        if entry.at is None:  # the database no longer holds a moment there
            return Broken(position, "entry altered")
        mac = _mac(mac, entry)
        if not hmac.compare_digest(mac, bytes(entry.mac or b"")):
            return Broken(position, "entry altered")
        if any(position in kept and bytes(kept[position]) != mac for kept in (checkpoints, outside)):
            return Broken(position, "entry differs from its checkpoint")
    furthest = max([position, *checkpoints, *outside])
    head = Head.objects.first()
    if furthest > position or (head and (head.position != position or bytes(head.mac) != mac)):
        return Broken(position + 1, "entries missing at the end")
    if position and head is None:
        return Broken(position + 1, "head missing")
    return None


def unsealed() -> int:
    """How many entries wait for the sealer."""
    return Entry.objects.filter(position=None).count()


def _locked_head() -> Head:
    Head.objects.get_or_create(pk=1, defaults={"position": 0, "mac": GENESIS})
    return Head.objects.select_for_update().get(pk=1)


def _mac(before: bytes, entry: Entry) -> bytes:
    return hmac.digest(derived_key("audit chain"), before + _canonical(entry), "sha256")


def _canonical(entry: Entry) -> bytes:
    facts = [
        entry.position,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.actor,
        entry.act,
        entry.object_kind,
        entry.object_id,
        entry.outcome,
        entry.reason,
        entry.detail,
    ]
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _write_checkpoint(head: Head) -> None:
    with _outside().open("a+b") as file:
        _drop_torn_line(file)
        file.write(f"{head.position} {bytes(head.mac).hex()}\n".encode("ascii"))


def _drop_torn_line(file: IO[bytes]) -> None:
    """A power cut may leave half of the last line: the next one does not begin in its middle."""
    start = max(0, file.seek(0, os.SEEK_END) - LONGEST_LINE)
    file.seek(start)
    tail = file.read()
    if tail and not tail.endswith(b"\n"):
        file.truncate(start + tail.rfind(b"\n") + 1)


def _checkpoints_outside() -> dict[int, bytes]:
    """By position. Raises `ValueError` for a line that is not one; a torn last line is as if it were not there."""
    try:
        text = _outside().read_bytes().decode("ascii")
    except FileNotFoundError:
        return {}
    lines = [line.partition(" ") for line in text[: text.rfind("\n") + 1].splitlines()]
    return {int(position): bytes.fromhex(mac) for position, _, mac in lines}


def _outside() -> Path:
    path: Path = settings.PERMANENCE.data_dir / CHECKPOINTS_FILE
    return path
