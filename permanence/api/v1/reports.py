"""The report of a conversation: kept as it is typed, its history, filed, tied to earlier ones."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from permanence.accounts.policy import Act
from permanence.api import doors
from permanence.api.v1 import answers, shapes
from permanence.api.v1.transfers import identifier
from permanence.audit import journal as audit
from permanence.casework.reports import access, actions, content, queries, vocabulary
from permanence.casework.reports.models import Report as Kept
from permanence.lib.errors import NotFound
from permanence.lib.limits import Limit

router = Router(tags=["reports"], auth=doors.OfficerToken())
ADDRESS = "/desk/conversations/{conversation}/report"
MOST = 300
_searching = Limit("earlier reports, by officer", 30, 300)


class Given(shapes.Strict):
    """`given`: the paths to keep, each with its value; null forgets one. `forget`: whole items ("facts.ab12"). What is
    left out stays as it is."""

    given: dict[shapes.Words, Any] = Field(default_factory=dict, max_length=MOST)
    forget: list[shapes.Words] = Field(default=[], max_length=MOST)


class Designation(shapes.Strict):
    """An earlier report, by what she gave. `how`: `code` or `reference` with `value`; `born`, `telephone` or `mail`, as
    this report holds them. `earlier`: the reference to tie, among what the same request without it found."""

    how: shapes.Words
    value: shapes.Words = ""
    reason: shapes.Words = ""
    earlier: shapes.Words = ""


class Reason(shapes.Strict):
    """Why."""

    reason: shapes.Words = ""


class Short(answers.Answer):
    """All that is known of a report until it is tied."""

    reference: str
    at: str
    force: str
    unit: str | None


class Tie(Short):
    """An earlier report that was tied, by what, why, when and by whom."""

    how: str
    reason: str
    by: str


class Report(answers.Answer):
    """`version` 0: nothing was kept yet. `missing`: what filing still needs, by path. `windows`: each in words, or what
    it lacks. `suggested`: what was said at the entry, by path, kept only if somebody takes it."""

    reference: str | None
    version: int
    filed_at: str | None
    filed_by: str | None
    edited_at: str | None
    edited_by: str | None = None
    content: dict[str, Any]
    missing: dict[str, str]
    windows: dict[str, Any]
    suggested: dict[str, Any]
    links: list[Tie]
    exercise: bool


class Version(answers.Answer):
    """One saving; `changes`: each field with its words before and after."""

    number: int
    at: str
    by: str
    changes: list[dict[str, str]]


class Versions(answers.Answer):
    """The newest first."""

    versions: list[Version]


class Links(answers.Answer):
    """`found`: what is designated; `links`: what is tied."""

    found: list[Short]
    links: list[Tie]


class Section(answers.Answer):
    """A title and its lines: label and value."""

    title: str
    rows: list[list[str]]


class Account(answers.Answer):
    """An earlier report that was tied, to be read."""

    report: Short
    sections: list[Section]


@router.get("/desk/casework/vocabulary", response=dict[str, list[answers.Word]])
def words(request: HttpRequest) -> dict[str, Any]:
    """Every list of codes of a report with its French words."""
    doors.officer(request)
    return vocabulary.vocabulary()


@router.get(ADDRESS, response=Report)
def report(request: HttpRequest, conversation: shapes.Id) -> dict[str, Any]:
    """The report as it was last kept; version 0 where nobody began it."""
    officer = doors.officer(request)
    intake = access.dossier(officer, identifier(conversation), Act.SEE_REPORT)
    access.note_reading(officer, intake)
    return queries.view(intake, queries.of(intake.pk))


@router.patch(ADDRESS, response=Report)
def keep(request: HttpRequest, conversation: shapes.Id, body: Given) -> dict[str, Any]:
    """Keeps the paths given."""
    officer, pk = doors.officer(request), identifier(conversation)
    actions.keep(by=officer, conversation=pk, given=body.given, forget=body.forget)
    return queries.view(access.dossier(officer, pk, Act.SEE_REPORT), queries.of(pk))


@router.post(ADDRESS + "/file", response=Report)
def file(request: HttpRequest, conversation: shapes.Id) -> dict[str, Any]:
    """The report stands and counts; 422 with `errors` naming what is missing."""
    officer, pk = doors.officer(request), identifier(conversation)
    actions.file(by=officer, conversation=pk)
    return queries.view(access.dossier(officer, pk, Act.SEE_REPORT), queries.of(pk))


@router.get(ADDRESS + "/versions", response=Versions)
def versions(request: HttpRequest, conversation: shapes.Id) -> dict[str, Any]:
    """Who changed what, when."""
    officer, pk = doors.officer(request), identifier(conversation)
    intake = access.dossier(officer, pk, Act.SEE_REPORT)
    access.note_reading(officer, intake)
    found = queries.of(pk)
    return {"versions": queries.versions(found) if found else []}


@router.post(ADDRESS + "/links", response={200: Links, 201: Links})
def links(request: HttpRequest, conversation: shapes.Id, body: Designation) -> Status[Any]:
    """Finds an earlier report (200), or ties one that was found (201)."""
    officer, pk = doors.officer(request), identifier(conversation)
    _searching.hit(officer.pk)
    what: dict[str, Any] = {"by": officer, "conversation": pk, "how": body.how, "value": body.value}
    if body.earlier:
        made = actions.link(**what, reason=body.reason, earlier=body.earlier)
        return Status(201, {"found": [], "links": queries.links(made.report)})
    found = actions.find(**what, reason=body.reason)
    return Status(200, {"found": [queries.short(one) for one in found], "links": []})


@router.post(ADDRESS + "/links/{reference}/remove", response={204: None})
def unlink(request: HttpRequest, conversation: shapes.Id, reference: str, body: Reason) -> Status[Any]:
    """Takes a tie back."""
    officer, pk = doors.officer(request), identifier(conversation)
    actions.unlink(by=officer, conversation=pk, earlier=reference, reason=body.reason)
    return Status(204, None)


@router.get(ADDRESS + "/links/{reference}", response=Account)
def linked(request: HttpRequest, conversation: shapes.Id, reference: str) -> dict[str, Any]:
    """An earlier report that was tied, as one reads it: never its witness."""
    officer = doors.officer(request)
    found = access.report(officer, identifier(conversation), Act.SEE_REPORT)
    tie = queries.linked(found, reference)
    if tie is None:
        raise NotFound("Ce signalement n’est pas rattaché.")
    earlier: Kept = tie.earlier
    detail = {"through": found.reference}
    audit.record_reading(by=officer.actor, act=Act.SEE_REPORT, on=("conversation", earlier.pk), **detail)
    told = content.sections(queries.content(earlier))
    sections = [{"title": one.title, "rows": [list(row) for row in one.rows]} for one in told]
    return {"report": queries.short(earlier), "sections": sections}
