"""What the desk offers an officer, where assignment is by push."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act
from permanence.api import doors
from permanence.api.v1 import answers
from permanence.api.v1.transfers import identifier
from permanence.audit import journal as audit
from permanence.desk import offers, offers_told, proposals, queries

router = Router(tags=["officers"], auth=doors.OfficerToken())


class Offered(answers.Waiting):
    """One who waits, offered to the officer until `expires_at`."""

    id: str
    expires_at: str


class Offers(answers.Answer):
    """`away`: offers were left unanswered; none comes until the officer says how they are (`PUT /desk/presence`)."""

    offers: list[Offered]
    away: bool


@router.get("/desk/offers", response=Offers)
def mine(request: HttpRequest) -> dict[str, Any]:
    """Whom the officer may accept now."""
    officer = doors.officer(request, Act.SEE_QUEUE)
    audit.record_reading(by=officer.actor, act=Act.SEE_QUEUE, on=("offers", officer.pk))
    return _told(officer)


@router.post("/desk/offers/{offer}/accept", response=answers.File)
def accept(request: HttpRequest, offer: str) -> dict[str, Any]:
    """The conversation becomes mine; 409 once the offer is over."""
    officer = doors.officer(request)
    return queries.file(officer, offers.accept(by=officer, offer=identifier(offer, proposals.UNKNOWN)))


@router.post("/desk/offers/{offer}/refuse", response=Offers)
def refuse(request: HttpRequest, offer: str) -> dict[str, Any]:
    """Another is asked, without a reason; 409 once the offer is over."""
    officer = doors.officer(request)
    offers.refuse(by=officer, offer=identifier(offer, proposals.UNKNOWN))
    return _told(officer)


def _told(officer: Officer) -> dict[str, Any]:
    return {"offers": offers_told.of_officer(officer), "away": offers_told.is_away(officer)}
