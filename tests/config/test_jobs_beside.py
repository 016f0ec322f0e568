"""`serve` does its periodic work in a process of its own, which comes back when it dies and goes with the server."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.environment import postgresql
from tests.environment.server import Server
from tests.environment.servers import database
from tests.live.test_relay_of_workers import KEYS

pytestmark = [pytest.mark.server, pytest.mark.timeout(120)]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    one = Server(tmp_path / "data", database_url=database(), command="serve --migrate", **KEYS)
    try:
        yield one.start()
    finally:
        one.kill()
        if one.database_url:
            postgresql.drop_database(one.database_url)


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


def _found(server: Server, *, other_than: int | None = None) -> int:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if (found := _beside(server)) not in (None, other_than):
            return int(str(found))
        time.sleep(0.1)
    raise AssertionError("nobody does the periodic work")


def _until(what: str, holds: object) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if callable(holds) and holds():
            return
        time.sleep(0.1)
    raise AssertionError(what)


def test_it_works_comes_back_and_goes_with_the_server(server: Server) -> None:
    first = _found(server)
    _until("no heartbeat", lambda: httpx.get(f"{server.url}/readyz").json()["jobs"]["state"] == "ok")
    os.kill(first, signal.SIGKILL)
    second = _found(server, other_than=first)
    assert server.is_running
    server.stop()
    _until("it outlived a stop", lambda: not Path(f"/proc/{second}").exists())


def test_it_is_told_to_stop_and_does_so_quietly(server: Server) -> None:
    first = _found(server)
    assert server._process is not None
    assert os.getpgid(first) != os.getpgid(server._process.pid)  # Ctrl-C in a terminal reaches the server alone
    _until("no heartbeat", lambda: httpx.get(f"{server.url}/readyz").json()["jobs"]["state"] == "ok")
    os.kill(first, signal.SIGTERM)
    _found(server, other_than=first)
    assert "ended with 0" in server.told
    assert "Fatal" not in server.told
    assert "Warning" not in server.told


def test_it_ends_with_a_server_that_is_killed_alone(server: Server) -> None:
    found = _found(server)
    assert server._process is not None
    server._process.kill()
    server._process.wait()
    _until("it outlived its server", lambda: not Path(f"/proc/{found}").exists())
