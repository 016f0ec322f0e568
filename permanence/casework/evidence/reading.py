"""Giving back the bytes of a piece of evidence, or of the copy that is looked at.

Answers for: the headers that keep a browser from taking evidence for anything else, custody, and streaming that holds
neither a connection to the database nor the event loop between two pieces.
Refuses: what a scanner found malicious; a copy that is not there (and says whether it will be).
"""

import re
from collections.abc import AsyncIterator, Iterator
from http import HTTPStatus
from typing import Any

from django.db import connection
from django.http import HttpResponseBase, StreamingHttpResponse

from permanence.accounts.models import Officer
from permanence.casework.evidence import custody, keeping, names, pieces
from permanence.casework.evidence.models import Attachment, Custody, Piece
from permanence.lib.errors import Conflict, NotFound
from permanence.live import store

POLICY = "sandbox; default-src 'none'"
RETRY_AFTER_S = 3
WITHHELD = "Ce fichier a été retenu : un logiciel malveillant y a été trouvé. Il est conservé, mais ni montré ni remis."
PREPARING = "La copie à regarder est en préparation : réessayez dans quelques secondes."
NO_PAGE = "La copie de ce fichier n’a pas cette page."
NO_COPY = "Aucune copie à regarder n’a pu être faite de ce fichier."
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


class Withheld(Conflict):
    """A scanner found something in it."""

    code = "withheld"


class NotReady(Conflict):
    """The copy is being made: `retry_after_s` from now it may be there."""

    code = "preparing"
    retry_after_s = RETRY_AFTER_S


class NoPage(NotFound):
    """The copy is there, and has no such page."""


class NoCopy(Conflict):
    """No copy can be made; why is told. The file itself is there."""

    code = "no_copy"


class Streamed(StreamingHttpResponse):
    """Bytes of a stored file, from `start` to `end`: piece after piece, each read when the former has left."""

    def __init__(self, attachment: Attachment, of: str, start: int, end: int, **options: Any) -> None:
        super().__init__(chunks(attachment, of, start, end), **options)
        self._asked = (attachment, of, start, end)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        attachment, of, start, end = self._asked
        for number, first, last in pieces.slices(attachment, of, start, end):
            yield (await store.in_store(pieces.piece, attachment, of, number))[first:last]


def chunks(attachment: Attachment, of: str = Piece.Of.FILE, start: int = 0, end: int | None = None) -> Iterator[bytes]:
    """The bytes of the file, or of its copy, in order."""
    until = (attachment.received if of == Piece.Of.FILE else sum(parts(attachment))) if end is None else end
    for number, first, last in pieces.slices(attachment, of, start, until):
        yield pieces.piece(attachment, of, number)[first:last]


def parts(attachment: Attachment) -> list[int]:
    """The lengths of what the copy is made of: its pages, or one."""
    found = keeping.facts(attachment).get("parts")
    return [int(one) for one in found] if isinstance(found, list) else []


def answer(
    attachment: Attachment, *, view: bool, by: Officer | None, page: int = 1, ranges: str = ""
) -> HttpResponseBase:
    """The file as a download, or (`view`) its copy, to be looked at: `page` of a document, the bytes asked for by a
    `Range` header. It is written into the custody first.

    Raises `Withheld`, `NotReady`, `NoCopy`, `NoPage`.
    """
    if attachment.scan == Attachment.Scan.INFECTED:
        raise Withheld(WITHHELD)
    response = _view(attachment, by, page, ranges) if view else _download(attachment, by)
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    if not connection.in_atomic_block:
        connection.close()  # the answer streams for as long as the client reads, and the request ends only then
    return response


def _download(attachment: Attachment, by: Officer | None) -> HttpResponseBase:
    custody.record(attachment, Custody.Act.DOWNLOADED, by)
    response = Streamed(attachment, Piece.Of.FILE, 0, attachment.received, content_type=attachment.media_type)
    response["Content-Length"] = attachment.received
    name = names.saved_as(keeping.name_of(attachment), attachment.media_type)
    response["Content-Disposition"] = names.disposition(name)
    return response


def _view(attachment: Attachment, by: Officer | None, page: int, ranges: str) -> HttpResponseBase:
    known = keeping.facts(attachment)
    if attachment.view == Attachment.View.WAITING:
        raise NotReady(PREPARING)
    lengths = parts(attachment)
    if attachment.view == Attachment.View.NONE or not lengths:
        raise NoCopy(str(known.get("why") or NO_COPY))
    if not 1 <= page <= len(lengths):
        raise NoPage(NO_PAGE)
    if by is not None:
        custody.record_looking(attachment, by)
    before, length = sum(lengths[: page - 1]), lengths[page - 1]
    media_type = str(known.get("view_type", "application/octet-stream"))
    response = _part(attachment, before, length, ranges, media_type)
    response["Content-Disposition"] = names.disposition(f"copie-{page}", inline=True)
    response["Accept-Ranges"] = "bytes"
    return response


def _part(attachment: Attachment, before: int, length: int, ranges: str, media_type: str) -> HttpResponseBase:
    asked = _bounds(ranges, length)
    first, last = asked or (0, length - 1)
    status = HTTPStatus.PARTIAL_CONTENT if asked else HTTPStatus.OK
    start, end = before + first, before + last + 1
    response = Streamed(attachment, Piece.Of.VIEW, start, end, content_type=media_type, status=status)
    response["Content-Length"] = end - start
    if asked:
        response["Content-Range"] = f"bytes {first}-{last}/{length}"
    return response


def _bounds(ranges: str, length: int) -> tuple[int, int] | None:
    """The first and last byte of a `Range` header; None for one that is not understood, or is outside: then the whole
    is given, as RFC 9110 allows."""
    asked = _RANGE.fullmatch(ranges.strip())
    if asked is None or not (asked[1] or asked[2]):
        return None
    if asked[1]:
        first, last = int(asked[1]), min(int(asked[2]), length - 1) if asked[2] else length - 1
    else:
        first, last = max(0, length - int(asked[2])), length - 1
    return (first, last) if first <= last else None
