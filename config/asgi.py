"""The ASGI application: `/live` to the live channel, static files from memory, everything else to Django.

Its lifespan starts the repair of listeners, the relay between processes and, unless told otherwise, the periodic work.
"""

import asyncio
import contextlib
import gc
import os
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.conf import settings
from servestatic import ServeStaticASGI

from config import jobs, watchdog
from config.bodies import Handler
from permanence.desk import draining
from permanence.interventions import listening, watching
from permanence.live import relay_start
from permanence.live.repair import Repair
from permanence.live.socket import live
from permanence.statistics import visits

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

SWITCH_S = 0.001
"""The event loop gets the interpreter back from a thread of the store or of the jobs within this time."""
PERIODIC_WORK = {"thread": [jobs.run_in_a_thread], "process": [jobs.run_in_a_process]}
"""By `PERMANENCE_JOBS`, which `config/server.py` sets; any other word: it is done elsewhere."""
COLLECT = (50_000, 20, 20)
"""A message makes garbage that reference counts free; cycles are rare, looking for them often is not worth it."""
_year_s = 31_536_000
_pages = ServeStaticASGI(
    Handler(),
    root=str(settings.STATIC_ROOT),
    prefix="static",
    max_age=_year_s,
    immutable_file_test=r"^.+\.[0-9a-f]{12}\..+$",
)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Every connection of the server."""
    if scope["type"] == "websocket":
        if scope["path"] == "/live":
            await live(scope, receive, send)
        else:
            await receive()
            await send({"type": "websocket.close", "code": 4404})
    elif scope["type"] == "lifespan":
        await _lifespan(receive, send)
    else:
        await _pages(scope, receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    await receive()
    sys.setswitchinterval(SWITCH_S)
    gc.freeze()  # what start-up made stays: no need to look at it at every collection
    gc.set_threshold(*COLLECT)
    work = [Repair().for_ever, relay_start.run, relay_start.keep_presence, watchdog.run, watching.run, listening.run]
    work += [visits.run]
    work += [draining.run] if settings.PERMANENCE.push else []
    work += PERIODIC_WORK.get(os.environ.get("PERMANENCE_JOBS", "thread"), [])
    tasks = [asyncio.create_task(one()) for one in work]
    await send({"type": "lifespan.startup.complete"})
    await receive()
    for task in tasks:
        task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.gather(*tasks, return_exceptions=True)
    await send({"type": "lifespan.shutdown.complete"})
