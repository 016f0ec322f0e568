"""What two hundred thousand cases cost: `python -m bench.cases`. Every list and search page, on PostgreSQL.

Seeds a throw-away cluster (`cases_seed`; some minutes), then asks for each page in this process, through the whole
stack of the product: milliseconds of server time (median and worst of `TIMES`), and how many questions it asked the
database. Exits with 1 where a page takes more than `CEILING_MS`, of the clock and of CPU: a busy machine is no fault. `--cases N` for another size, `--write` puts the table into
RESULTS.md.
"""

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

from django.db import connection

from bench import results, servers
from bench.servers import environment
from tests.environment import postgresql

CASES, TIMES, CEILING_MS = 200_000, 15, 150
TITLE = "# What two hundred thousand cases cost"
HOST = {"HTTP_HOST": "127.0.0.1"}
DATABASE: list[int] = []
"""The cluster's own process; those of its connections are its children."""


@dataclass(frozen=True)
class Page:
    """Something that is asked for: `ask()` asks once and answers the response."""

    name: str
    ask: Callable[[], Any]


@dataclass(frozen=True)
class Cost:
    """What a page costs."""

    name: str
    middle_ms: float
    worst_ms: float
    store_ms: float
    """Of the median: waiting for the database."""
    cpu_ms: float
    """Of this process and of the database, on average: what it takes whatever else the machine does."""
    questions: int

    @property
    def row(self) -> str:
        """A line of the table."""
        return f"| {self.name} | {self.middle_ms:.0f} | {self.worst_ms:.0f} | {self.store_ms:.0f} | {self.cpu_ms:.0f} | {self.questions} |"


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(prog="python -m bench.cases", description=__doc__)
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--write", action="store_true", help="into RESULTS.md")
    arguments = parser.parse_args()
    with (
        postgresql.cluster(postgresql.programs_or_install(), postgresql.DURABLE) as cluster,
        tempfile.TemporaryDirectory(prefix="permanence-bench-") as directory,
    ):
        os.environ.update(environment(Path(directory), cluster.url()), DJANGO_SETTINGS_MODULE="config.settings")
        import django

        django.setup()
        from bench.cases_seed import seed
        from config import server

        assert cluster.server is not None
        DATABASE.append(cluster.server.pid)
        server.migrate(quiet=True)
        counts = seed(arguments.cases)
        costs = [measure(page) for page in pages()]
    text = report(counts, costs)
    sys.stdout.write(text)
    if arguments.write:
        results.write(TITLE, text)
    if slow := [cost.name for cost in costs if min(cost.middle_ms, cost.cpu_ms) > CEILING_MS]:
        sys.exit(f"above {CEILING_MS} ms: {', '.join(slow)}")


def measure(page: Page) -> Cost:
    """Asks once to warm up, then `TIMES` times against the clock, counting."""
    answer = page.ask()
    assert answer.status_code == 200, f"{page.name}: {answer.status_code} {answer.content[:300]!r}"
    took, asked, used = [], _Questions(), cpu_s()
    with connection.execute_wrapper(asked):
        for _ in range(TIMES):
            asked.all.clear()
            began = time.perf_counter()
            page.ask()
            took.append(1000 * (time.perf_counter() - began))
            asked.spent.append(sum(ms for ms, _ in asked.all))
    used = 1000 * (cpu_s() - used) / TIMES
    cost = Cost(page.name, median(took), max(took), median(asked.spent), used, len(asked.all))
    sys.stderr.write(f"{cost.row}\n")
    if cost.middle_ms > CEILING_MS:
        sys.stderr.write("".join(f"  {ms:.0f} ms: {sql[:1500]}\n" for ms, sql in sorted(asked.all)[-2:]))
    return cost


