"""What is shown of a report: as it stands, its history, what it is tied to, and what the figures count."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from permanence.casework.reports import content as rules
from permanence.casework.reports import fields, sealed, windows
from permanence.casework.reports.models import Link, Report
from permanence.casework.reports.suggestions import suggested
from permanence.casework.reports.vocabulary import Kind
from permanence.casework.sections import Section
from permanence.desk import queries as desk
from permanence.desk.models import Intake
from permanence.desk.vocabulary import Mark
from permanence.live.protocol import moment

View = dict[str, Any]


def of(conversation: UUID) -> Report | None:
    """The report of a conversation, its key selected; None where none was begun."""
    found = Report.objects.select_related("conversation__key", "opened_by", "edited_by", "filed_by")
    return found.filter(pk=conversation).first()


def content(report: Report) -> dict[str, Any]:
    """The account as it stands, without the witness; empty once its key was destroyed."""
    return sealed.content(report)


def witness(report: Report) -> dict[str, Any]:
    """Who the witness is: `witness.name`, …; for the desk alone, unless `witness.consent` is `given`."""
    return sealed.witness(report)


def sections(conversation: UUID) -> list[Section]:
    """The readable account of a conversation's report; nothing where none was begun."""
    found = of(conversation)
    return rules.sections(content(found), witness=witness(found)) if found else []


def view(intake: Intake, report: Report | None) -> View:
    """What the officer's panel shows: the content with the witness, how it stands, what is missing to file it, what
    the entry suggests, what its links are. A report that nobody began is version 0."""
    if report is None:
        known: dict[str, Any] = {}
        standing: View = {"reference": None, "version": 0, "filed_at": None, "filed_by": None, "edited_at": None}
    else:
        known = content(report) | witness(report)
        standing = _standing(report)
    return standing | {
        "content": known,
        "missing": rules.missing(known),
        "windows": _windows(known),
        "suggested": suggested(intake, known),
        "links": links(report) if report else [],
        "exercise": bool(intake.exercise),
    }


def standing(conversation: UUID) -> View | None:
    """In two words, for who follows the conversation: `reference`, `version`, `filed`, `links` (how many); None where
    none was begun."""
    found = Report.objects.filter(pk=conversation).annotate(ties=Count("links"))
    row = found.values("reference", "version", "filed_at", "ties").first()
    if row is None:
        return None
    filed = row["filed_at"] is not None
    return {"reference": row["reference"], "version": row["version"], "filed": filed, "links": row["ties"]}


def versions(report: Report) -> list[View]:
    """The history, the newest first: who, when, each field before and after, in French."""
    found = report.versions.select_related("by").order_by("-number")
    return [
        {
            "number": version.number,
            "at": moment(version.at),
            "by": version.by.display_name,
            "changes": [_change(path, *pair) for path, pair in sealed.changes(report, version).items()],
        }
        for version in found
    ]


def links(report: Report) -> list[View]:
    """The earlier reports that it was tied to, with the reason."""
    found = report.links.select_related("by", "earlier__conversation__intake").order_by("at")
    return [
        short(link.earlier)
        | {"how": link.how, "reason": sealed.reason(report, link), "at": moment(link.at), "by": link.by.display_name}
        for link in found
    ]


def short(report: Report) -> View:
    """All that may be known of a report before it is tied: reference, date, force, unit."""
    unit = desk.unit(report.conversation.intake)
    name = unit["name"] if unit else None
    return {"reference": report.reference, "at": moment(report.opened_at), "force": report.force, "unit": name}


def linked(report: Report, reference: str) -> Link | None:
    """The tie to an earlier report, by its reference."""
    found = report.links.select_related("earlier__conversation__key")
    return found.filter(earlier__reference=reference).first()


def counted() -> QuerySet[Report]:
    """What the figures count: filed, genuine, never an exercise. Every column that they part it by is plain."""
    real = Report.objects.filter(filed_at__isnull=False, is_exercise=False, conversation__intake__exercise="")
    return real.filter(conversation__intake__mark=Mark.GENUINE)


COMMANDERS_KINDS = (Kind.PHYSICAL, Kind.PSYCHOLOGICAL, Kind.SEXUAL)
"""Of the figure asked for most: conjugal violence, without the economic kind."""


def _standing(report: Report) -> View:
    return {
        "reference": report.reference,
        "version": report.version,
        "filed_at": moment(report.filed_at) if report.filed_at else None,
        "filed_by": report.filed_by.display_name if report.filed_by else None,
        "edited_at": moment(report.edited_at),
        "edited_by": report.edited_by.display_name,
    }


def _windows(known: Mapping[str, Any]) -> View:
    told = {window.id: window.words for window in windows.windows(known)}
    return {
        item: {"words": told.get(item, ""), "lacking": windows.lacking(known, item)}
        for item in rules.ids(known, "windows")
    }


def _change(path: str, before: Any, after: Any) -> View:
    return {
        "path": path,
        "field": fields.label(path),
        "before": fields.shown(path, before),
        "after": fields.shown(path, after),
    }
