"""Cases found, a page at a time, the last changed first; and how many there are, up to a thousand.

The number of questions to the database is the same whatever is found (tests/casework/search/test_counting.py).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from permanence.accounts.models import Officer, Role
from permanence.casework.assessment.models import Assessment
from permanence.casework.referrals.models import Referral
from permanence.casework.reports import identities
from permanence.casework.reports.models import Fact, Identity, Report
from permanence.casework.search.criteria import DRAFT, FILED, PERSON, Criteria
from permanence.desk.models import Intake
from permanence.desk.vocabulary import Exercise
from permanence.live import company
from permanence.territory.models import Unit

PAGE = 50
MOST = 1_000
"""Beyond, "more than a thousand" is said: nobody reads that many."""
UNITS = 200
ALL = 10_000_000
"""More than there are: a subquery that is limited is answered by itself, before the rows around it are looked at."""
A_YEAR = timedelta(days=366)
PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True)
class Found:
    """A page of cases; `count` never above `MOST + 1`; `following`: the cursor of the next page, empty at the end."""

    reports: list[Report]
    count: int
    following: str

    @property
    def words(self) -> str:
        """ "3 dossiers", "plus de 1 000 dossiers"."""
        if self.count > MOST:
            return "plus de 1 000 dossiers"
        return f"{self.count} dossier{'s' if self.count > 1 else ''}" if self.count else "aucun dossier"


def find(officer: Officer, criteria: Criteria, *, cursor: str = "") -> Found:
    """The cases that `officer` may find by `criteria`, after `cursor`."""
    rows = _matching(_visible(officer, mine=criteria.mine, exactly=criteria.names_one), criteria)
    known = list(rows.values_list("edited_at", "pk")[: MOST + 1])
    after = _position(cursor)
    if len(known) > MOST:  # so many that the index of the last change leads to a page of them at once
        ordered = _together(rows, criteria).order_by("-edited_at", "-pk")
        page = ordered.filter(Q(edited_at__lt=after[0]) | Q(edited_at=after[0], pk__lt=after[1])) if after else ordered
        found = list(_detailed(page[: PAGE + 1]))
    else:  # so few that the index would be walked to its end to find them
        left = sorted((place for place in known if after is None or place < after), reverse=True)
        found = list(_detailed(Report.objects.filter(pk__in=[pk for _, pk in left[: PAGE + 1]])))
        found.sort(key=lambda one: (one.edited_at, one.pk), reverse=True)
    following = _cursor(found[PAGE - 1]) if len(found) > PAGE else ""
    return Found([one for one in found[:PAGE] if criteria.mine or _is_theirs(officer, one)], len(known), following)


def _together(rows: "QuerySet[Report]", asked: Criteria) -> "QuerySet[Report]":
    """Those of a few units, or of a short time, are gathered and then put in order: in the index of the last change
    they lie far apart, or together at a distance that nobody knows."""
    until = date.fromisoformat(asked.opened_until) if asked.opened_until else timezone.localdate()
    is_short = bool(asked.opened_from) and until - date.fromisoformat(asked.opened_from) <= A_YEAR
    return Report.objects.filter(pk__in=rows.values("pk")[:ALL]) if is_short or asked.unit else rows


def is_unit(words: str) -> bool:
    """Whether a unit's name holds these words."""
    return Unit.objects.filter(name__icontains=words).exists()


def _visible(officer: Officer, *, mine: bool, exactly: bool) -> "QuerySet[Report]":
    """A supervisor: those of their force; everybody else, and with `mine`: what they hold, held last, filed, or are a
    guest in."""
    rows = Report.objects.all()
    if officer.role != Role.SUPERVISOR:
        apart = Exists(Intake.objects.filter(pk=OuterRef("pk"), exercise=Exercise.APART))
        rows = rows.filter(apart if officer.in_training else ~apart)
    if officer.role != Role.SUPERVISOR or mine:
        held = Intake.objects.filter(officer=officer).values_list("pk", flat=True)
        filed = Report.objects.filter(filed_by=officer).values_list("pk", flat=True)
        return rows.filter(pk__in=held.union(filed)) | rows.filter(pk__in=company.joined_by(officer.pk))
    if officer.force:
        return rows.filter(_of_force(officer, exactly=exactly))
    return rows


