"""Cases found, a page at a time, the last changed first; and how many there are, up to a thousand.

The number of questions to the database is the same whatever is found (tests/casework/search/test_counting.py).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q, QuerySet

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
    rows = _matching(_visible(officer, mine=criteria.mine), criteria)
    count = rows.order_by()[: MOST + 1].count()
    page = list(_detailed(_after(rows, cursor).order_by("-edited_at", "-pk")[: PAGE + 1]))
    following = _cursor(page[PAGE - 1]) if len(page) > PAGE else ""
    return Found(page[:PAGE], count, following)


def is_unit(words: str) -> bool:
    """Whether a unit's name holds these words."""
    return Unit.objects.filter(name__icontains=words).exists()


def _visible(officer: Officer, *, mine: bool) -> "QuerySet[Report]":
    """A supervisor: those of their force; everybody else, and with `mine`: what they hold, held last, filed, or are a
    guest in."""
    rows = Report.objects.all()
    if officer.role != Role.SUPERVISOR:
        exercise = Q(conversation__intake__exercise=Exercise.APART)
        rows = rows.filter(exercise if officer.in_training else ~exercise)
    if officer.role != Role.SUPERVISOR or mine:
        held = Intake.objects.filter(officer=officer).values_list("pk", flat=True)
        filed = Report.objects.filter(filed_by=officer).values_list("pk", flat=True)
        return rows.filter(pk__in=held.union(filed)) | rows.filter(pk__in=company.joined_by(officer.pk))
    if officer.force:
        rows = rows.filter(conversation__intake__force__in=["", officer.force])
    return rows


def _matching(rows: "QuerySet[Report]", asked: Criteria) -> "QuerySet[Report]":
    if asked.reference:
        rows = rows.filter(reference=asked.reference)
    for field in PERSON:
        if value := getattr(asked, field):
            rows = rows.filter(pk__in=_known(field, value))
    if asked.unit:
        units = list(Unit.objects.filter(name__icontains=asked.unit).values_list("pk", flat=True)[:UNITS])
        rows = rows.filter(pk__in=Referral.objects.filter(unit__in=units).values("report"))
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
    return rows.select_related("conversation__intake__officer", "conversation__assessment").prefetch_related(
        "facts", Prefetch("referrals", referrals)
    )


def _cursor(last: Report) -> str:
    return f"{last.edited_at.astimezone(UTC).isoformat()} {last.pk}"


def _after(rows: "QuerySet[Report]", cursor: str) -> "QuerySet[Report]":
    """Those after the one that the cursor names; from the beginning where it names none."""
    moment, _, name = cursor.partition(" ")
    try:
        at, pk = datetime.fromisoformat(moment), UUID(name)
    except ValueError:
        return rows
    if at.tzinfo is None:
        return rows
    return rows.filter(Q(edited_at__lt=at) | Q(edited_at=at, pk__lt=pk))


def last_referral(report: Report) -> Referral | None:
    """The one sent last, of what `find` brought."""
    return next(iter(report.referrals.all()), None)
