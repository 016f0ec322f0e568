"""What two million conversations cost the figures: `python -m bench.figures`. On PostgreSQL, at five sizes.

Lays conversations of six years into a throw-away cluster (`figures_seed`; half an hour for all sizes), counts them, and
measures at each size: the dashboard as a whole page, a change counted again, everything counted again and compared;
beside each, in the same run, what the bare database takes for the like. Exits with 1 where a promise is not kept, of the
clock and of CPU: a busy machine is no fault. `--sizes N …` for others, `--write` puts table and plot beside this file.
"""

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from typing import Any

import time_machine
from django.db import connection

from bench import cases, plot, results
from bench.servers import environment
from tests.environment import postgresql

SIZES = [125_000, 250_000, 500_000, 1_000_000, 2_000_000]
PAGE_MS, CHANGE_MS, RECOUNT_S = 300, 50, 60
TIMES = 15
NOW = datetime(2027, 11, 18, 9, 30, tzinfo=UTC)
"""A day in the middle of a month, the sixth year nearly over: the clock of the pages that are asked for."""
TITLE = "# What two million conversations cost the figures"
PLOT = Path(__file__).with_name("figures-cost.svg")
SETTINGS = {**postgresql.DURABLE, "shared_buffers": "1GB", "max_wal_size": "4GB", "maintenance_work_mem": "256MB"}
PAGES = {
    "all France, since 1 January": {},
    "one department, since 1 January": {"department": "01"},
    "one scope, since 1 January": {"scope": "couple_women"},
    "one force, since 1 January": {"force": "GN"},
    "broken months, 19 months": {"from": "2025-03-07", "to": "2026-09-23"},
    "broken months, one department": {"from": "2025-03-07", "to": "2026-09-23", "department": "01"},
    "the six years": {"from": "2022-01-01", "to": "2027-11-18"},
}


