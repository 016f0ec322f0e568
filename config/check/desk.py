"""What the desk needs besides machinery: work that runs, the facts it tells, people who answer, at every hour."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from config.check import Check, Finding, Kind, fault, note, ok
from config.check.store import demand_schema

UNSEALED = 5_000
HOURS_KNOWN_FOR = timedelta(days=365)
"""A line's hours are worth telling for as long after the date of their source."""
ROSTER_WEEKS = 2
"""No hole may be left in so many weeks for a desk to open."""


def jobs() -> Iterator[Finding]:
    """The periodic work runs somewhere and keeps up."""
    demand_schema()
    from config import health
    from config import jobs as work
    from permanence.audit import chain

    age = work.age_s()
    if age is None or age > health.JOBS_LATE_AFTER_S:
        since = "never ran" if age is None else f"has been silent for {round(age)} s"
        yield fault(f"it {since}: start `permanence serve` or `permanence jobs`")
    elif (unsealed := chain.unsealed()) > UNSEALED:
        yield fault(f"{unsealed} entries of the audit journal wait for the sealer: see the log of `permanence jobs`")
    else:
        yield ok(f"it was heard of {round(age)} s ago")


def reference_data() -> Iterator[Finding]:
    """Places, numbers to call, prepared replies."""
    demand_schema()
    found = [*_places(), *_help_lines(), *_replies()]
    yield from found
    if not found:
        yield ok("territory, numbers to call and prepared replies are loaded")


def accounts() -> Iterator[Finding]:
    """Somebody of each force can answer, and nobody of a demonstration can sign in."""
    demand_schema()
    facts = list(_accounts())
    yield from facts
    if all(one.kind is not Kind.FAULT for one in facts):
        yield ok("each force has somebody to answer")


def roster() -> Iterator[Finding]:
    """Every half-hour of the coming weeks has somebody."""
    demand_schema()
    from permanence.accounts.models import Force
    from permanence.roster import queries

    holes = queries.holes(weeks=ROSTER_WEEKS)
    for force in Force:
        if force not in holes:
            yield fault(f"{force.label}: no shift was ever entered: enter the roster, or nobody knows who answers")
        elif found := holes[force]:
            more = f" (and {len(found) - 1} more in {ROSTER_WEEKS} weeks)" if len(found) > 1 else ""
            yield fault(
                f"{force.label}: not enough officers from {_when(found[0].starts_at)} to {_when(found[0].ends_at)}"
                f"{more}: enter shifts"
            )
        else:
            yield ok(f"{force.label}: no hole in the next {ROSTER_WEEKS} weeks")


def paging() -> Iterator[Finding]:
    """Somebody outside can be called when nobody inside answers."""
    demand_schema()
    from permanence.desk.paging import queries

    state = queries.state()
    if state.state == "none":
        yield fault("nobody can be called at night: set PERMANENCE_PAGE_WEBHOOK or PERMANENCE_PAGE_MAIL")
    for channel in state.failing:
        yield fault(f"the last calls by {channel} did not go out: see the log, then `permanence check --page`")
    if state.state == "ok":
        yield ok(f"configured; {state.open_alarms} alarms are open now")


def trial() -> Iterator[Finding]:
    """A call that says it is a trial goes out by every channel."""
    from permanence.desk.paging import channels

    for channel in channels.configured():
        try:
            channels.try_out(channel)
        except channels.NotSent as failure:
            yield fault(f"the trial by {channel} did not go out ({failure}): see its setting, and who receives it")
        else:
            yield ok(f"the trial went out by {channel}: ask whether it arrived")


def _when(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M} (Paris)"


def _accounts() -> Iterator[Finding]:
    from permanence.accounts.models import Force, Officer, Role

    active = Officer.objects.filter(is_active=True, in_training=False)
    if Officer.objects.filter(is_demonstration=True).exists():
        yield fault("this database holds demonstration accounts: `serve` does not open it; use another one")
    for force in Force:
        if not active.filter(role=Role.OFFICER, force=force).exists():
            yield fault(f"{force.label}: no officer has an account; `permanence officer NAME --role officer`")
        if not active.filter(role=Role.SUPERVISOR, force__in=["", force]).exists():
            yield note(f"{force.label}: no supervisor has an account")
    if not active.filter(role=Role.ADMINISTRATOR).exists():
        yield note("no administrator has an account: communes, numbers and accounts can be changed by commands only")


def _places() -> Iterator[Finding]:
    from permanence.territory.models import PostalCode, Unit

    if not PostalCode.objects.exists():
        yield fault("the territory is not loaded: start once with `serve --migrate`")
    elif not Unit.objects.filter(is_neutral=False).exists():
        yield note("units bear neutral names: `permanence territory import` loads the official list")


def _help_lines() -> Iterator[Finding]:
    from permanence.territory.models import HelpLine

    shown = HelpLine.objects.filter(withdrawn_at=None)
    for number in ("17", "112", "114"):
        if not shown.filter(number=number).exists():
            yield fault(f"the number {number} is shown to nobody: restore it in /administration/")
    old = shown.exclude(hours="", always_open=False).filter(dated_on__lt=timezone.localdate() - HOURS_KNOWN_FOR)
    if many := old.count():
        yield note(f"hours of {many} numbers have a source more than a year old: verify them in /administration/")


def _replies() -> Iterator[Finding]:
    from permanence.desk.craft.models import Reply

    if not Reply.objects.exists():
        yield fault("prepared replies are not loaded: start once with `serve --migrate`")


def connectors() -> Iterator[Finding]:
    """Interventions arrive at the systems of centres, where any is named."""
    demand_schema()
    from permanence.interventions.connectors import outbox, queries

    failing = {one.name: one for one in queries.failing()}
    for connector in outbox.configured():
        if one := failing.get(connector.name):
            yield fault(f"{one.name} has not answered since {_when(one.since)}; {one.waiting} messages wait: telephone")
        else:
            yield ok(f"{connector.name}: nothing waits for long")
    if not outbox.configured():
        yield note("no system of an operations centre is connected: they work at the console alone")


CHECKS = [
    Check("periodic work", jobs),
    Check("reference data", reference_data),
    Check("accounts", accounts),
    Check("roster", roster),
    Check("calls", paging),
    Check("connectors", connectors),
]
TRIALS = [Check("trial call", trial)]
"""What reaches somebody outside: only where it is asked for."""