def cpu_s() -> float:
    """Of this process, of those it started that have ended, and of the database's connections, which the pool keeps."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    database = sum(servers.cpu_of(pid) for pid in DATABASE)
    return time.process_time() + ended.ru_utime + ended.ru_stime + database


class _Questions:
    """What was asked of the database, and how long each took."""

    def __init__(self) -> None:
        self.all: list[tuple[float, str]] = []
        self.spent: list[float] = []

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.all.append((1000 * (time.perf_counter() - began), sql))


def pages() -> Iterator[Page]:
    """Everything that lists or searches cases, to an officer, a supervisor and a unit; and a whole case."""
    from permanence.accounts.models import Officer

    officer = Officer.objects.filter(username="bench.0").get()
    chief = account("bench.chief", "supervisor", "PN")
    yield from _searches("officer", officer)
    yield from _searches("supervisor", chief)
    yield from _case(chief)
    yield from _unit()


def _searches(who: str, account: Any) -> Iterator[Page]:
    from django.utils import timezone

    from permanence.casework.reports import identities
    from permanence.casework.reports.models import Identity, Report
    from permanence.desk.models import Intake

    client = browser(account)
    yield Page(f"{who}: the list", lambda: client.get("/brigade/dossiers/", **HOST))
    theirs = Intake.objects.filter(officer=account) if who == "officer" else Intake.objects.filter(force=account.force)
    known = Report.objects.filter(pk__in=theirs.values("pk")).order_by("opened_at")
    some = known[known.count() // 2]
    name = "Jeanne Essai"
    Identity.objects.filter(report=some, field="name").update(hashed=identities.hashed("name", name))
    today = timezone.localdate()
    month = {"opened_from": f"{today - timedelta(days=300)}", "opened_until": f"{today - timedelta(days=270)}"}
    asked: dict[str, dict[str, str]] = {
        "reference": {"reference": some.reference},
        "name": {"name": name},
        "telephone": {"telephone": "06 00 00 00 01"},
        "state, draft": {"state": "draft"},
        "state, filed": {"state": "filed"},
        "referral, confirmed": {"state": "referral:confirmed"},
        "outcome": {"state": "outcome:complaint"},
        "unit": {"unit": "commissariat de police n° 12"},
        "a month": month,
        "danger": {"danger": "on"},
        "violence, a month": {"category": "sexual", **month},
        "violence, state": {"category": "discrimination", "state": "filed"},
        "outcome, violence, danger, a month": {
            "state": "outcome:not_come", "category": "sexist", "danger": "on", **month,
        },
        "unit, outcome, danger": {"unit": "n° 12", "state": "outcome:complaint", "danger": "on"},
        "everything, nothing found": {
            "name": name, "unit": "n° 3", "state": "outcome:not_come", "category": "sexist", "danger": "on", **month,
        },
    }  # fmt: skip
    if who == "supervisor":
        asked["mine"] = {"mine": "on"}
    for words, criteria in asked.items():
        address = client.post("/brigade/dossiers/", criteria, **HOST).headers["Location"]
        yield Page(f"{who}: by {words}", lambda address=address: client.get(address, **HOST))  # type: ignore[misc]
    deep = f"{some.edited_at.isoformat()} {some.pk}"
    yield Page(f"{who}: far down the list", lambda: client.get("/brigade/dossiers/", {"apres": deep}, **HOST))


def _case(chief: Any) -> Iterator[Page]:
    from permanence.casework.referrals.models import Referral

    report = Referral.objects.filter(force="PN", state="confirmed").order_by("-sent_at")[5].report
    client, call = browser(chief), _application(chief)
    yield Page("a whole case", lambda: client.get(f"/brigade/dossiers/{report.pk}/", **HOST))
    of_it = f"/desk/conversations/{report.pk}"
    for path in (
        of_it, f"{of_it}/report", f"{of_it}/report/versions", f"{of_it}/danger", f"{of_it}/danger/history",
        f"{of_it}/referrals", f"{of_it}/attachments", "/desk/conversations", "/desk/conversations?state=active",
        "/desk/conversations?state=ended&cursor=5000", "/desk/queue", "/desk/directory?q=rennes",
        "/desk/directory?department=35&force=PN", f"/desk/directory?q=brigade&conversation={report.pk}",
    ):  # fmt: skip
        if not _exists(f"/api/v1{path}"):
            continue
        yield Page(f"GET {path.replace(str(report.pk), '{id}')}", lambda path=path: call(path))  # type: ignore[misc]


def _unit() -> Iterator[Page]:
    """The unit that was sent most."""
    from django.db.models import Count

    from permanence.casework.referrals.models import Referral

    most = Referral.objects.values("unit").annotate(sent=Count("pk")).order_by("-sent")[0]["unit"]
    receiver = account("bench.unit", "unit", "PN", unit=most)
    client, call = browser(receiver), _application(receiver)
    yield Page("GET /unit/referrals", lambda: call("/unit/referrals"))
    yield Page("GET /unit/calendar", lambda: call("/unit/calendar"))
    for path in filter(_exists, ("/unite/", "/unite/agenda/", "/unite/historique/")):
        yield Page(f"unit: {path}", lambda path=path: client.get(path, **HOST))  # type: ignore[misc]
    one = Referral.objects.filter(unit=most).order_by("-sent_at")[0]
    if one.state not in ("refused", "recalled"):
        yield Page("unit: a case", lambda: client.get(f"/unite/dossiers/{one.pk}/", **HOST))


def _exists(path: str) -> bool:
    """A part that is not there yet costs nothing."""
    from django.urls import Resolver404, resolve

    try:
        return bool(resolve(path.partition("?")[0]))
    except Resolver404:
        sys.stderr.write(f"not there: {path}\n")
        return False


def account(username: str, role: str, force: str, **more: Any) -> Any:
    from permanence.accounts.models import Officer

    return Officer.objects.create(username=username, role=role, force=force, rank="Major", first_name="Essai", **more)


def browser(account: Any) -> Any:
    from django.test import Client

    client = Client()
    client.force_login(account)
    return client


def _application(account: Any) -> Callable[[str], Any]:
    from django.test import Client

    from permanence.accounts import sessions

    client, token = Client(), sessions.issue(account).token
    return lambda path: client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {token}"}, **HOST)


def report(counts: dict[str, int], costs: list[Cost]) -> str:
    """The table, with what it stands on."""
    from bench.__main__ import machine

    known = ", ".join(f"{number:,} {name}" for name, number in counts.items())
    rows = "\n".join(cost.row for cost in costs)
    return f"""{TITLE}

Made by `python -m bench.cases --write`: {known}, over three years, on PostgreSQL with `fsync` on. Server time of each page
through the whole stack of the product (session or token, policy, audit row, template), one at a time, {TIMES} times; the
ceiling is {CEILING_MS} ms for the median. Queries: all that the page asks of the database, its session and its row in the
journal included. CPU: of server and database together, which other load of the machine does not change as it changes
the times. Server and database share the machine: {machine()}; load average {os.getloadavg()[0]:.1f} at the end.

| page | median, ms | worst, ms | of it the database, ms | CPU, ms | queries |
| --- | --- | --- | --- | --- | --- |
{rows}
"""


if __name__ == "__main__":
    main()
