"""The bodies of requests: how much of one is read, for whom, and where it waits.

Django's own handler writes what is long to a plain temporary file; this one keeps it sealed (`lib/spool.py`), refuses
what says to be too long before reading it, stops reading what turns out to be, and reads a whole file only from
somebody whose secret or cookie opens a conversation. It is read on the event loop: a slow sender holds no thread and no
connection to the database.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from io import BytesIO
from typing import IO, Any, cast
from urllib.parse import urlencode

from django.core.exceptions import RequestAborted
from django.core.files.uploadedfile import UploadedFile
from django.core.handlers.asgi import ASGIHandler, ASGIRequest
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.utils.datastructures import MultiValueDict

from permanence.api import problems
from permanence.casework.evidence import receiving
from permanence.casework.evidence.quota import TooLarge
from permanence.lib.errors import Refused, Unauthorised
from permanence.lib.spool import SealedSpool
from permanence.live import access
from permanence.live.store import in_store
from permanence.portal import session
from permanence.portal.space import space
from permanence.ui.middleware import page_headers
from permanence.ui.views import refused

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
Created = tuple[ASGIRequest, None] | tuple[None, HttpResponseBase]

ORDINARY = 3_000_000
"""Bytes of any other request: a piece of a file among them."""
ENVELOPE = 64 * 1024
"""What a form adds around its file."""
WHOLE = re.compile(r"/api/v1/conversations/([^/]+)/attachments$")
PAGE = "/espace"
BEGINS_WITHIN_S = 2.0
TYPED = re.compile(rb'name="text"\r\n(?:[^\r\n]+\r\n)*\r\n(.*?)\r\n--', re.DOTALL)
"""In the beginning of a form: what was being written stands before the file."""
TOO_LONG = "Le corps de la requête est trop grand."


class TooLong(Refused):
    """More bytes than may be sent there."""

    status = 413
    code = "too_long"
    title = "Requête trop grande"


class Handler(ASGIHandler):
    """Django, with bodies as above."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See `ASGIHandler`."""
        try:
            most = await allowance(scope)
            if _announced(scope) > most:
                begun = await _beginning(receive) if _is_page(scope) else b""
                await self.send_response(await in_store(_answer, scope, _too_long(scope, most), begun), send)
                return
            await super().handle(scope, _bounded(receive, most, _too_long(scope, most)), send)
        except Refused as refusal:
            await self.send_response(await in_store(_answer, scope, refusal), send)

    def create_request(self, scope: Mapping[str, Any], body_file: IO[bytes]) -> Created:
        """See `ASGIHandler`. A body that came in chunks has a length once it is here: a form is read by it."""
        created = super().create_request(scope, body_file)
        if created[0] is not None and _announced(scope) < 0:
            created[0].META["CONTENT_LENGTH"] = str(cast(SealedSpool, body_file).size)
        return created

    async def read_body(self, receive: Receive) -> IO[bytes]:
        """See `ASGIHandler`. Raises `RequestAborted`, `Refused`."""
        body = SealedSpool()
        try:
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise RequestAborted
                body.write(message.get("body", b""))
                if not message.get("more_body", False):
                    break
        except BaseException:
            body.close()
            raise
        body.seek(0)
        return cast(IO[bytes], body)


async def allowance(scope: Scope) -> int:
    """How many bytes may come: those of a whole file only where files are sent, and from whoever may send one.

    Raises `Unauthorised` for a whole file from somebody whom no conversation knows.
    """
    whole = WHOLE.search(scope["path"])
    if scope["method"] != "POST" or not (whole or _is_page(scope)) or 0 <= _announced(scope) <= ORDINARY:
        return ORDINARY
    await in_store(_demand, ASGIRequest(scope, BytesIO()), whole[1] if whole else "")
    return receiving.quota().file + ENVELOPE


def _demand(request: ASGIRequest, conversation: str) -> None:
    if not conversation:
        if session.look(request).conversation is None:
            raise Unauthorised(access.REFUSED)
        return
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    access.visitor(conversation, secret if scheme.lower() == "bearer" else "")


def _is_page(scope: Scope) -> bool:
    return bool(scope["path"] == PAGE)


def _announced(scope: Mapping[str, Any]) -> int:
    """The length that the client says; -1: it does not."""
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() else -1
    return -1


def _bounded(receive: Receive, most: int, refusal: Refused) -> Receive:
    came = 0

    async def counted() -> Mapping[str, Any]:
        nonlocal came
        message = await receive()
        came += len(message.get("body", b""))
        if came > most:
            raise refusal
        return message

    return counted


async def _beginning(receive: Receive) -> bytes:
    """The first bytes of what will not be read, as far as they come soon."""
    came = b""
    with suppress(TimeoutError):
        async with asyncio.timeout(BEGINS_WITHIN_S):
            while len(came) < ENVELOPE:
                message = await receive()
                came += message.get("body", b"")
                if not message.get("more_body", False):
                    break
    return came


def _too_long(scope: Scope, most: int) -> Refused:
    """In the words of the quota where a file was meant."""
    if most > ORDINARY:
        try:
            receiving.quota().check_file(max(_announced(scope), most))
        except TooLarge as refusal:
            return refusal
    return TooLong(TOO_LONG)


def _answer(scope: Scope, refusal: Refused, begun: bytes = b"") -> HttpResponseBase:
    """A page to who reads pages, a problem document to everybody else. The page of a file that is too large is the one
    it was sent from, with what was being written there."""
    if not _is_page(scope):
        return _with_headers(problems.of(refusal))
    request = ASGIRequest(scope, BytesIO())
    if not isinstance(refusal, TooLarge):
        return _with_headers(refused(request, refusal))
    typed = TYPED.search(begun)
    text = typed[1].decode("utf-8", "replace") if typed else ""
    request.POST = QueryDict(urlencode({"do": "attach", "text": text}))
    unread = UploadedFile(name="unread", size=max(_announced(scope), receiving.quota().file + 1))
    request._files = MultiValueDict({"file": [unread]})  # type: ignore[attr-defined]
    return _with_headers(space(request))


def _with_headers(response: HttpResponseBase) -> HttpResponseBase:
    response["X-Content-Type-Options"] = "nosniff"
    headed: HttpResponseBase = page_headers(lambda _request: response)(HttpRequest())  # type: ignore[assignment]
    return headed
