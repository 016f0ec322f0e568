"""A keys directory of a test's own, and a rotation as the operator runs it."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from permanence.vault import sealing
from permanence.vault.actions import prepare
from permanence.vault.keyring import keyring

FIRST = b"the master key of a first day..."
SECOND = b"the master key of a second day.."
THIRD = b"the master key of a third day..."


class Deployment:
    """A machine's settings: its data directory and the master key that its operator set."""

    def __init__(self, settings: Settings, data_dir: Path) -> None:
        self._settings = settings
        self.keys = data_dir / "keys"
        self._settings.PERMANENCE = dataclasses.replace(settings.PERMANENCE, data_dir=data_dir)
        self.acts: list[str] = []
        self.start(FIRST)

    def start(self, master: bytes) -> None:
        """A process that starts: nothing in memory, this master key in its environment."""
        self._settings.PERMANENCE = dataclasses.replace(self._settings.PERMANENCE, master_key=master)
        keyring.forget()
        sealing._cipher.cache_clear()

    def record(self, act: str, _facts: object) -> None:
        """Where acts are written down."""
        self.acts.append(act)


@pytest.fixture
def machine(settings: Settings, tmp_path: Path) -> Iterator[Deployment]:
    """Settings and a keys directory that hold nothing yet."""
    yield Deployment(settings, tmp_path)
    keyring.forget()
    sealing._cipher.cache_clear()


@pytest.fixture
def deployment(machine: Deployment, db: None) -> Deployment:
    """The same, after its first start."""
    prepare()
    return machine
