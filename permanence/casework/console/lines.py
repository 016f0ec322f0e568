"""A case as one line of the inbox: what is awaited and until when, and what one must know before calling."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.casework.assessment.models import Assessment
from permanence.casework.console import words
from permanence.casework.referrals import access, queries
from permanence.casework.referrals.models import Referral
from permanence.casework.referrals.steps import State
from permanence.casework.reports import queries as reports
from permanence.casework.reports import windows
from permanence.casework.reports.vocabulary import AgeBand
from permanence.casework.reports.vocabulary import Category as Facts
from permanence.desk.models import Intake
from permanence.desk.vocabulary import Age, Category, Level, Reporter
from permanence.interventions.queries import commune_view

ADULT, MINOR = "majeure", "mineure"


@dataclass(frozen=True)
class Mark:
    """A few words with their tone: `danger`, `late`, `fine`, or none; and whether an icon stands before them."""

    words: str
    tone: str = ""
    icon: str = ""


@dataclass(frozen=True)
class Line:
    """What is said of a case at a glance."""

    pk: str
    reference: str
    headline: str
    late: bool
    new: bool
    urgent: bool
    minor: bool
    agreement_lost: bool
    danger: Mark
    facts: str
    person: str
    commune: str
    reach: Mark
    appointment: Mark | None
    state: str
    outcome: str
    changed_at: datetime


def waiting(officer: Officer, zone: ZoneInfo, start: int = 0) -> list[Line]:
    """What the officer's unit has to do, the latest first; a page of it, from `start` on."""
    return _lines(queries.inbox(officer, start), zone)


def over(officer: Officer, zone: ZoneInfo, start: int = 0) -> list[Line]:
    """What it has closed, the newest first; a page of it, from `start` on."""
    return _lines(queries.closed(officer, start), zone)


def one(referral: Referral, shown: dict[str, Any], zone: ZoneInfo) -> Line:
    """The line of one case; `shown`: its view."""
    intake = Intake.objects.get(pk=referral.report_id)
    assessed = Assessment.objects.filter(pk=referral.report_id).first()
    return _line(shown, referral, intake, assessed, zone)


def _lines(shown: Sequence[dict[str, Any]], zone: ZoneInfo) -> list[Line]:
    rows = access.rows().prefetch_related("report__facts").in_bulk([one["id"] for one in shown])
    found = {str(pk): row for pk, row in rows.items()}
    conversations = [row.report_id for row in found.values()]
    intakes = Intake.objects.in_bulk(conversations)
    assessed = Assessment.objects.in_bulk(conversations)
    return [
        _line(one, row, intakes[row.report_id], assessed.get(row.report_id), zone)
        for one in shown
        if (row := found.get(one["id"]))
    ]


def _line(
    shown: dict[str, Any], referral: Referral, intake: Intake, assessed: Assessment | None, zone: ZoneInfo
) -> Line:
    now, state = timezone.now(), State(shown["state"])
    coming = shown.get("appointment")
    starts_at = datetime.fromisoformat(coming["starts_at"]) if coming else None
    ends_at = starts_at + timedelta(minutes=coming["minutes"]) if coming and starts_at else None
    due_at = datetime.fromisoformat(shown["due_at"]) if shown["due_at"] else None
    content = reports.content(referral.report)
    return Line(
        pk=shown["id"],
        reference=shown["reference"],
        headline=words.headline(words.to_do(state, ends_at, now), due_at, now, zone),
        late=shown["late"],
        new=state == State.SENT,
        urgent=shown["urgent"],
        minor=shown["minor"],
        agreement_lost=shown["agreement_lost"],
        danger=danger(intake, assessed),
        facts=_facts(referral, intake),
        person=_person(referral, intake, minor=shown["minor"]),
        commune=_commune(content, intake),
        reach=reach(content, now, zone),
        appointment=_coming(coming["state"], starts_at, now, zone) if coming and starts_at else None,
        state=shown["state_label"],
        outcome=shown["outcome_label"] or "",
        changed_at=referral.changed_at,
    )


def danger(intake: Intake, assessed: Assessment | None) -> Mark:
    """What the desk knows of the danger; not assessed is not none."""
    if intake.level == Level.IMMEDIATE:
        return Mark("Danger immédiat", "danger", "danger")
    if assessed is None:
        return Mark("Danger non évalué", "late", "unknown")
    if assessed.is_danger:
        return Mark("Danger élevé", "danger", "danger")
    return Mark("Seuil de danger non atteint", "", "standard")


def reach(content: dict[str, Any], now: datetime, zone: ZoneInfo) -> Mark:
    """Whether she can be called now, else when next."""
    if not windows.windows(content):
        return Mark("Aucun créneau sûr connu : ne pas l’appeler", "danger", "silent")
    if windows.open_window(content, now, zone):
        return Mark("Joignable maintenant", "fine", "telephone")
    following = windows.next_opening(content, now, zone)
    if following is None:
        return Mark("Pas joignable maintenant", "danger", "silent")
    return Mark(f"Pas maintenant, prochain créneau {_when(following, now, zone)}", "danger", "silent")


def _when(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    told = words.near(at, now, zone)
    return f"à {told}" if at.astimezone(zone).date() == now.astimezone(zone).date() else told


def _coming(state: str, starts_at: datetime, now: datetime, zone: ZoneInfo) -> Mark:
    when = _when(starts_at, now, zone)
    if state == "confirmed":
        return Mark(f"Rendez-vous {when}, confirmé", "fine", "calendar")
    return Mark(f"Rendez-vous {when}, pas encore confirmé", "late", "calendar")


def _facts(referral: Referral, intake: Intake) -> str:
    told = {fact.category for fact in referral.report.facts.all()}
    labels = [str(Facts(code).label) for code in Facts.values if code in told]
    labels = labels or [str(Category(code).label) for code in intake.categories if code in Category.values]
    return ", ".join(labels) or "faits à préciser"


def _person(referral: Referral, intake: Intake, *, minor: bool) -> str:
    """Who it is about: the band of ages where it is known."""
    band = referral.report.victim_age
    if band in AgeBand.values:
        words = str(AgeBand(band).label)
        return words[:1].lower() + words[1:]
    if minor:
        return MINOR
    known_adult = intake.age == Age.ADULT and intake.reporter in ("", Reporter.VICTIM)
    return ADULT if known_adult else "âge non dit"


def _commune(content: dict[str, Any], intake: Intake) -> str:
    """Where: the place of the facts first, then her home, then what was said at the door."""
    facts = [path for path in sorted(content) if path.startswith("facts.") and path.endswith(".insee")]
    places = [str(content[path]) for path in facts]
    named = [*places, str(content.get("victim.insee") or ""), intake.insee]
    known = commune_view(next((insee for insee in named if insee), ""))
    return str(known["name"]) if known else "commune non dite"
