"""`permanence keys`: change every key while the desk works, and ask whether they fit.

Answers are one JSON object on standard output; progress and refusals go to standard error.
"""

import json
import sys
from collections.abc import Mapping
from typing import Any

import click

from config import environment


@click.group()
def keys() -> None:
    """The master key, and the keys that it protects."""


@keys.command()
def rotate() -> None:
    """Wraps every key anew under PERMANENCE_NEW_MASTER_KEY (or _FILE), online; run again, it goes on where it stopped.

    Then set PERMANENCE_MASTER_KEY to the new key, restart every process one after the other, and run `keys finish`.
    """
    from permanence.vault import rotation

    new = environment.new_master_key()
    done = rotation.rotate(master=_master(), new_master=new, record=_record, progress=_progress)
    told = {"generation": done.generation, "data_keys": done.data_keys, "files_destroyed": done.files}
    told_next = "set PERMANENCE_MASTER_KEY to the new key, restart every process, then `permanence keys finish`"
    click.echo(json.dumps({**told, "next": told_next}))


@keys.command()
def finish() -> None:
    """After a rotation, once every process runs with the new master key: the former one opens nothing any more."""
    from permanence.vault import rotation

    rotation.finish(master=_master(), record=_record)
    click.echo(json.dumps({"former_master_key": "opens nothing"}))


@keys.command()
def check() -> None:
    """Opens every data key; exit 1 and one line a fault where the keys do not fit this database."""
    from permanence.vault import fitness, rotation
    from permanence.vault.keyring import is_sealed_twice, keyring

    found = fitness.faults()
    if not found:
        found = [f"data key {key} does not open" for key in fitness.unopened()]
    for line in found:
        click.echo(f"permanence: {line}", err=True)
    if found:
        sys.exit(1)
    told = {
        "ok": True,
        "generation": keyring.root().generation,
        "data_keys": _all(),
    }
    click.echo(json.dumps({**told, "left_to_rotate": rotation.left(), "former_master_key_opens": is_sealed_twice()}))


def _master() -> bytes:
    from django.conf import settings

    key: bytes = settings.PERMANENCE.master_key
    return key


def _all() -> int:
    from permanence.vault.models import DataKey

    return DataKey.objects.filter(destroyed_at=None).count()


def _progress(total: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{total} data keys wrapped anew", nl=False, err=True)


def _record(act: str, facts: Mapping[str, Any]) -> None:
    from permanence.audit import journal

    journal.record(by=journal.OPERATOR, act=act, on=("keys", facts["generation"]), **facts)
