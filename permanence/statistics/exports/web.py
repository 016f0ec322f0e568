"""Files of figures as downloads: a GET that reads; each is written down in the audit journal with its question."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from permanence.accounts.policy import Act
from permanence.accounts.web import officer_of, require
from permanence.audit import journal as audit
from permanence.lib.errors import NotFound, Refused
from permanence.statistics import access
from permanence.statistics.exports import making, note
from permanence.statistics.exports.book import Book
from permanence.statistics.exports.formats import FORMATS
from permanence.statistics.exports.saving import saved
from permanence.statistics.pages.menu import page
from permanence.statistics.queries import Question

NOTE = "pdf"
NO_FORMAT = "Ce format de fichier n’existe pas. Choisissez parmi ceux de la page des chiffres."


@dataclass(frozen=True)
class Link:
    """A file that a page offers."""

    address: str
    name: str
    ending: str


def links(question: Question) -> list[Link]:
    """The files of a question, the note first: what `statistics/exports.html` shows."""
    named = [("Note au commandement (une page)", NOTE), *((one.name, one.code) for one in FORMATS.values())]
    return [Link(address(question, code), name, code.upper()) for name, code in named]


def address(question: Question, code: str) -> str:
    """Where a file of a question is."""
    asked = {"from": question.from_on.isoformat(), "to": question.to_on.isoformat()}
    asked |= {"force": question.force, "department": question.department, "scope": question.scope}
    return f"{reverse('figures-files:export', args=[code])}?{urlencode({k: v for k, v in asked.items() if v})}"


@require_GET
@require(Act.EXPORT_STATISTICS)
def export(request: HttpRequest, code: str) -> HttpResponse:
    """One file."""
    try:
        if code != NOTE and code not in FORMATS:
            raise NotFound(NO_FORMAT)
        asked = making.until_today(access.question(officer_of(request), request.GET.dict()))
        response = _file(making.book(asked), code)
    except Refused as refusal:
        return page(request, "refused", {"refusal": refusal}, section="files", status=refusal.status)
    record(officer_of(request).actor, asked, code)
    return response


def record(actor: str, question: Question, code: str) -> None:
    """Writes down who took which figures out."""
    asked = {"from_on": question.from_on.isoformat(), "to_on": question.to_on.isoformat()}
    asked |= {"department": question.department, "scope": question.scope, "format": code}
    audit.record_reading(by=actor, act=Act.EXPORT_STATISTICS, on=("figures", question.force or "all"), **asked)


def _file(book: Book, code: str) -> HttpResponse:
    if code == NOTE:
        return saved(HttpResponse(note.pdf(book), content_type="application/pdf"), f"{note.name(book)}.pdf")
    found = FORMATS[code]
    return saved(HttpResponse(found.write(book), content_type=found.media_type), f"{book.name}.{code}")
