"""Starting the server: schema, fitness, uvicorn."""

import gc
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import uvicorn
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from uvicorn.supervisors import multiprocess

from config.stores import BadSetting

APPLICATION = "config.asgi:application"
LONGEST_FRAME = 256 * 1024
GRACE_S = 5
EACH_MS, SHORTEST_MS, LONGEST_MS = 10, 300, 5_000
"""Before a stop, clients are asked to come back spread over this long: so much for each, within these bounds."""


class Server(uvicorn.Server):
    """Says goodbye on the live channel before it stops, when nobody new can come in any more."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """See `uvicorn.Server`."""
        from permanence.live.socket import connections, farewell

        for listener in self.servers:
            listener.close()
        await farewell(min(LONGEST_MS, max(SHORTEST_MS, EACH_MS * len(connections))))
        await super().shutdown(sockets)


class Worker(multiprocess.Process):
    """One of several processes on one port, with a server that says goodbye."""

    @property
    def server(self) -> uvicorn.Server:
        """See `uvicorn.supervisors.multiprocess.Process`."""
        if self._server is None:
            self._server = Server(self.config)
        return self._server


def migrate(*, quiet: bool = False) -> None:
    """Creates or upgrades the schema and loads what the product carries; nothing to do takes a moment."""
    from permanence.audit.journal import OPERATOR
    from permanence.desk.craft import actions as craft
    from permanence.territory import actions as territory
    from permanence.vault import actions as vault

    _check_edition()
    with _nothing_thrown_away():
        call_command("migrate", interactive=False, verbosity=0 if quiet else 1)
        vault.prepare()
        check_keys()
        territory.load_embedded(by=OPERATOR)
        craft.load_replies(by=OPERATOR)


@contextmanager
def _nothing_thrown_away() -> Iterator[None]:
    """A first start makes millions of objects that stay until it is done: searching them for garbage took a third of
    its time. Costs 120 MB for those seconds."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect()


def check_keys() -> None:
    """Refuses to go on with keys that do not open this database. Raises `KeyFault` with one line."""
    from permanence.vault import actions, fitness

    fitness.demand()
    actions.remove_destroyed()


def check_workers(workers: int) -> None:
    """Refuses more processes than the database can serve. Raises `BadSetting`."""
    if workers > 1 and connection.vendor == "sqlite":
        raise BadSetting("more than one worker needs PostgreSQL: set DATABASE_URL, or leave --workers at 1")


def check_fit() -> None:
    """Refuses to open to the public what must not be. Raises `BadSetting`."""
    from permanence.accounts.models import Officer
    from permanence.territory.models import Department

    _check_schema()
    check_keys()
    if settings.PERMANENCE.demonstration or Officer.objects.filter(is_demonstration=True).exists():
        raise BadSetting(
            "this database holds demonstration accounts: `serve` does not open it to the public. "
            "Give PERMANENCE_DATA_DIR or DATABASE_URL of another one, or use `permanence demo`"
        )
    if not Department.objects.exists():
        raise BadSetting("the territory is not loaded: start once with --migrate")


def run(host: str, port: int, *, workers: int = 1, jobs: Literal["thread", "process", "off"]) -> None:
    """Serves until told to stop; `jobs`: where the periodic work is done. Raises `BadSetting` for a port in use."""
    check_port(host, port)
    os.environ["PERMANENCE_JOBS"] = jobs if workers == 1 else "off"
    options: dict[str, Any] = {
        "host": host,
        "port": port,
        "loop": "auto",
        "ws": "config.channel:Channel",
        "ws_per_message_deflate": False,
        "ws_max_size": LONGEST_FRAME,
        "ws_ping_interval": 20,
        "ws_ping_timeout": 20,
        "lifespan": "on",
        "access_log": False,
        "server_header": False,
        "timeout_graceful_shutdown": GRACE_S,
        "log_config": None,
    }
    if workers > 1:
        _run_workers(uvicorn.Config(APPLICATION, workers=workers, **options), jobs=jobs != "off")
    else:
        Server(uvicorn.Config(APPLICATION, **options)).run()


def _check_edition() -> None:
    """The first edition's keys came from the master key alone; what they sealed is not carried over (nothing of it was
    ever released)."""
    tables = set(connection.introspection.table_names())
    if "vault_datakey" not in tables or "vault_keyfile" in tables:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM vault_datakey) OR EXISTS (SELECT 1 FROM audit_entry)")
        (holds_something,) = cursor.fetchone()
    if holds_something:
        raise BadSetting(
            "this database was made by an earlier edition, whose keys this one does not read: "
            f"delete it (a demonstration: {settings.PERMANENCE.data_dir}) and start again"
        )


def _run_workers(config: uvicorn.Config, *, jobs: bool) -> None:
    """Several processes on one port; the periodic work, if any, once, here beside them."""
    from config.jobs import run_for_ever

    connection.close()
    multiprocess.Process = Worker  # type: ignore[misc]  # the supervisor names its class and asks for no other
    stop = threading.Event()
    beside = threading.Thread(target=run_for_ever, args=(stop,), name="jobs", daemon=True)
    if jobs:
        beside.start()
    multiprocess.Multiprocess(config, sockets=[config.bind_socket()]).run()
    stop.set()
    if jobs:
        beside.join(GRACE_S)


def _check_schema() -> None:
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise BadSetting("the database's schema is missing or old: start once with --migrate")


def check_port(host: str, port: int) -> None:
    """Raises `BadSetting` when somebody listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise BadSetting(f"cannot listen on {host}:{port} ({error.strerror}): choose another PORT") from None
