"""Files handed over: by visitors, at once or in pieces; looked at and fetched by officers."""

from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from ninja import File, Header, Router, Status
from ninja.files import UploadedFile
from pydantic import Field

from permanence.accounts.policy import Act, permits
from permanence.api import doors, problems
from permanence.api.v1 import answers, shapes
from permanence.api.v1.transfers import identifier
from permanence.audit import journal as audit
from permanence.casework.evidence import access, custody, pieces, queries, reading, receiving
from permanence.casework.evidence.models import Attachment
from permanence.casework.evidence.signatures import HEAD
from permanence.desk import access as desk
from permanence.lib.errors import Invalid, NotFound
from permanence.lib.limits import Limit
from permanence.live import attendance
from permanence.live.models import Conversation

router = Router(tags=["visitors"], auth=doors.Secret())
officers = Router(tags=["evidence"], auth=doors.OfficerToken())
UPLOADS = "/conversations/{conversation}/uploads"
ATTACHMENTS = "/conversations/{conversation}/attachments"
BYTES = {
    200: {"description": "The bytes", "content": {"application/octet-stream": {"schema": {"format": "binary"}}}},
}
LARGEST_NUMBER = 2**53
Offset = Annotated[int, Field(ge=0, le=LARGEST_NUMBER)]

_sending = Limit("files, by conversation", 60, 300)
_pieces = Limit("pieces of files, by conversation", 1200, 60)
"""Apart from the limit of messages: files under way never keep somebody from writing."""
_fetching = Limit("files fetched, by client", 600, 60)


class NewUpload(shapes.Strict):
    """`id`, made by the client: announced again, the upload goes on where it stands. `type` is what the device says;
    what the bytes say counts."""

    id: UUID
    name: shapes.Words = ""
    type: shapes.Words = ""
    size: int = Field(ge=0, le=LARGEST_NUMBER)


class Upload(answers.Answer):
    """Where it stands: the next byte expected. At `size`, send no byte at that offset to be answered again."""

    id: str
    offset: int


class Kept(answers.Answer):
    """A file that is kept, and its message in the thread."""

    attachment: str
    sha256: str
    size: int
    seq: int


class Piece(answers.Answer):
    """A piece of evidence. `scan`: empty where nobody scanned it; `view`: whether there is a copy to look at, `why`
    there is none, its `pages`; `withheld`: malware was found, it is neither shown nor handed out."""

    id: str
    seq: int
    name: str
    type: str
    kind: str
    size: int
    sha256: str
    scan: str
    view: str
    at: str


class Pieces(answers.Answer):
    """In the order of the thread."""

    attachments: list[Piece]


class Happened(answers.Answer):
    """A line of custody; `by` null: the visitor, or the machine."""

    number: int
    at: str
    act: str
    words: str
    by: str | None


class Custody(answers.Answer):
    """From its arrival on."""

    custody: list[Happened]


@router.post(ATTACHMENTS, response={201: Kept})
def attach(request: HttpRequest, conversation: shapes.Id, file: File[UploadedFile]) -> Status[Any]:
    """A whole file, alone, as `multipart/form-data`; 413 above the limits (told with the sizes), 415 for what is not
    accepted (told with what is), 409 once the conversation has ended."""
    found = _sender(request, conversation)
    _sending.hit(found.pk, detail=SLOWER)
    if sum(len(request.FILES.getlist(name)) for name in request.FILES) > 1:
        raise Invalid(ONE_AT_A_TIME, errors={"file": ONE_AT_A_TIME})
    receiving.quota().check_file(file.size or 0)
    head = file.read(HEAD)
    file.seek(0)
    chunks = file.chunks(pieces.PIECE)
    kept = receiving.receive(found, name=file.name or "", size=file.size or 0, chunks=chunks, head=head)
    return Status(201, _kept(kept))


ONE_AT_A_TIME = "Envoyez un fichier à la fois : aucun de ceux-ci n’a été gardé."
SLOWER = "Beaucoup de fichiers en peu de temps : patientez un instant. Vos messages, eux, partent toujours."


@router.get(ATTACHMENTS + "/{attachment}", openapi_extra={"responses": BYTES})
def own(request: HttpRequest, conversation: shapes.Id, attachment: str) -> HttpResponseBase:
    """What she sent, as a download."""
    found = doors.visitor(request, conversation)
    _fetching.hit(doors.client(request))
    return reading.answer(access.of_visitor(found, doors.identifier(attachment)), view=False, by=None)


@router.post(UPLOADS, response={201: Upload})
def announce(request: HttpRequest, conversation: shapes.Id, given: NewUpload) -> Status[Any]:
    """A file that will come in pieces; announced again, where it stands."""
    found = _sender(request, conversation)
    _sending.hit(found.pk, detail=SLOWER)
    upload = receiving.announce(found, receiving.Announced(given.id, given.name, given.type, given.size))
    return Status(201, {"id": str(upload.pk), "offset": upload.received})


