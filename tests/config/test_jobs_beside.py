"""`serve` does its periodic work in a process of its own, which comes back when it dies and goes with the server."""

import os
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import httpx
import pytest

from tests.environment.patience import PATIENCE_S
from tests.environment.server import Server
from tests.environment.servers import Prepared, deployed, gone_afterwards

pytestmark = [pytest.mark.server, pytest.mark.once]
T = TypeVar("T")


@pytest.fixture
def server(bare: Prepared, tmp_path: Path) -> Iterator[Server]:
    own = deployed(bare, tmp_path)
    # The heart that beat in what was copied is not that of the process to come, which would be told to stop too early.
    with closing(sqlite3.connect(own.data_dir / "permanence.sqlite3")) as copied, copied:
        copied.execute("DELETE FROM config_heartbeat")
    with gone_afterwards(own) as server:
        yield server


def _soon(look: Callable[[], T | None], otherwise: str) -> T:
    """What `look` answers, as soon as it is anything."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.1)
    raise AssertionError(otherwise)


def _beside(server: Server) -> int | None:
    """The process that does the periodic work, found by what it was started with and by its database."""
    for entry in Path("/proc").iterdir():
        try:
            arguments = (entry / "cmdline").read_bytes().split(b"\0")
            if b"--beside" in arguments and str(server.data_dir).encode() in (entry / "environ").read_bytes():
                return int(entry.name)
        except (OSError, ValueError):
            continue
    return None


def _at_work(server: Server) -> int:
    """The process beside, once it has said that it works."""
    _soon(lambda: httpx.get(f"{server.url}/readyz").json()["jobs"]["state"] == "ok", "no heartbeat")
    return _soon(lambda: _beside(server), "nobody does the periodic work")


def _another_than(former: int, server: Server) -> int:
    return _soon(lambda: found if (found := _beside(server)) != former else None, "nobody came back")


def _is_gone(process: int) -> None:
    _soon(lambda: not Path(f"/proc/{process}").exists(), "it outlived its server")


def test_it_works_comes_back_and_goes_with_the_server(server: Server) -> None:
    first = _at_work(server)
    os.kill(first, signal.SIGKILL)
    second = _another_than(first, server)
    assert server.is_running
    server.stop()
    _is_gone(second)


def test_it_is_told_to_stop_and_does_so_quietly(server: Server) -> None:
    first = _at_work(server)
    assert os.getpgid(first) != os.getpgid(server.pid)  # Ctrl-C in a terminal reaches the server alone
    os.kill(first, signal.SIGTERM)
    _another_than(first, server)
    assert "ended with 0" in server.told
    assert "Fatal" not in server.told
    assert "Warning" not in server.told


def test_it_ends_with_a_server_that_is_killed_alone(server: Server) -> None:
    found = _at_work(server)
    server.kill_alone()
    _is_gone(found)
