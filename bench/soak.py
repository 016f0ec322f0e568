"""Ten minutes of ordinary work: conversations that talk, people who come and go; does the server's memory grow?

`python -m bench.soak --seconds 600`: a line every half minute, the last says by how much it grew since the third part.
"""

import argparse
import asyncio
import sys
import time

from bench import people, servers
from bench.people import Voice
from bench.servers import Measured
from tests.environment import postgresql

CONVERSATIONS = 40
VISITS_A_SECOND = 20
MESSAGES_A_SECOND = 400
EVERY_S = 30


async def soak(server: Measured, seconds: float) -> tuple[float, float, int]:
    """Megabytes after a third of the time and at its end, and the messages between."""
    talkers = [await people.visitor(server, number) for number in range(CONVERSATIONS)]
    work = [asyncio.create_task(one) for one in (_talk(talkers), _come_and_go(server))]
    began, third = time.monotonic(), 0.0
    said_before = 0
    try:
        while (passed := time.monotonic() - began) < seconds:
            await asyncio.sleep(min(EVERY_S, seconds - passed))
            said = sum(len(voice.took) for voice in talkers)
            print(f"{time.monotonic() - began:5.0f} s {_megabytes(server):7.1f} MB {said:8d} messages", file=sys.stderr)
            if not third and time.monotonic() - began >= seconds / 3:
                third, said_before = _megabytes(server), said
        return third, _megabytes(server), sum(len(voice.took) for voice in talkers) - said_before
    finally:
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)


async def _talk(talkers: list[Voice]) -> None:
    while True:
        for voice in talkers:
            voice.say()
            await asyncio.sleep(1 / MESSAGES_A_SECOND)


async def _come_and_go(server: Measured) -> None:
    """Connections that open, stay a moment, and leave or vanish."""
    assert server.parties is not None
    turn = 0
    while True:
        turn += 1
        one = server.parties[turn % len(server.parties)]
        opening = people.as_officer(one) if turn % 2 else people.as_visitor(one)
        voice = Voice(opening, one["conversation"])
        await people.connect(server, voice)
        await asyncio.sleep(1 / VISITS_A_SECOND)
        if turn % 3:
            voice.transport.disconnect()
        else:
            voice.transport.underlying_transport.abort()


def _megabytes(server: Measured) -> float:
    return server.memory_kb() / 1024


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description="Ordinary work for a while: does the server's memory grow?")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="postgresql")
    parser.add_argument("--seconds", type=float, default=600)
    arguments = parser.parse_args()
    if arguments.database == "sqlite":
        with servers.product(CONVERSATIONS) as server:
            _tell(asyncio.run(soak(server, arguments.seconds)))
        return
    with (
        postgresql.cluster(postgresql.programs_or_install(), postgresql.DURABLE) as cluster,
        servers.product(CONVERSATIONS, database=cluster.url()) as server,
    ):
        _tell(asyncio.run(soak(server, arguments.seconds)))


def _tell(outcome: tuple[float, float, int]) -> None:
    third, last, messages = outcome
    print(f"after a third {third:.1f} MB, at the end {last:.1f} MB, {messages:,} messages between")


if __name__ == "__main__":
    main()