@router.patch(
    UPLOADS + "/{upload}",
    response={201: Kept, 204: None},
    openapi_extra={"requestBody": {"content": {"application/octet-stream": {"schema": {"format": "binary"}}}}},
)
def piece(
    request: HttpRequest,
    conversation: shapes.Id,
    upload: str,
    upload_offset: Header[Offset],
) -> HttpResponseBase | Status[Any]:
    """The next bytes, 2.5 MB at most: 204 with the next offset; 201 with the last piece, and again should its answer
    be lost; 409 with the true offset in `Upload-Offset` where another was said."""
    found = _sender(request, conversation)
    _pieces.hit(found.pk, detail=SLOWER)
    try:
        standing = receiving.add(found, _upload(upload), upload_offset, request.body)
    except receiving.Misplaced as refusal:
        return _at(problems.of(refusal), refusal.offset)
    if standing.state == Attachment.State.KEPT:
        return Status(201, _kept(standing))
    return _at(HttpResponse(status=204), standing.received)


@router.api_operation(["HEAD"], UPLOADS + "/{upload}", openapi_extra={"responses": {200: {"description": "Where"}}})
def standing(request: HttpRequest, conversation: shapes.Id, upload: str) -> HttpResponse:
    """Where the upload stands: `Upload-Offset`, of `Upload-Length`."""
    found = receiving.find(doors.visitor(request, conversation), _upload(upload))
    answer = _at(HttpResponse(status=200), found.received)
    answer["Upload-Length"] = found.size
    return answer


@router.delete(UPLOADS + "/{upload}", response={204: None})
def give_up(request: HttpRequest, conversation: shapes.Id, upload: str) -> Status[None]:
    """What has come of it is forgotten; 409 once it is whole."""
    receiving.give_up(doors.visitor(request, conversation), _upload(upload))
    return Status(204, None)


@officers.get("/desk/conversations/{conversation}/attachments", response=Pieces)
def listed(request: HttpRequest, conversation: shapes.Id) -> dict[str, Any]:
    """The pieces of a conversation; whoever does not speak there and reads them leaves a row. Looking at one of them is
    in its custody, whoever looks."""
    officer = doors.officer(request)
    found = desk.intake(officer, identifier(conversation), Act.SEE_EVIDENCE)
    if not permits(officer, Act.WRITE, desk.scope(found)):
        audit.record_reading(by=officer.actor, act=Act.SEE_EVIDENCE, on=("conversation", found.pk))
    return {"attachments": queries.listed(found.pk)}


@officers.get("/desk/conversations/{conversation}/attachments/{attachment}", openapi_extra={"responses": BYTES})
def one(
    request: HttpRequest, conversation: shapes.Id, attachment: str, view: Literal["", "safe"] = "", page: int = 1
) -> HttpResponseBase:
    """The bytes as a download; with `view=safe` the copy that is looked at (`page` of a document; `Range` for sound and
    film): 409 with `Retry-After` while it is prepared, 409 with why there is none."""
    officer, is_view = doors.officer(request), view == "safe"
    act = Act.SEE_EVIDENCE if is_view else Act.DOWNLOAD_EVIDENCE
    found = access.attachment(officer, identifier(conversation), _piece(attachment), act)
    ranges = request.headers.get("Range", "")
    return reading.answer(found, view=is_view, by=officer, page=page, ranges=ranges)


@officers.get("/desk/conversations/{conversation}/attachments/{attachment}/custody", response=Custody)
def custody_of(request: HttpRequest, conversation: shapes.Id, attachment: str) -> dict[str, Any]:
    """What happened to it, and by whom."""
    officer = doors.officer(request)
    found = access.attachment(officer, identifier(conversation), _piece(attachment), Act.SEE_EVIDENCE)
    audit.record_reading(by=officer.actor, act=Act.SEE_EVIDENCE, on=("attachment", found.pk))
    return {"custody": custody.of(found.pk)}


def _sender(request: HttpRequest, conversation: str) -> Conversation:
    found = doors.visitor(request, conversation)
    attendance.visitor_asked(found)
    return found


def _kept(attachment: Attachment) -> dict[str, Any]:
    return {
        "attachment": str(attachment.pk),
        "sha256": attachment.sha256,
        "size": attachment.size,
        "seq": attachment.seq,
    }


def _at(answer: HttpResponse, offset: int) -> HttpResponse:
    answer["Upload-Offset"] = str(offset)
    return answer


def _upload(text: str) -> UUID:
    found = doors.identifier(text)
    if found is None:
        raise NotFound(receiving.UNKNOWN)
    return found


def _piece(text: str) -> UUID:
    return identifier(text, access.UNKNOWN)
