"""Asynchronous connections to Django's PostgreSQL database, each of its user alone, outside Django's pool."""

from typing import Any

import psycopg
from django.db import connection

NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
CONNECT_S = 5


async def connect() -> psycopg.AsyncConnection[Any]:
    """A new connection in autocommit, with the options of the settings. Raises `psycopg.Error`."""
    given = connection.settings_dict
    options = {name: value for name, value in given["OPTIONS"].items() if name != "pool"}
    wanted = {name: given[ours] for name, ours in NAMES.items() if given[ours]}
    return await psycopg.AsyncConnection.connect(autocommit=True, **{"connect_timeout": CONNECT_S, **options, **wanted})
