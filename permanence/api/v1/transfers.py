"""From one officer to another: offers, answers, the end of a shift, a supervisor who takes over."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act
from permanence.api import doors
from permanence.api.v1 import answers, shapes
from permanence.desk import proposals, queries, transfers, transfers_told
from permanence.desk.access import UNKNOWN
from permanence.lib.errors import NotFound

router = Router(tags=["officers"], auth=doors.OfficerToken())


class Offer(shapes.Strict):
    """To whom, and what they should know."""

    officer: int
    summary: str = ""


class HandOver(shapes.Strict):
    """To whom; a word about each conversation, by its id; the one that stays, if any."""

    officer: int
    summaries: dict[UUID, str] = Field(default_factory=dict)
    but: UUID | None = None


class TakeOver(shapes.Strict):
    """Why."""

    reason: shapes.Words = ""


class Colleague(answers.Answer):
    """Somebody at the desk who could be asked."""

    id: int
    name: str
    presence: str
    holding: int
    capacity: int
    load: float


class Colleagues(answers.Answer):
    """The available first, the least loaded first."""

    colleagues: list[Colleague]


class Transfers(answers.Answer):
    """Open offers to and from the officer."""

    transfers: list[dict[str, Any]]


@router.get("/desk/colleagues", response=Colleagues)
def colleagues(request: HttpRequest) -> dict[str, Any]:
    """Who of the force is at the desk."""
    return {"colleagues": transfers_told.colleagues(doors.officer(request, Act.SEE_QUEUE))}


@router.post("/desk/conversations/{conversation}/transfer", response=Transfers)
def offer(request: HttpRequest, conversation: shapes.Id, given: Offer) -> dict[str, Any]:
    """Asks a colleague; they have 60 s. 409 where one was asked already, or is not available."""
    officer = doors.officer(request)
    transfers.offer(by=officer, conversation=identifier(conversation), to=given.officer, summary=given.summary)
    return _open(officer)


@router.post("/desk/hand-over", response=Transfers)
def hand_over(request: HttpRequest, given: HandOver) -> dict[str, Any]:
    """Offers everything the officer holds to one colleague, who has five minutes: the end of a shift, or with `but`
    an emergency that takes all of them."""
    officer = doors.officer(request)
    transfers.offer_all(by=officer, to=given.officer, summaries=given.summaries, but=given.but)
    return _open(officer)


@router.post("/desk/transfers/{transfer}/accept", response=answers.File)
def accept(request: HttpRequest, transfer: str) -> dict[str, Any]:
    """The conversation becomes mine; 409 once the offer is over."""
    officer = doors.officer(request)
    return queries.file(officer, transfers.accept(by=officer, transfer=identifier(transfer, proposals.UNKNOWN)))


@router.post("/desk/transfers/{transfer}/refuse", response=Transfers)
def refuse(request: HttpRequest, transfer: str) -> dict[str, Any]:
    """It stays with the colleague; 409 once the offer is over."""
    officer = doors.officer(request)
    transfers.refuse(by=officer, transfer=identifier(transfer, proposals.UNKNOWN))
    return _open(officer)


@router.delete("/desk/transfers/{transfer}", response={204: None})
def withdraw(request: HttpRequest, transfer: str) -> Status[None]:
    """Whoever offered keeps it after all."""
    transfers.withdraw(by=doors.officer(request), transfer=identifier(transfer, proposals.UNKNOWN))
    return Status(204, None)


@router.post("/desk/conversations/{conversation}/take-over", response=answers.File)
def take_over(request: HttpRequest, conversation: shapes.Id, given: TakeOver) -> dict[str, Any]:
    """A supervisor speaks in the officer's place, with a reason."""
    officer = doors.officer(request)
    return queries.file(
        officer, transfers.take_over(by=officer, conversation=identifier(conversation), reason=given.reason)
    )


def _open(officer: Officer) -> dict[str, Any]:
    return {"transfers": transfers_told.of_officer(officer)}


def identifier(text: str, unknown: str = UNKNOWN) -> UUID:
    """The id in an address. Raises `NotFound` with the words for an unknown one."""
    try:
        return UUID(text)
    except ValueError:
        raise NotFound(unknown) from None
