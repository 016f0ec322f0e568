"""The drill: conversations under traffic while servers, database and network fail at random.

`python -m bench.drill --database postgresql --processes 2 --seconds 600 --seed 7`; the seed is printed, the exit is 1
when a promise was broken. Shorter drills are tests (`tests/chaos`).
"""

import argparse
import asyncio
import contextlib
import itertools
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from bench import servers
from bench.proxy import Proxy
from bench.resilient import Party
from tests.environment import postgresql, redis
from tests.environment.patience import PATIENCE_S
from tests.environment.redis import RedisServer

RECOVERY_S = 5.0
GIVEN_UP_S = 30
Fault = Callable[[], Awaitable[None]]


@dataclass
class Site:
    """What can fail: processes of the product, each perhaps behind a proxy, and a database."""

    variables: dict[str, str]
    ports: list[int]
    parties: list[dict[str, str]]
    cluster: postgresql.Cluster | None = None
    redis: RedisServer | None = None
    processes: dict[int, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    proxies: dict[int, Proxy] = field(default_factory=dict)

    def start(self, port: int) -> None:
        """Starts the process of a port and waits until it is ready."""
        self.processes[port] = servers.serve(port, self.variables)
        servers.wait_for(port, "/readyz")

    async def kill(self, port: int) -> None:
        """`kill -9` of one process, and its return."""
        self.processes[port].send_signal(signal.SIGKILL)
        self.processes[port].wait()
        await asyncio.sleep(0.3)
        await asyncio.to_thread(self.start, port)

    async def stop_gracefully(self, port: int) -> None:
        """SIGTERM to one process, and its return."""
        await asyncio.to_thread(servers.stop, self.processes[port])
        await asyncio.to_thread(self.start, port)

    async def crash_database(self) -> None:
        """An immediate stop of PostgreSQL, and its recovery."""
        assert self.cluster is not None
        await asyncio.to_thread(self.cluster.crash)
        await asyncio.sleep(0.5)
        await asyncio.to_thread(self.cluster.start)

    async def kill_redis(self) -> None:
        """`kill -9` of Redis, and its return, empty."""
        assert self.redis is not None
        await asyncio.to_thread(self.redis.stop)
        await asyncio.sleep(1)
        await asyncio.to_thread(self.redis.start)

    async def be_moody(self, port: int, mood: str, seconds: float = 2) -> None:
        """A proxy behaves badly for a while, then cuts what is left."""
        proxy = self.proxies[port]
        proxy.mood = mood  # type: ignore[assignment]
        await asyncio.sleep(seconds)
        proxy.mood = "plain"
        proxy.cut_all()

    def reached_at(self, port: int) -> int:
        """The port that clients use for a process."""
        return self.proxies[port].port if port in self.proxies else port


@contextlib.asynccontextmanager
async def site(
    conversations: int,
    *,
    on_postgresql: bool = False,
    processes: int = 1,
    proxied: bool = False,
    with_redis: bool = False,
) -> AsyncIterator[Site]:
    """A site of its own, with its conversations; nothing of it remains."""
    with contextlib.ExitStack() as stack:
        directory = stack.enter_context(tempfile.TemporaryDirectory(prefix="permanence-drill-"))
        cluster = None
        if on_postgresql:
            found = postgresql.programs_or_install()
            cluster = stack.enter_context(postgresql.cluster(found, postgresql.DURABLE))
        variables = servers.environment(Path(directory), cluster.url() if cluster else "")
        parties = await asyncio.to_thread(servers.prepare, conversations, variables)
        running = stack.enter_context(redis.server()) if with_redis else None
        variables["REDIS_URL"] = running.url if running else ""
        here = Site(variables, [servers.free_port() for _ in range(processes)], parties, cluster, running)
        try:
            for port in here.ports:
                await asyncio.to_thread(here.start, port)
                if proxied:
                    here.proxies[port] = await Proxy(port).start()
            yield here
        finally:
            for proxy in here.proxies.values():
                await proxy.stop()
            for process in here.processes.values():
                await asyncio.to_thread(servers.stop, process)


async def drill(
    here: Site, faults: list[Fault], *, pause_s: float = 1.0, every_s: float = 0.5, recovery_s: float = RECOVERY_S
) -> list[str]:
    """Traffic between all parties while the faults happen one after another; the promises broken, none if all held."""
    everybody = _everybody(here)
    lives = [asyncio.create_task(party.run()) for party in everybody]
    talks = [asyncio.create_task(_talk(party, every_s)) for party in everybody]
    broken: list[str] = []
    await asyncio.sleep(1 + pause_s)
    for fault in faults:
        await fault()
        took = await _until_all_answered(everybody, max(recovery_s, GIVEN_UP_S))
        if took > recovery_s:
            broken.append(f"recovery took {took:.1f} s: {_silent(everybody, time.monotonic() - took)}")
        await asyncio.sleep(pause_s)
    for talk in talks:
        talk.cancel()
    await _until_all_sent(everybody, broken)
    for life in lives:
        life.cancel()
    await asyncio.gather(*lives, *talks, return_exceptions=True)
    broken += await asyncio.to_thread(_compare, here, everybody)
    said = sum(len(party.witness.sent) for party in everybody)
    print(f"drill: {len(faults)} faults, {said} messages, {len(broken)} promises broken", file=sys.stderr)
    return broken


def _everybody(here: Site) -> list[Party]:
    found = []
    turns = itertools.cycle(here.ports)
    for one in here.parties:
        for opening in (
            {"type": "open", "conversation": one["conversation"], "secret": one["secret"]},
            {"type": "open", "token": one["token"]},
        ):
            port = next(turns)
            found.append(Party(_url(here, port), opening, one["conversation"]))
        next(turns)  # so that the two sides do not always share a process
    return found


def _url(here: Site, port: int) -> Callable[[], str]:
    return lambda: f"ws://127.0.0.1:{here.reached_at(port)}/live"


async def _talk(party: Party, every_s: float) -> None:
    for number in itertools.count(1):
        await asyncio.sleep(every_s * random.uniform(0.5, 1.5))
        await party.say(f"message {number}")


async def _until_all_answered(everybody: list[Party], given_up_s: float) -> float:
    """Seconds from now until every party has been answered."""
    began = time.monotonic()
    while time.monotonic() - began < given_up_s + 1:
        if all(party.witness.last_answer_at > began for party in everybody):
            break
        await asyncio.sleep(0.05)
    return time.monotonic() - began


def _silent(everybody: list[Party], since: float) -> str:
    """Who has not been answered since: which side, whether connected, how much it could not say."""
    return ", ".join(
        f"{'officer' if 'token' in party.opening else 'visitor'} of {party.conversation}"
        f" ({'connected' if party.is_connected else 'away'}, {len(party.unsent)} unsent)"
        for party in everybody
        if party.witness.last_answer_at <= since
    )


async def _until_all_sent(everybody: list[Party], broken: list[str]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while any(party.unsent for party in everybody) and time.monotonic() < deadline:
        await asyncio.sleep(0.1)
    unsent = sum(len(party.unsent) for party in everybody)
    if unsent:
        broken.append(f"{unsent} messages never acknowledged")
    while not _all_stand_level(everybody) and time.monotonic() < deadline:
        await asyncio.sleep(0.1)
    await asyncio.sleep(1)  # what should not come any more


def _all_stand_level(everybody: list[Party]) -> bool:
    """Whether each has heard what the other side of the conversation was acknowledged."""
    last: dict[str, int] = {}
    for party in everybody:
        known = max(party.witness.acknowledged.values(), default=0)
        last[party.conversation] = max(known, last.get(party.conversation, 0))
    return all(party.witness.stands_at() >= last[party.conversation] for party in everybody)


def _compare(here: Site, everybody: list[Party]) -> list[str]:
    """The store against the witnesses."""
    broken = []
    by_conversation = {party.conversation: [] for party in everybody}  # type: dict[str, list[Party]]
    for party in everybody:
        by_conversation[party.conversation].append(party)
    for one in here.parties:
        stored = _stored(here.ports[0], one)
        numbers = [message["seq"] for message in stored]
        if numbers != list(range(1, len(stored) + 1)):
            broken.append(f"numbers with holes or repeats: {numbers}")
        ids = {message["id"]: message["seq"] for message in stored}
        for party in by_conversation[one["conversation"]]:
            broken += party.witness.faults
            broken += _missing(party, ids, len(stored))
    return broken


def _missing(party: Party, ids: dict[str, int], last: int) -> list[str]:
    broken = []
    witness = party.witness
    for identifier, number in witness.acknowledged.items():
        if ids.get(identifier) != number:
            broken.append(f"acknowledged as {number}, stored as {ids.get(identifier)}")
    if witness.stands_at() != last:
        broken.append(f"a client stands at {witness.stands_at()}, the journal at {last}")
    return broken


def _stored(port: int, one: dict[str, str]) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    while True:
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}/api/v1/conversations/{one['conversation']}/messages?after={len(found)}&limit=500",
            headers={"Authorization": f"Bearer {one['secret']}"},
        )
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
            page = json.load(answer)["messages"]
        if not page:
            return found
        found += page


