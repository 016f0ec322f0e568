"""What a visitor sees of the unit that receives her, and answers to an appointment."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from permanence.api import doors
from permanence.api.v1 import referral_shapes as bodies
from permanence.api.v1 import shapes
from permanence.casework.referrals import actions, queries
from permanence.casework.referrals.actions.appointments import UNKNOWN
from permanence.lib.errors import NotFound

router = Router(tags=["visitors"], auth=doors.Secret())
OF_CONVERSATION = "/conversations/{conversation}/appointments"


@router.get(OF_CONVERSATION, response=bodies.Cards)
def appointments(request: HttpRequest, conversation: shapes.Id) -> dict[str, Any]:
    """Whoever receives her, and when; nothing where the author may be reading."""
    return {"referrals": queries.of_visitor(doors.visitor(request, conversation))}


@router.post(OF_CONVERSATION + "/{appointment}/{answer}", response=bodies.Cards)
def answer(
    request: HttpRequest, conversation: shapes.Id, appointment: str, answer: str, given: bodies.Answered
) -> dict[str, Any]:
    """`confirm` or `decline` (with a word, or without); 409 `moved` where it changed since she saw it."""
    found, pk = doors.visitor(request, conversation), doors.identifier(appointment)
    if pk is None or answer not in ("confirm", "decline"):
        raise NotFound(UNKNOWN)
    _answer(found, pk, answer, given)
    return {"referrals": queries.of_visitor(found)}


def _answer(found: Any, pk: UUID, answer: str, given: bodies.Answered) -> None:
    if answer == "confirm":
        actions.confirm(by=found, appointment=pk, revision=given.revision)
    else:
        actions.decline(by=found, appointment=pk, revision=given.revision, reason=given.reason)
