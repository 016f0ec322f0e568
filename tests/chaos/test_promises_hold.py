"""Servers killed, a database stopped at once, a network that cuts and stalls: every promise of the channel holds.

Each is a short drill of `bench/drill.py` with sixty conversations under traffic; what was acknowledged is there once,
numbers have no hole, each client saw each message once and in order, and everybody is answered again: within five
seconds, as `python -m bench.drill` holds; here, whenever a busy machine comes to it.
"""

import asyncio
from collections.abc import Callable

import pytest
from django.db import connection

from bench import drill
from bench.drill import Fault, Site
from tests.environment.patience import PATIENCE_S

pytestmark = pytest.mark.server
CONVERSATIONS = 60
Plan = Callable[[Site], list[Fault]]


def held(faults: Plan, *, processes: int = 1, proxied: bool = False, with_redis: bool = False) -> list[str]:
    on_postgresql = connection.vendor == "postgresql"

    async def go() -> list[str]:
        async with drill.site(
            CONVERSATIONS,
            on_postgresql=on_postgresql,
            processes=processes,
            proxied=proxied,
            with_redis=with_redis,
        ) as here:
            return await drill.drill(here, faults(here), every_s=1, recovery_s=PATIENCE_S)

    return asyncio.run(go())


def test_the_server_is_killed_again_and_again() -> None:
    assert held(lambda here: [lambda: here.kill(here.ports[0])] * 2) == []


def test_the_network_cuts_stalls_and_half_closes() -> None:
    def moody(here: Site) -> list[Fault]:
        (port,) = here.ports
        return [
            lambda: here.be_moody(port, "cut"),
            lambda: here.be_moody(port, "half_close"),
            lambda: here.be_moody(port, "stall"),
            lambda: here.be_moody(port, "slow"),
        ]

    assert held(moody, proxied=True) == []


@pytest.mark.postgresql
def test_one_process_of_two_is_killed_then_the_database() -> None:
    def faults(here: Site) -> list[Fault]:
        first, second = here.ports
        return [lambda: here.kill(first), lambda: here.stop_gracefully(second), here.crash_database]

    assert held(faults, processes=2) == []


@pytest.mark.postgresql
def test_redis_is_killed_between_two_processes_and_one_of_them_after_it() -> None:
    def faults(here: Site) -> list[Fault]:
        return [here.kill_redis, lambda: here.kill(here.ports[0]), here.kill_redis]

    assert held(faults, processes=2, with_redis=True) == []
