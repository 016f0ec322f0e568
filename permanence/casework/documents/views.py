"""Documents, as downloads: the desk's at `/brigade/dossiers/`, a unit's at `/unite/dossiers/`.

Making one writes its number and its row in the audit journal: it is a POST, whose answer is the file.
"""

from collections.abc import AsyncIterator, Callable, Iterator
from functools import wraps
from typing import Any
from uuid import UUID

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_POST

from permanence.accounts.policy import Act
from permanence.accounts.web import officer_of, require
from permanence.casework.documents import access, actions, packing
from permanence.casework.documents.case import Case
from permanence.lib.errors import NotFound, Refused
from permanence.live import store
from permanence.ui.views import refused

Reach = Callable[[Any, UUID], Case]
Making = Callable[[HttpRequest, Case], HttpResponseBase]
View = Callable[..., HttpResponseBase]


class Leaving(StreamingHttpResponse):
    """An archive on its way out: one chunk after the other, each read when the former has left."""

    def __init__(self, chunks: Iterator[bytes], **options: Any) -> None:
        super().__init__(chunks, **options)
        self._chunks = chunks

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while (chunk := await store.in_store(next, self._chunks, None)) is not None:
            yield chunk


def _transmission(request: HttpRequest, case: Case) -> HttpResponseBase:
    document = actions.issue_transmission(by=officer_of(request), case=case)
    return _pdf(document, "fiche-de-transmission")


def _transcript(request: HttpRequest, case: Case) -> HttpResponseBase:
    asked = request.POST.get("part", "1")
    if not (asked.isdecimal() and len(asked) < 6):
        raise NotFound(actions.NO_PART)
    return _pdf(actions.issue_transcript(by=officer_of(request), case=case, part=int(asked)), "echange-integral")


def _archive(request: HttpRequest, case: Case) -> HttpResponseBase:
    packed = packing.pack(by=officer_of(request), case=case)
    response = Leaving(packed.chunks, content_type="application/zip")
    response["Content-Length"] = packed.size
    return _saved(response, f"pieces-{_slug(actions.printed(packed.issued))}.zip")


def _pdf(document: actions.Document, name: str) -> HttpResponse:
    response = HttpResponse(document.data, content_type="application/pdf")
    _saved(response, f"{name}-{_slug(document.number)}.pdf")
    return response


def _saved(response: HttpResponseBase, name: str) -> HttpResponseBase:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _slug(number: str) -> str:
    return number.replace("/", "-")


def _view(door: Act, reach: Reach, making: Making) -> View:
    @require_POST
    @require(door)
    @wraps(making)
    def view(request: HttpRequest, pk: UUID) -> HttpResponseBase:
        try:
            response = making(request, reach(officer_of(request), pk))
        except Refused as refusal:
            return refused(request, refusal)
        if not connection.in_atomic_block:
            connection.close()  # the answer leaves for as long as the client reads, and the request ends only then
        return response

    return view


desk_transmission = _view(Act.SEE_QUEUE, access.of_desk, _transmission)
desk_transcript = _view(Act.SEE_QUEUE, access.of_desk, _transcript)
desk_archive = _view(Act.SEE_QUEUE, access.of_desk, _archive)
unit_transmission = _view(Act.SEE_UNIT, access.of_unit, _transmission)
unit_transcript = _view(Act.SEE_UNIT, access.of_unit, _transcript)
unit_archive = _view(Act.SEE_UNIT, access.of_unit, _archive)
