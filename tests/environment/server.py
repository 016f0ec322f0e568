"""A server of a test's own: `permanence demo` or `permanence serve` as a process, its data directory, its port.

Answers for: starting and waiting until it says that it is ready, stopping as an operator does, killing as a power cut
does, coming back on the same port with the same data. Nothing of it outlives the test.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx

from tests.environment.patience import PATIENCE_S

PROGRAM = Path(sys.executable).with_name("permanence")


class NotReady(AssertionError):
    """The server did not become ready; the message bears what it said."""


def free_port() -> int:
    """A port of loopback on which nobody listens at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(data_dir: Path, database_url: str, **more: str) -> dict[str, str]:
    """The variables of a program under test: none of the settings that this process happens to have."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PERMANENCE_", "DJANGO_", "PYTEST_", "DATABASE_URL", "REDIS_URL")) and name != "PORT"
    }
    ours = {"PERMANENCE_DATA_DIR": str(data_dir), "PERMANENCE_LIMITS": "off", "PYTHONUNBUFFERED": "1"}
    return {**inherited, **ours, **({"DATABASE_URL": database_url} if database_url else {}), **more}


class Server:
    """One server: `start`, `stop`, `kill`, `restart`; `url` and `live_url` stay the same through all of it."""

    def __init__(
        self, data_dir: Path, *, database_url: str = "", command: str = "demo --no-history", **variables: str
    ) -> None:
        self.data_dir = data_dir
        self.database_url = database_url
        self.port = free_port()
        self.command = [PROGRAM, *command.split(), "--port", str(self.port)]
        self.variables = environment(data_dir, database_url, **variables)
        self.log = data_dir.parent / f"{data_dir.name}.log"
        self._process: subprocess.Popen[bytes] | None = None
        self.signed_in: dict[str, list[Any]] = {}
        """By officer, the cookies of the browser in which they signed in."""
        self.sessions: dict[str, dict[str, Any]] = {}
        """By officer, the session of the API in which they signed in."""
        self.has_operators = False

    @property
    def url(self) -> str:
        """Where pages are."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def live_url(self) -> str:
        """Where the live channel is."""
        return f"ws://127.0.0.1:{self.port}/live"

    @property
    def told(self) -> str:
        """All that it printed since its first start."""
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""

    @property
    def pid(self) -> int:
        """The process that was started; others may stand beside it."""
        assert self._process is not None
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """Whether the process is there."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> "Server":
        """Starts and waits until `/readyz` says yes. Raises `NotReady`."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command,
                env=self.variables,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline and self._process.poll() is None:
            if self._is_ready():
                return self
            time.sleep(0.1)
        self.kill()
        raise NotReady(f"no answer from {self.command}:\n{self.told[-4000:]}")

    def stop(self) -> None:
        """As an operator stops it: SIGTERM, and it ends by itself."""
        self._signal(signal.SIGTERM)
        if self._process is not None:
            try:
                self._process.wait(PATIENCE_S)
            except subprocess.TimeoutExpired:
                self.kill()
                raise NotReady("the server did not stop at SIGTERM") from None

    def kill(self) -> None:
        """As a power cut stops it: SIGKILL to it and to its children."""
        self._signal(signal.SIGKILL)
        if self._process is not None:
            self._process.wait(PATIENCE_S)

    def kill_alone(self) -> None:
        """SIGKILL to the process that was started, and to none that it started itself."""
        os.kill(self.pid, signal.SIGKILL)
        assert self._process is not None
        self._process.wait(PATIENCE_S)

    def restart(self, *, brutally: bool = True) -> None:
        """Gone and back, on the same port, with the same data."""
        if brutally:
            self.kill()
        else:
            self.stop()
        self.start()

    def run(self, *arguments: str, check: bool = True, given: str = "") -> subprocess.CompletedProcess[str]:
        """A `permanence` command beside the server, with its data directory."""
        done = subprocess.run(
            [PROGRAM, *arguments],
            env=self.variables,
            capture_output=True,
            text=True,
            input=given,
            check=False,
            timeout=2 * PATIENCE_S,
        )
        assert not check or done.returncode == 0, f"permanence {arguments}: {done.stdout}{done.stderr}"
        return done

    def _is_ready(self) -> bool:
        with contextlib.suppress(httpx.TransportError):
            return httpx.get(f"{self.url}/readyz", timeout=2).status_code == 200
        return False

    def _signal(self, number: int) -> None:
        if self._process is None or self._process.poll() is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)
