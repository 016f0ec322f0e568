"""What the service stands on: its data directory, database, keys, Redis, and the files that browsers get."""

import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from config.check import Check, Finding, NotLookedAt, fault, first_line, ok
from config.check.settings import bad

ROOM = 1024**3
"""Bytes that must be free where data is kept: some weeks of conversations."""
CLOCKS_S = 2.0
"""Between this machine's clock and the database's: beats and deadlines are compared across machines."""
PATIENCE_S = 2.0


def data_directory() -> Iterator[Finding]:
    """It is there, may be written to, and has room."""
    path = settings.PERMANENCE.data_dir
    if not path.is_dir():
        yield fault(f"{path} is not a directory: `serve --migrate` makes it, or set PERMANENCE_DATA_DIR")
        return
    if not os.access(path, os.R_OK | os.W_OK | os.X_OK):
        yield fault(f"{path} cannot be written to by this account: give it to the account that serves")
        return
    free = shutil.disk_usage(path).free
    if free < ROOM:
        yield fault(f"{path} has {free // 1024**2} MB left: make room, at least {ROOM // 1024**2} MB")
        return
    yield ok(f"{path}, {free // 1024**3} GB free")


def database() -> Iterator[Finding]:
    """It answers, its schema is this program's, it keeps what it says it kept."""
    if "DATABASE_URL" in bad:
        raise NotLookedAt("DATABASE_URL is wrong")
    kind = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
    lacking = _lacking_file()
    if lacking:
        yield fault(f"there is no database at {lacking}: `serve --migrate` makes it")
        return
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        yield fault(f"{kind} does not answer ({first_line(error)}): see DATABASE_URL, and whether it runs")
        return
    found = [*_schema(), *(_postgresql() if connection.vendor == "postgresql" else ())]
    yield from found
    if not found:
        yield ok(f"{kind}, its schema is this program's")


def keys() -> Iterator[Finding]:
    """The keys at hand open this database."""
    demand_schema()
    if "PERMANENCE_MASTER_KEY" in bad:
        raise NotLookedAt("PERMANENCE_MASTER_KEY is wrong")
    from permanence.vault import fitness

    found = [fault(line) for line in fitness.faults()]
    yield from found
    if not found:
        yield ok("they open this database (`permanence keys check` opens every one)")


def redis() -> Iterator[Finding]:
    """Where the settings name one, it answers."""
    url = settings.PERMANENCE.redis_url
    if not url:
        return
    from redis import Redis
    from redis.backoff import NoBackoff
    from redis.exceptions import RedisError
    from redis.retry import Retry

    try:
        client = Redis.from_url(
            url, socket_connect_timeout=PATIENCE_S, socket_timeout=PATIENCE_S, retry=Retry(NoBackoff(), 0)
        )
        with client:
            client.ping()
    except (RedisError, OSError, ValueError) as error:
        where = urlsplit(url).hostname or "its socket"
        yield fault(f"Redis at {where} does not answer ({type(error).__name__}): see REDIS_URL, or leave it unset")
    else:
        yield ok("Redis answers")


def assets() -> Iterator[Finding]:
    """Style sheets and scripts are made."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    yield (
        ok("style sheets and scripts are made")
        if manifest.exists()
        else fault("style sheets and scripts are not made: run `make install`")
    )


def demand_schema() -> None:
    """Raises `NotLookedAt` unless the database answers with this program's schema."""
    if named := {"DATABASE_URL", "PERMANENCE_DATA_DIR"} & bad.keys():
        raise NotLookedAt(f"{named.pop()} is wrong")
    if _lacking_file():
        raise NotLookedAt("there is no database")
    try:
        behind = list(_schema())
    except DatabaseError:
        raise NotLookedAt("the database does not answer") from None
    if behind:
        raise NotLookedAt("the database's schema is not this program's")


def _lacking_file() -> Path | None:
    """SQLite would make an empty database where there is none: it is not asked."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or connection.connection is not None or "mode=memory" in name:
        return None
    return None if Path(name).exists() else Path(name)


def _schema() -> Iterator[Finding]:
    from django.db.migrations.executor import MigrationExecutor

    loader = (executor := MigrationExecutor(connection)).loader
    if executor.migration_plan(loader.graph.leaf_nodes()):
        yield fault("the database's schema is missing or old: back up, then `serve --migrate`")
    unknown = [name for name in loader.applied_migrations if name not in loader.graph.nodes]
    if [name for name in unknown if name[0] in loader.migrated_apps]:
        yield fault("the database's schema is a newer program's: install that one, or restore its backup")


def _postgresql() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('synchronous_commit'), current_setting('fsync'), clock_timestamp()")
        commit, fsync, theirs = cursor.fetchone()
    if "off" in (commit, fsync):
        yield fault("PostgreSQL does not wait for its disk: set synchronous_commit and fsync to on")
    yield from _clock(theirs)


def _clock(theirs: datetime) -> Iterator[Finding]:
    apart = abs((timezone.now() - theirs).total_seconds())
    if apart > CLOCKS_S:
        yield fault(f"this machine's clock and the database's are {apart:.0f} s apart: set both by NTP")


CHECKS = [
    Check("data directory", data_directory),
    Check("database", database),
    Check("keys", keys),
    Check("redis", redis),
    Check("pages", assets),
]
