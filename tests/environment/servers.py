"""Fixtures: servers of the tests' own, and people who speak to them by HTTP and by the live channel."""

import base64
import fcntl
import json
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
    """Territory loaded, accounts made."""

    def prepare(data_dir: Path) -> str:
        server = _started_once(Server(data_dir, database_url=database()))
        for username, facts in CAST.items():
            server.run("officer", username, "--password", PASSWORD, *facts)
        return server.database_url

    return once_a_run(tmp_path_factory, "demonstration", prepare)


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """What `serve --migrate` makes of an empty directory with the keys of `DEPLOYMENT`: no account."""

    def prepare(data_dir: Path) -> str:
        server = Server(data_dir, database_url=database(), command="serve --migrate", **DEPLOYMENT)
        return _started_once(server).database_url

    return once_a_run(tmp_path_factory, "deployment", prepare)


def once_a_run(factory: pytest.TempPathFactory, name: str, prepare: Callable[[Path], str]) -> Prepared:
    """Done by whichever of the run's processes comes first; `prepare` answers the URL of the database."""
    own = factory.getbasetemp()
    home = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / name
    home.mkdir(exist_ok=True)
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = home / "database-url"
        if not done.exists():
            done.write_text(prepare(home / "data"))
        return Prepared(home / "data", done.read_text())


def _started_once(server: Server) -> Server:
    server.start()
    server.stop()
    return server


def copy_of(prepared: Prepared, home: Path, *, command: str = "demo --no-history", **variables: str) -> Server:
    """A server of its own on a copy of what was prepared, not yet started."""
    shutil.copytree(prepared.data_dir, home / "data")
    url = postgresql.new_database(OPERATING_DATABASE, prepared.database_url) if prepared.database_url else ""
    return Server(home / "data", database_url=url, command=command, **variables)


def deployed(bare: Prepared, home: Path, *, command: str = "serve --migrate") -> Server:
    """A server as in production, with its keys from the environment and nobody's account; not yet started."""
    return copy_of(bare, home, command=command, **DEPLOYMENT)


def with_keys_from_the_environment(prepared: Prepared, home: Path) -> Server:
    """The demonstration as a deployment has its keys: none in the data directory; not yet started."""
    server = copy_of(prepared, home, PERMANENCE_OTP="optional")
    file = server.data_dir / "demonstration-keys.json"
    kept = json.loads(file.read_text(encoding="utf-8"))
    file.unlink()
    server.variables |= {f"PERMANENCE_{name.upper()}": kept[name] for name in ("secret_key", "master_key")}
    return server


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


def signed_in(server: Server, api: Api, username: str) -> Desk:
    """Signs in once a file, unless the session has ended: a password is slow to check, on purpose."""
    if username in server.sessions:
        desk = Desk(api, server.sessions[username])
        if desk.get("desk/me").status_code == 200:
            return desk
    desk = api.sign_in(username, PASSWORD)
    server.sessions[username] = desk.session
    return desk


def _on_duty(server: Server, api: Api, username: str) -> Desk:
    return signed_in(server, api, username).available(CAPACITY)


@pytest.fixture
def police(server: Server, api: Api) -> Desk:
    """A police officer on duty."""
    return _on_duty(server, api, "policiere")


@pytest.fixture
def police_colleague(server: Server, api: Api) -> Desk:
    """Another police officer on duty."""
    return _on_duty(server, api, "policier")


@pytest.fixture
def gendarmerie(server: Server, api: Api) -> Desk:
    """A gendarme on duty."""
    return _on_duty(server, api, "gendarme")


@pytest.fixture
def chief(server: Server, api: Api) -> Desk:
    """The police officers' supervisor."""
    return _on_duty(server, api, "superviseuse")


@pytest.fixture
def clerk(server: Server, api: Api) -> Desk:
    """An administrator: nothing to do with conversations."""
    return signed_in(server, api, "administratrice")