def _of_force(officer: Officer, *, exactly: bool) -> Q | Exists:
    """By the force of the report, which follows that of the conversation at the next thing kept; `exactly`: by that of
    the conversation itself, which costs a look at each."""
    if not exactly:
        return Q(force=officer.force)
    return Exists(Intake.objects.filter(pk=OuterRef("pk"), force__in=["", officer.force]))


def _is_theirs(officer: Officer, report: Report) -> bool:
    """Not of a conversation that has gone to the other force since: its page would refuse it."""
    force = report.conversation.intake.force
    return officer.role != Role.SUPERVISOR or not force or not officer.force or force == officer.force


def _matching(rows: "QuerySet[Report]", asked: Criteria) -> "QuerySet[Report]":
    if asked.reference:
        rows = rows.filter(reference=asked.reference)
    for field in PERSON:
        if value := getattr(asked, field):
            rows = rows.filter(pk__in=_known(field, value))
    if asked.unit:
        units = list(Unit.objects.filter(name__icontains=asked.unit).values_list("pk", flat=True)[:UNITS])
        rows = rows.filter(pk__in=Referral.objects.filter(unit__in=units).values("report")[:ALL])
    if asked.category:
        rows = rows.filter(pk__in=Fact.objects.filter(category=asked.category).values("report"))
    if asked.danger:
        rows = rows.filter(pk__in=Assessment.objects.filter(is_danger=True).values("pk"))
    return _during(_standing(rows, asked.state), asked)


def _known(field: str, value: str) -> Any:
    """The reports that hold this very value; none where it is not one."""
    return Identity.objects.filter(field=field, hashed=identities.hashed(field, value) or b"-").values("report")


def _standing(rows: "QuerySet[Report]", state: str) -> "QuerySet[Report]":
    if state in (DRAFT, FILED):
        return rows.filter(filed_at__isnull=state == DRAFT)
    kind, _, code = state.partition(":")
    if kind == "referral":
        return rows.filter(pk__in=Referral.objects.filter(state=code).values("report"))
    if kind == "outcome":
        return rows.filter(pk__in=Referral.objects.filter(outcome=code).values("report"))
    return rows


def _during(rows: "QuerySet[Report]", asked: Criteria) -> "QuerySet[Report]":
    if asked.opened_from:
        rows = rows.filter(opened_at__gte=_midnight(asked.opened_from))
    if asked.opened_until:
        rows = rows.filter(opened_at__lt=_midnight(asked.opened_until, days=1))
    return rows


def _midnight(day: str, *, days: int = 0) -> datetime:
    return datetime.combine(date.fromisoformat(day) + timedelta(days=days), time(), PARIS)


def _detailed(rows: "QuerySet[Report]") -> "QuerySet[Report]":
    """With all that a line of the list shows."""
    referrals = Referral.objects.select_related("unit", "partner").order_by("-sent_at")
    beside = rows.select_related("conversation__intake__officer", "conversation__assessment").defer("body", "witness")
    return beside.prefetch_related("facts", Prefetch("referrals", referrals))


def _cursor(last: Report) -> str:
    return f"{last.edited_at.astimezone(UTC).isoformat()} {last.pk}"


def _position(cursor: str) -> tuple[datetime, UUID] | None:
    """What the cursor names; None where it names nothing: from the beginning."""
    moment, _, name = cursor.partition(" ")
    try:
        at, pk = datetime.fromisoformat(moment), UUID(name)
    except ValueError:
        return None
    return (at, pk) if at.tzinfo else None


def last_referral(report: Report) -> Referral | None:
    """The one sent last, of what `find` brought."""
    return next(iter(report.referrals.all()), None)
