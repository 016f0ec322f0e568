"""A second officer in a conversation: invitations, answers, and how a guest goes."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from permanence.accounts.models import Officer
from permanence.api import doors
from permanence.api.v1 import answers, shapes
from permanence.api.v1.transfers import Offer, identifier
from permanence.desk import guests, proposals, queries, transfers_told

router = Router(tags=["officers"], auth=doors.OfficerToken())


class Invitations(answers.Answer):
    """Open invitations to and from the officer."""

    invitations: list[dict[str, Any]]


@router.post("/desk/conversations/{conversation}/invitations", response=Invitations)
def invite(request: HttpRequest, conversation: shapes.Id, given: Offer) -> dict[str, Any]:
    """Asks a colleague to speak there too; they have 60 s. 409 where one was asked already, is not available, or two
    guests are there."""
    officer = doors.officer(request)
    guests.invite(by=officer, conversation=identifier(conversation), to=given.officer, summary=given.summary)
    return _open(officer)


@router.post("/desk/invitations/{invitation}/accept", response=answers.File)
def accept(request: HttpRequest, invitation: str) -> dict[str, Any]:
    """I speak there too, beside the colleague who holds it; 409 once the invitation is over."""
    officer = doors.officer(request)
    return queries.file(officer, guests.accept(by=officer, invitation=_id(invitation)))


@router.post("/desk/invitations/{invitation}/refuse", response=Invitations)
def refuse(request: HttpRequest, invitation: str) -> dict[str, Any]:
    """Nothing changes; 409 once the invitation is over."""
    officer = doors.officer(request)
    guests.refuse(by=officer, invitation=_id(invitation))
    return _open(officer)


@router.delete("/desk/invitations/{invitation}", response={204: None})
def withdraw(request: HttpRequest, invitation: str) -> Status[None]:
    """Whoever invited does so no more."""
    guests.withdraw(by=doors.officer(request), invitation=_id(invitation))
    return Status(204, None)


@router.post("/desk/conversations/{conversation}/guests/leave", response={204: None})
def leave(request: HttpRequest, conversation: shapes.Id) -> Status[None]:
    """The guest goes; 409 where they are none any more."""
    guests.leave(by=doors.officer(request), conversation=identifier(conversation))
    return Status(204, None)


@router.post("/desk/conversations/{conversation}/guests/{officer}/thank", response=answers.File)
def thank(request: HttpRequest, conversation: shapes.Id, officer: int) -> dict[str, Any]:
    """Whoever holds the conversation lets a guest go; 409 where they are none any more."""
    by, where = doors.officer(request), identifier(conversation)
    return queries.file(by, guests.thank(by=by, conversation=where, guest=officer))


def _id(text: str) -> UUID:
    return identifier(text, proposals.UNKNOWN)


def _open(officer: Officer) -> dict[str, Any]:
    return {"invitations": transfers_told.invitations_of(officer)}
