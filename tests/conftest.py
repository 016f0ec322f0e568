"""The named cast and the things that tests may ask for.

Nobody here reaches another machine; whatever is started is stopped. In tests of rooms the people are rows of the
test's own transaction; in journeys they are the demonstration's accounts of a server of its own
(`tests/environment/server.py`).
"""

import gc
from collections.abc import Callable, Generator, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis

from permanence.accounts.models import Force, Officer, Role
from permanence.lib import limits
from permanence.vault.keyring import create_root
from tests.environment import network

pytest_plugins = ["tests.environment.servers", "tests.environment.databases", "tests.environment.browsers"]
hypothesis.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.load_profile("house")  # a busy machine is no counter-example

PASSWORD = "un mot de passe des essais"
NOW = datetime(2026, 3, 10, 2, 30, tzinfo=UTC)
"""Half past three at night in Rennes: an hour when the desk must not be empty."""

PAGES = ("tests/architecture/", "tests/administration/", "tests/portal/", "tests/ui/", "tests/deploy/")
"""What asks of a database nothing that differs from one to the other."""

MakeOfficer = Callable[..., Officer]


@pytest.fixture(autouse=True, scope="session")
def _no_other_machine() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        network.stay_here(patch)
        yield


@pytest.fixture(autouse=True, scope="session")
def _root_key() -> None:
    """The keys directory of this process: `serve --migrate` makes it, and tests of rooms never start one."""
    create_root(settings.PERMANENCE.master_key)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Thirteen thousand tests are made and all are kept: looking for garbage among them takes longer than they do."""
    usual = gc.get_threshold()
    gc.set_threshold(100_000, 20, 50)
    try:
        return (yield)
    finally:
        gc.set_threshold(*usual)
        gc.freeze()  # and they stay to the end


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, what does not depend on the database is not run a second time; on SQLite, what needs PostgreSQL
    is left to the other pass. Files that start browsers and servers come first: they last longest."""
    items.sort(key=_turn)
    if connection.vendor == "sqlite":
        other_pass = [item for item in items if item.get_closest_marker("postgresql")]
        items[:] = [item for item in items if item not in other_pass]
        config.hook.pytest_deselected(items=other_pass)
        return
    again, once = [], []
    for item in items:
        first_pass_only = not item.get_closest_marker("postgresql") and (
            item.get_closest_marker("browser")
            or item.get_closest_marker("once")
            or item.get_closest_marker("sqlite")
            or not _asks_a_database(item)
            or any(part in item.path.as_posix() for part in PAGES)
        )
        (once if first_pass_only else again).append(item)
    items[:] = again
    config.hook.pytest_deselected(items=once)


def _asks_a_database(item: pytest.Item) -> bool:
    """Whether pytest-django lets it reach one, or it starts what does; to any other test a database is forbidden."""
    named = set(getattr(item, "fixturenames", ()))
    marked = any(item.get_closest_marker(name) for name in ("django_db", "server"))
    return marked or bool(named & {"db", "transactional_db", "prepared", "bare"})


def _turn(item: pytest.Item) -> int:
    """Less than that of a later test; equal ones keep their random order."""
    if item.get_closest_marker("browser"):
        return 0
    return 1 if item.get_closest_marker("server") else 2


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Time stands still at `NOW`; `clock.shift(seconds)` moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def make_officer(db: None) -> MakeOfficer:
    """Creates an account: `make_officer("dupont", Role.OFFICER, Force.PN)`."""

    def make(username: str, role: Role = Role.OFFICER, force: str = "", **fields: Any) -> Officer:
        account = Officer(username=username, role=role, force=force, **fields)
        account.set_password(PASSWORD)
        account.save()
        return account

    return make


@pytest.fixture
def officer(make_officer: MakeOfficer) -> Officer:
    """A police officer on duty."""
    return make_officer("policiere", Role.OFFICER, Force.PN, rank="Brigadière-cheffe", first_name="Nadia")


@pytest.fixture
def colleague(make_officer: MakeOfficer) -> Officer:
    """Another police officer."""
    return make_officer("policier", Role.OFFICER, Force.PN, rank="Gardien de la paix", first_name="Hugo")


@pytest.fixture
def gendarme(make_officer: MakeOfficer) -> Officer:
    """An officer of the other force."""
    return make_officer("gendarme", Role.OFFICER, Force.GN, rank="Adjudante", first_name="Claire")


@pytest.fixture
def supervisor(make_officer: MakeOfficer) -> Officer:
    """The police officers' supervisor."""
    return make_officer("superviseuse", Role.SUPERVISOR, Force.PN, rank="Capitaine", first_name="Inès")


@pytest.fixture
def administrator(make_officer: MakeOfficer) -> Officer:
    """Creates accounts, settles communes; reads no conversation."""
    return make_officer("administratrice", Role.ADMINISTRATOR)


@pytest.fixture
def unit(make_officer: MakeOfficer) -> Officer:
    """A territorial unit's account."""
    return make_officer("unite", Role.UNIT, Force.PN, unit=1)


@pytest.fixture
def analyst(make_officer: MakeOfficer) -> Officer:
    """Sees figures without people."""
    return make_officer("analyste", Role.ANALYST)


@pytest.fixture
def commander(make_officer: MakeOfficer) -> Officer:
    """Sees figures, and who did what."""
    return make_officer("commandante", Role.COMMANDER)


@pytest.fixture
def stranger(make_officer: MakeOfficer) -> Officer:
    """Somebody who once had an account and left: it is deactivated."""
    return make_officer("partie", Role.OFFICER, Force.PN, is_active=False)


@pytest.fixture
def nobody() -> Client:
    """A browser in which nobody signed in."""
    return Client()


@pytest.fixture
def browser_of() -> Callable[[Officer], Client]:
    """The browser of somebody who signed in: `browser_of(officer).get(…)`."""

    def signed_in(account: Officer) -> Client:
        client = Client()
        client.force_login(account)
        return client

    return signed_in


@pytest.fixture(autouse=True)
def _nobody_is_slowed() -> Iterator[None]:
    """What one test asked for too often is not the next one's delay."""
    limits.forget()
    yield
    limits.forget()
