"""The way from the event loop to the database: a few threads of this process, each with a connection that it keeps.

A broken connection is dropped after the failure, so that the next call gets a fresh one.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, ParamSpec, TypeVar

from django.db import DatabaseError, InterfaceError, connections

from permanence.lib.errors import Unavailable

P = ParamSpec("P")
T = TypeVar("T")

READERS = 3

_readers = ThreadPoolExecutor(READERS, thread_name_prefix="live-read")


async def in_store(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Runs a short piece of work that touches the database. Raises `Unavailable` where the database fails."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_readers, partial(_guarded, function, *args, **kwargs))


def _guarded(function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    try:
        return function(*args, **kwargs)
    except (DatabaseError, InterfaceError) as error:
        connections.close_all()
        raise Unavailable("Le message n’a pas pu être enregistré. Il reste affiché : réessayez.") from error
