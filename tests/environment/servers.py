"""Fixtures: servers of the tests' own, and people who speak to them by HTTP and by the live channel."""

import base64
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.environment import postgresql
from tests.environment.api import Api, Desk, Visitor
from tests.environment.live import Live
from tests.environment.server import Server

OPERATING_DATABASE = os.environ.get("DATABASE_URL", "")
"""Where this pass of the suite runs: empty for SQLite, else a PostgreSQL cluster of the runner's."""
PASSWORD = "un mot de passe des journées"
CAPACITY = 20
DEPLOYMENT = {
    "PERMANENCE_SECRET_KEY": "a key of the tests, which protects nothing at all",
    "PERMANENCE_MASTER_KEY": base64.b64encode(b"the tests' master key, 32 bytes.").decode(),
    "PERMANENCE_OTP": "optional",
}
Arrive = Callable[..., Visitor]
Connect = Callable[[], Live]
CAST = {
    "policiere": ["--role", "officer", "--force", "PN", "--rank", "Brigadière-cheffe", "--first-name", "Nadia"],
    "policier": ["--role", "officer", "--force", "PN", "--rank", "Gardien de la paix", "--first-name", "Hugo"],
    "gendarme": ["--role", "officer", "--force", "GN", "--rank", "Adjudante", "--first-name", "Claire"],
    "superviseuse": ["--role", "supervisor", "--force", "PN", "--rank", "Capitaine", "--first-name", "Inès"],
    "administratrice": ["--role", "administrator"],
}
"""Who works here, made with the `permanence officer` command of the contract."""


@dataclass(frozen=True)
class Prepared:
    """A demonstration that was started once: each file of tests gets a copy of it."""

    data_dir: Path
    database_url: str


def database() -> str:
    """A database of its own for a server, where the pass is on PostgreSQL."""
    return postgresql.new_database(OPERATING_DATABASE) if OPERATING_DATABASE.startswith("postgres") else ""


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """Territory loaded, accounts made: done once, by whichever of the run's processes comes first."""
    own = tmp_path_factory.getbasetemp()
    home = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "prepared"
    home.mkdir(exist_ok=True)
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = home / "database-url"
        if not done.exists():
            done.write_text(_prepare(home / "data"))
        return Prepared(home / "data", done.read_text())


def _prepare(data_dir: Path) -> str:
    server = Server(data_dir, database_url=database())
    server.start()
    server.stop()
    for username, facts in CAST.items():
        server.run("officer", username, "--password", PASSWORD, *facts)
    return server.database_url


def copy_of(prepared: Prepared, home: Path, **variables: str) -> Server:
    """A server of its own on a copy of what was prepared, not yet started."""
    shutil.copytree(prepared.data_dir, home / "data")
    url = postgresql.new_database(OPERATING_DATABASE, prepared.database_url) if prepared.database_url else ""
    return Server(home / "data", database_url=url, **variables)


def deployed(data_dir: Path, *, command: str = "serve --migrate") -> Server:
    """A server on an empty data directory with its keys from the environment, as in production; not yet started."""
    return Server(data_dir, database_url=database(), command=command, **DEPLOYMENT)


@contextmanager
def gone_afterwards(server: Server) -> Iterator[Server]:
    """Starts a server for the time of the block; then neither it nor its database is left."""
    try:
        yield server.start()
    finally:
        server.kill()
        if server.database_url:
            postgresql.drop_database(server.database_url)


@pytest.fixture(scope="module")
def _server(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with gone_afterwards(copy_of(prepared, tmp_path_factory.mktemp("server"))) as server:
        yield server


@pytest.fixture
def server(_server: Server) -> Server:
    """This file's demonstration server, running; a test may `restart` or `kill` it."""
    if not _server.is_running:
        _server.start()
    return _server


@pytest.fixture
def api(server: Server) -> Iterator[Api]:
    """The HTTP API for nobody in particular."""
    client = Api(server.url)
    yield client
    client.close()


@pytest.fixture
def arrive(api: Api) -> Iterator[Arrive]:
    """A visitor comes: `arrive("35000", reporter="victim")`; whoever came has gone when the test is over."""
    visitors: list[Visitor] = []

    def come(postal_code: str | None = "35000", **fields: object) -> Visitor:
        visitor = api.arrive(postal_code, **fields)
        visitors.append(visitor)
        return visitor

    yield come
    for visitor in visitors:
        visitor.post(f"{visitor.path}/end")


@pytest.fixture
def live(server: Server) -> Iterator[Callable[[], Live]]:
    """Opens connections to the live channel: `live()`; they are closed when the test is over."""
    opened: list[Live] = []

    def open_one() -> Live:
        connection = Live(server.live_url)
        opened.append(connection)
        return connection

    yield open_one
    for connection in opened:
        connection.close()


def _on_duty(api: Api, username: str) -> Desk:
    return api.sign_in(username, PASSWORD).available(CAPACITY)


@pytest.fixture
def police(api: Api) -> Desk:
    """A police officer on duty."""
    return _on_duty(api, "policiere")


@pytest.fixture
def police_colleague(api: Api) -> Desk:
    """Another police officer on duty."""
    return _on_duty(api, "policier")


@pytest.fixture
def gendarmerie(api: Api) -> Desk:
    """A gendarme on duty."""
    return _on_duty(api, "gendarme")


@pytest.fixture
def chief(api: Api) -> Desk:
    """The police officers' supervisor."""
    return _on_duty(api, "superviseuse")


@pytest.fixture
def clerk(api: Api) -> Desk:
    """An administrator: nothing to do with conversations."""
    return api.sign_in("administratrice", PASSWORD)