def random_faults(here: Site, seconds: float, seed: int) -> list[Fault]:
    """About one fault every five seconds."""
    chance = random.Random(seed)
    kinds: list[Callable[[int], Awaitable[None]]] = [here.kill, here.stop_gracefully]
    if here.proxies:
        for mood in ("slow", "cut", "half_close", "stall"):
            kinds.append(lambda port, mood=mood: here.be_moody(port, mood))
    if here.redis is not None:
        kinds.append(lambda _port: here.kill_redis())
    if here.cluster is not None:
        kinds.append(lambda _port: here.crash_database())
    plan = [(chance.choice(kinds), chance.choice(here.ports)) for _ in range(max(1, int(seconds / 5)))]
    return [lambda kind=kind, port=port: kind(port) for kind, port in plan]


async def _main(arguments: argparse.Namespace) -> list[str]:
    on_postgresql = arguments.database == "postgresql"
    async with site(
        arguments.conversations,
        on_postgresql=on_postgresql,
        processes=arguments.processes,
        proxied=True,
        with_redis=arguments.redis,
    ) as here:
        return await drill(here, random_faults(here, arguments.seconds, arguments.seed))


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description="Conversations under traffic while everything fails at random.")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--redis", action="store_true", help="hints between processes through Redis")
    parser.add_argument("--conversations", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    arguments = parser.parse_args()
    print(f"drill: seed {arguments.seed}", file=sys.stderr)
    broken = asyncio.run(_main(arguments))
    print("\n".join(broken) or "every promise held")
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
