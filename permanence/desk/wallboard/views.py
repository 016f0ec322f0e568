"""The wallboard's page, and what it asks for every two seconds.

The page is audited once an opening; the state it then asks for bears no conversation and is not. The state is
computed at most once a second whoever asks, and nothing in it moves by itself: the same state is a `304`.
"""

import hashlib
import json
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from permanence.accounts.policy import Act
from permanence.accounts.web import officer_of, require
from permanence.audit import journal as audit
from permanence.desk.paging.actions import acknowledge
from permanence.desk.views import CONSOLE_POLICY
from permanence.desk.wallboard import board
from permanence.lib.errors import NotFound
from permanence.lib.memo import Remembered

lately = Remembered(board.board, for_s=1)
"""The board, at most a second old, for every screen of this process."""


@require_safe
@require(Act.SEE_WALLBOARD)
def wall(request: HttpRequest) -> HttpResponse:
    """The page."""
    audit.record_reading(by=officer_of(request).actor, act=Act.SEE_WALLBOARD, on=("page", request.path))
    response = render(request, "wallboard/wall.html", {"board": lately(), "officer": officer_of(request)})
    response.headers["Content-Security-Policy"] = CONSOLE_POLICY
    return response


@require_safe
@require(Act.SEE_WALLBOARD)
def state(request: HttpRequest) -> HttpResponse:
    """The board as JSON, or `304` for whoever has it already."""
    body = json.dumps(lately()).encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers={"ETag": tag})
    return HttpResponse(body, content_type="application/json", headers={"ETag": tag})


@require_POST
@require(Act.ACKNOWLEDGE_ALARM)
def look_after(request: HttpRequest, alarm: UUID) -> HttpResponse:
    """Whoever is on call need not be called any more: the officer looks after it."""
    try:
        acknowledge(by=officer_of(request), alarm=alarm)
    except NotFound as refusal:
        return JsonResponse({"detail": refusal.detail}, status=404)
    return HttpResponse(status=204)