@dataclass
class Costs:
    """At one size."""

    size: int
    counts: dict[str, int] = field(default_factory=dict)
    pages: list[cases.Cost] = field(default_factory=list)
    rows_ms: float = 0
    """One figure asked of the rows themselves."""
    changes: dict[str, list[float]] = field(default_factory=dict)
    change_cpu_ms: float = 0
    """Of the slowest kind, on average."""
    commit_ms: float = 0
    recount_s: float = 0
    recount_cpu_s: float = 0
    scan_s: float = 0
    rebuild_s: float = 0
    memory_mb: float = 0
    sizes_mb: dict[str, float] = field(default_factory=dict)

    @property
    def change_ms(self) -> float:
        """The median of the slowest kind."""
        return max(median(took) for took in self.changes.values())


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(prog="python -m bench.figures", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--write", action="store_true", help="into RESULTS.md, and the plot")
    arguments = parser.parse_args()
    with (
        postgresql.cluster(postgresql.programs_or_install(), SETTINGS) as cluster,
        tempfile.TemporaryDirectory(prefix="permanence-bench-") as directory,
    ):
        os.environ.update(environment(Path(directory), cluster.url()), DJANGO_SETTINGS_MODULE="config.settings")
        import django

        django.setup()
        assert cluster.server is not None
        cases.DATABASE.append(cluster.server.pid)
        found = list(measured(sorted(arguments.sizes)))
    text = report(found)
    sys.stdout.write(text)
    if arguments.write:
        results.write(TITLE, text)
        PLOT.write_text(_plot(found), encoding="utf-8")
    if broken := list(_broken(found[-1])):
        sys.exit(f"promises not kept: {', '.join(broken)}")


def measured(sizes: list[int]) -> Iterator[Costs]:
    """The costs at each size, the database growing from one to the next."""
    from bench import figures_seed as seed
    from config import server

    server.migrate(quiet=True)
    seed.people()
    key, last = seed.key(), 0
    commander = cases.account("bench.commander", "analyst", "")
    for size in sizes:
        seed.conversations(last + 1, size, key)
        last = size
        costs = Costs(size, seed.counts())
        _recount(costs)
        _changes(costs)
        _pages(costs, commander)
        sys.stderr.write(f"{_line(costs)}\n")
        yield costs


def _recount(costs: Costs) -> None:
    from permanence.statistics import recount

    costs.rebuild_s, _ = _timed(recount.rebuild)
    _run("VACUUM (ANALYZE)")
    costs.scan_s, _ = _timed(lambda: _run(SCAN))
    cpu = cases.cpu_s()
    costs.recount_s, different = _timed(recount.check)
    costs.recount_cpu_s = cases.cpu_s() - cpu
    assert different == [], different[:3]
    costs.memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    for table in ("cell", "counted", "share"):
        costs.sizes_mb[table] = _one(f"SELECT pg_total_relation_size('statistics_{table}')") / 1e6


SCAN = """SELECT count(*), min(c.created_at), max(i.level), max(r.filed_at) FROM live_conversation c
JOIN desk_intake i ON i.conversation_id = c.id LEFT JOIN reports_report r ON r.conversation_id = c.id"""


def _changes(costs: Costs) -> None:
    """Each kind of change `TIMES` times, each on a conversation of its own, laid down and then counted again."""
    from permanence.casework.reports.models import Report
    from permanence.desk.models import Intake
    from permanence.interventions.models import Intervention, Step
    from permanence.statistics import keeping

    drafts = Report.objects.filter(filed_at=None, conversation__intake__mark="genuine").order_by("-opened_at")
    cancelled = Intervention.objects.filter(state="cancelled").exclude(steps__kind="arrive").order_by("-requested_at")
    answered = Intake.objects.filter(conversation__report__filed_at__isnull=False, mark="genuine").order_by(
        "-queued_at"
    )

    def filed(one: Any) -> Any:
        Report.objects.filter(pk=one.pk).update(filed_at=one.edited_at)
        return one.pk

    def stepped(one: Any) -> Any:
        Step.objects.create(intervention=one, number=9, kind="arrive", at=one.requested_at)
        return one.conversation_id

    def marked(one: Any) -> Any:
        Intake.objects.filter(pk=one.pk).update(mark="test")
        return one.pk

    for name, rows, change in (
        ("a report filed", drafts, filed),
        ("a step of an intervention", cancelled, stepped),
        ("marked a test", answered, marked),
    ):
        changed = [change(one) for one in rows[50 : 50 + TIMES]]
        cpu = cases.cpu_s()
        costs.changes[name] = [1000 * _timed(lambda pk=pk: keeping.recounted(pk))[0] for pk in changed]  # type: ignore[misc]
        costs.change_cpu_ms = max(costs.change_cpu_ms, 1000 * (cases.cpu_s() - cpu) / len(changed))
    bare = [_timed(lambda: _run("UPDATE statistics_cursor SET position = position"))[0] for _ in range(TIMES)]
    costs.commit_ms = 1000 * median(bare)


def _pages(costs: Costs, commander: Any) -> None:
    from permanence.casework.reports.queries import counted
    from permanence.statistics import paris

    of_women = counted().filter(victim_sex="female", facts__category="conjugal").distinct()
    begin, end = paris.bounds(date(2027, 1, 1), date(2027, 11, 18))
    this_year = of_women.filter(filed_at__gte=begin, filed_at__lt=end)
    costs.rows_ms = 1000 * median(_timed(this_year.count)[0] for _ in range(5))
    with time_machine.travel(NOW, tick=True):
        client = cases.browser(commander)
        for name, asked in PAGES.items():
            ask = lambda asked=asked: client.get("/brigade/chiffres/", asked, **cases.HOST)  # noqa: E731
            costs.pages.append(cases.measure(cases.Page(name, ask)))


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds, and what it answered."""
    began = time.perf_counter()
    answer = work()
    return time.perf_counter() - began, answer


def _run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _one(sql: str) -> float:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return float(cursor.fetchone()[0])


def _broken(costs: Costs) -> Iterator[str]:
    for cost in costs.pages:
        if min(cost.middle_ms, cost.cpu_ms) > PAGE_MS:
            yield f"{cost.name}: {cost.middle_ms:.0f} ms"
    for name, took in costs.changes.items():
        if min(median(took), costs.change_cpu_ms) > CHANGE_MS:
            yield f"{name}: {median(took):.0f} ms"
    if min(costs.recount_s, costs.recount_cpu_s) > RECOUNT_S:
        yield f"recount: {costs.recount_s:.0f} s"


def _line(costs: Costs) -> str:
    first, slowest = costs.pages[0], max(costs.pages, key=lambda cost: cost.middle_ms)
    changes = " / ".join(f"{median(took):.0f}" for took in costs.changes.values())
    return (
        f"| {costs.size:,} | {first.middle_ms:.0f} ({first.cpu_ms:.0f}) | {slowest.middle_ms:.0f} | {costs.rows_ms:.0f} "
        f"| {changes} ({costs.change_cpu_ms:.0f}) | {costs.commit_ms:.1f} | {costs.recount_s:.0f} ({costs.recount_cpu_s:.0f}) | {costs.scan_s:.1f} "
        f"| {costs.rebuild_s:.0f} | {costs.memory_mb:.0f} | {sum(costs.sizes_mb.values()):,.0f} |"
    )


def _plot(found: list[Costs]) -> str:
    panels = [
        plot.Panel("The dashboard, all France: CPU", "ms", PAGE_MS, [one.pages[0].cpu_ms for one in found]),
        plot.Panel("One change counted again: CPU", "ms", CHANGE_MS, [one.change_cpu_ms for one in found]),
        plot.Panel("Everything counted again: CPU", "s", RECOUNT_S, [one.recount_cpu_s for one in found]),
    ]
    return plot.svg("Cost of the figures against the number of conversations", [one.size for one in found], panels)


def report(found: list[Costs]) -> str:
    """The tables, with what they stand on."""
    from bench.__main__ import machine

    last = found[-1]
    known = ", ".join(f"{number:,} {name}" for name, number in last.counts.items())
    lines = "\n".join(map(_line, found))
    pages = "\n".join(cost.row for cost in last.pages)
    stored = ", ".join(f"{name}s {size:,.0f} MB" for name, size in last.sizes_mb.items())
    return f"""{TITLE}

Made by `python -m bench.figures --write`: {known} in the end, over the six years 2022 to 2027, each more than the one before,
on PostgreSQL with `fsync` and `synchronous_commit` on, `shared_buffers` 1 GB. The dashboard is the whole page through the
whole stack, asked for on 18 November 2027; a change is `keeping.recounted` of one conversation after its rows changed,
commit included (medians of {TIMES}); a recount is `recount.check`: every conversation counted again from its rows, and every
cell compared. Beside each, what the bare database takes in the same run: one figure of the dashboard (reports of
violence against women within couples since 1 January) asked of the rows, one row changed and committed, the rows of all
conversations, intakes and reports joined and looked at once. Milliseconds and seconds are of the clock, in parentheses
of CPU, server and database together. Server and database share the machine: {machine()}; load average
{os.getloadavg()[0]:.1f} at the end. The promises: {PAGE_MS} ms, {CHANGE_MS} ms, {RECOUNT_S} s.

| conversations | dashboard, ms (CPU) | slowest question, ms | one figure from the rows, ms | {" / ".join(last.changes)}, ms | bare commit, ms | recount, s (CPU) | bare reading, s | making all anew, s | memory, MB | aggregates, MB |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
{lines}

![Cost against size](figures-cost.svg)

Every question at {last.size:,} conversations. The aggregates: {stored}.

| dashboard | median, ms | worst, ms | of it the database, ms | CPU, ms | queries |
| --- | --- | --- | --- | --- | --- |
{pages}
"""


if __name__ == "__main__":
    main()
