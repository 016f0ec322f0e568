"""Where things are kept, by their addresses: the database and Redis; and how a bad setting is told.

Refuses what it does not understand with one line that names the variable and the cure.
"""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


class BadSetting(Exception):
    """A setting is missing or wrong; the message is one line for the operator, and begins with its variable."""

    @property
    def variable(self) -> str:
        """Its name; empty where the message is about something else."""
        first = str(self).split(" ", 1)[0].removesuffix("_FILE")
        return first if first.isupper() else ""


def redis(url: str) -> str:
    """The address of Redis, empty for none. Raises `BadSetting`."""
    if url and urlsplit(url).scheme not in ("redis", "rediss", "unix"):
        raise BadSetting("REDIS_URL is not understood: give redis://…, rediss://… or unix://…, or leave it unset")
    return url


def database(url: str, data_dir: Path) -> dict[str, Any]:
    """The database as Django wants it; without an address, SQLite in the data directory. Raises `BadSetting`."""
    if not url:
        return _sqlite(data_dir / "permanence.sqlite3")
    try:
        parts = urlsplit(url)
        number = str(parts.port or "")
    except ValueError:
        raise BadSetting("DATABASE_URL is not understood: its host or its port is malformed") from None
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path)))
    if parts.scheme in ("postgres", "postgresql"):
        query = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": query.pop("host", "") or unquote(parts.hostname or ""),
            "PORT": number,
            "OPTIONS": {"pool": {"min_size": 2, "max_size": 20, "timeout": 10}, **query},
        }
    raise BadSetting("DATABASE_URL is not understood: give postgresql://… or sqlite:///…, or leave it unset")


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
        },
    }
