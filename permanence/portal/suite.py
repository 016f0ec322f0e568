"""What comes next for her, on her own page: whoever receives her, the appointment, and her answer to it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from permanence.casework.referrals import actions, queries
from permanence.casework.referrals.actions.appointments import UNKNOWN
from permanence.desk.vocabulary import Age
from permanence.lib.errors import NotFound, Refused
from permanence.live.models import Conversation
from permanence.portal import session

CONFIRM, DECLINE = "confirm", "decline"
LONGEST_WORD = 2000


def context(conversation: Conversation, **more: object) -> dict[str, object]:
    """What the cards need: `cards`, whether she is a minor, who is then spoken to as one speaks to a child."""
    return {"cards": queries.of_visitor(conversation), "is_minor": conversation.intake.age == Age.MINOR, **more}


@require_GET
def cards(request: HttpRequest) -> HttpResponse:
    """The cards alone, for the page that is open; 401 where it is locked."""
    found = session.look(request)
    if found.conversation is None:
        return HttpResponse(status=401)
    return render(request, "portal/suite_cards.html", context(found.conversation, form="say"))


def answer(request: HttpRequest, conversation: Conversation) -> Refused | None:
    """Her answer, from a button whose `do` is "confirm APPOINTMENT REVISION" or "decline …"; the refusal if any."""
    what, appointment, revision = _given(request)
    try:
        _answer(conversation, what, appointment, revision, request.POST.get(f"word {appointment}", ""))
    except Refused as refusal:
        return refusal
    return None


def _answer(conversation: Conversation, what: str, appointment: str, revision: str, word: str) -> Any:
    try:
        pk, seen = UUID(appointment), int(revision)
    except ValueError:
        raise NotFound(UNKNOWN) from None
    if what == CONFIRM:
        return actions.confirm(by=conversation, appointment=pk, revision=seen)
    return actions.decline(by=conversation, appointment=pk, revision=seen, reason=word[:LONGEST_WORD])


def _given(request: HttpRequest) -> tuple[str, str, str]:
    what, _, rest = request.POST.get("do", "").partition(" ")
    appointment, _, revision = rest.partition(" ")
    return what, appointment, revision
