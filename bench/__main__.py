"""`python -m bench`: everything side by side in one run, medians of several rounds, results in RESULTS.md."""

import argparse
import os
import platform
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from bench import flood, idle, servers
from bench.servers import Measured
from tests.environment import postgresql

WARM_S = 4
"""By then the process of the periodic work has started too, which takes a second of a core."""
RESULTS = Path(__file__).with_name("RESULTS.md")
Start = Callable[[int], AbstractContextManager[Measured]]


@dataclass
class Line:
    """One subject at one size, over the rounds."""

    subject: str
    conversations: int
    per_second: list[float] = field(default_factory=list)
    cpu_per_1000: list[float] = field(default_factory=list)
    ack: list[dict[str, float]] = field(default_factory=list)
    delivery: list[dict[str, float]] = field(default_factory=list)
    load_cores: list[float] = field(default_factory=list)

    def add(self, result: dict[str, Any], cpu_s: float) -> None:
        """One round."""
        self.per_second.append(result["per_second"])
        self.cpu_per_1000.append(1000 * cpu_s / max(1, result["messages"]))
        self.ack.append(result["ack_ms"])
        self.delivery.append(result["delivery_ms"])
        self.load_cores.append(result["load_cpu_s"] / result["seconds"])

    def row(self, ceiling: float) -> str:
        """A line of the table."""
        rate = median(self.per_second)
        return (
            f"| {self.subject} | {self.conversations} | {rate:,.0f} | {rate / ceiling:.2f} | "
            f"{median(self.cpu_per_1000):.3f} | {_both(self.ack)} | {_both(self.delivery)} | "
            f"{median(self.load_cores):.2f} |"
        )


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--conversations", type=int, nargs="+", default=[50, 500])
    parser.add_argument("--only", nargs="*", help="of: echo, sqlite, postgresql, postgresql-2")
    parser.add_argument("--no-idle", action="store_true", help="leave out memory of idle connections and start time")
    parser.add_argument("--print", action="store_true", help="print only, leave RESULTS.md as it is")
    arguments = parser.parse_args()
    with _cluster() as url:
        lines = _measure(_subjects(url), arguments)
        memory = "" if arguments.no_idle else idle.report(url) + flood.report(url)
    text = _report(lines, memory, arguments)
    print(text)
    if not arguments.print:
        _, title, rest = RESULTS.read_text(encoding="utf-8").partition("# What two hundred thousand cases cost")
        RESULTS.write_text(f"{text.rstrip()}\n\n{title}{rest}" if title else text, encoding="utf-8")


@contextmanager
def _cluster() -> Iterator[str]:
    with postgresql.cluster(postgresql.programs_or_install(), postgresql.DURABLE) as cluster:
        yield cluster.url()


def _subjects(url: str) -> dict[str, Start]:
    @contextmanager
    def on_postgresql(count: int, processes: int) -> Iterator[Measured]:
        database = postgresql.new_database(url)
        try:
            with servers.product(count, database=database, processes=processes) as measured:
                yield measured
        finally:
            postgresql.drop_database(database)

    return {
        "echo": lambda _count: servers.echo(),
        "sqlite": servers.product,
        "postgresql": lambda count: on_postgresql(count, 1),
        "postgresql-2": lambda count: on_postgresql(count, 2),
    }


def _measure(subjects: dict[str, Start], arguments: argparse.Namespace) -> list[Line]:
    wanted = [name for name in subjects if not arguments.only or name in arguments.only]
    lines = {(name, count): Line(name, count) for count in arguments.conversations for name in wanted}
    for number in range(arguments.rounds):
        for (name, count), line in lines.items():
            with subjects[name](count) as server:
                plan = {"connections": 2 * count, "warm_s": WARM_S, "measure_s": arguments.seconds}
                result, cpu_s = servers.load(server, **plan)
            line.add(result, cpu_s)
            print(f"round {number + 1}: {name} {count}: {result['per_second']:,.0f}/s", file=sys.stderr, flush=True)
    return list(lines.values())


def _report(lines: list[Line], memory: str, arguments: argparse.Namespace) -> str:
    ceilings = {line.conversations: median(line.per_second) for line in lines if line.subject == "echo"}
    rows = "\n".join(line.row(ceilings.get(line.conversations, float("inf"))) for line in lines)
    return f"""# What a message costs

Made by `python -m bench` (`make bench`): {arguments.rounds} rounds of {arguments.seconds:g} s, every subject in turn within each round,
medians. Two-party conversations in closed loop: each side sends its next message of 120 bytes of French when the former
one was acknowledged. The product: sealed, audited, every acknowledged message on disk (SQLite `synchronous=FULL`,
PostgreSQL `fsync` and `synchronous_commit` on), limits counted, none reached. The echo: a bare WebSocket echo under the same server
with the same options, one message there and back. Server, database and load generator share the machine:
{machine()}.

| subject | conversations | messages/s | of the echo | server CPU s / 1,000 | to ack, ms (p50 / p99) | to delivery, ms (p50 / p99) | cores of the load |
| --- | --- | --- | --- | --- | --- | --- | --- |
{rows}

`postgresql-2`: two processes behind one database, the two sides of half the conversations on different ones. Server CPU
is that of the product's processes; the database's own is not in it.
{memory}"""


def _both(values: list[dict[str, float]]) -> str:
    known = [value for value in values if value]
    if not known:
        return "–"
    return f"{median(v['p50'] for v in known):.1f} / {median(v['p99'] for v in known):.1f}"


def machine() -> str:
    """On what was measured, in one line."""
    cpu = next((line.split(":")[1].strip() for line in _cpuinfo() if line.startswith("model name")), platform.machine())
    release = f"{platform.system()} {'.'.join(platform.release().split('.')[:2])}"
    return f"{os.cpu_count()} cores ({cpu}), {release}, Python {platform.python_version()}"


def _cpuinfo() -> list[str]:
    try:
        return Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


if __name__ == "__main__":
    main()
