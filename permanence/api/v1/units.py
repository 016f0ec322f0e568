"""Referrals, for the unit that receives her: what it has, what it does with it, its calendar."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status
from pydantic import AwareDatetime, Field

from permanence.accounts.policy import Act
from permanence.api import doors
from permanence.api.v1 import referral_shapes as bodies
from permanence.api.v1 import referral_steps as steps
from permanence.api.v1 import referrals
from permanence.api.v1.transfers import identifier
from permanence.audit import journal as audit
from permanence.casework.referrals import access, contact, queries

router = Router(tags=["units"], auth=doors.OfficerToken())
ONE = "/unit/referrals/{referral}"
UNIT_STEPS = steps.STEPS | steps.OF_THE_UNIT
AHEAD = timedelta(days=30)
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
Moment = Annotated[AwareDatetime, Field(ge=EARLIEST, lt=LATEST)]
"""Beyond these no clock and no database counts."""


@router.get("/unit/referrals", response=bodies.Inbox)
def inbox(request: HttpRequest, start: Annotated[int, Field(ge=0, le=100_000)] = 0) -> dict[str, Any]:
    """What the officer's unit has, the latest first; what it closed; what it refused or forwarded, without a word. At
    most 200 of each; `start` leaves out as many of the first two."""
    officer = doors.officer(request, Act.SEE_UNIT)
    found = queries.inbox(officer, start)
    seen = [one["id"] for one in found]
    audit.record_reading(by=officer.actor, act=Act.SEE_UNIT, on=("unit", officer.unit), referrals=seen)
    return {"referrals": found, "closed": queries.closed(officer, start), "passed_on": queries.passed_on(officer)}


@router.get("/unit/calendar", response=bodies.Calendar)
def calendar(request: HttpRequest, start: Moment | None = None, until: Moment | None = None) -> dict[str, Any]:
    """The unit's appointments between two moments; the next 30 days where none is given."""
    officer = doors.officer(request, Act.SEE_UNIT)
    begin: datetime = start or timezone.now()
    return {"appointments": queries.calendar(officer, begin, until or begin + AHEAD)}


@router.get(ONE, response=bodies.Referral)
def one(request: HttpRequest, referral: str) -> dict[str, Any]:
    """A referral that the unit has now, with when she may be reached (`contact`)."""
    officer = doors.officer(request, Act.SEE_UNIT)
    found = access.referral(officer, _id(referral), Act.SEE_REFERRAL)
    audit.record_reading(by=officer.actor, act=Act.SEE_REFERRAL, on=("referral", found.pk))
    return queries.view(found) | {"contact": contact.view(found)}


@router.post(ONE + "/appointments", response={201: bodies.Referral, 200: bodies.Referral})
def propose(request: HttpRequest, referral: str, given: bodies.NewAppointment) -> Status[Any]:
    """An appointment is proposed to her: 201; the same id again: 200."""
    return referrals.proposed(doors.officer(request, Act.SEE_UNIT), _id(referral), given)


@router.post(ONE + "/attempts", response={201: bodies.Referral, 200: bodies.Referral})
def attempt(request: HttpRequest, referral: str, given: bodies.NewAttempt) -> Status[Any]:
    """Somebody tried to reach her; 409 outside of her windows."""
    return referrals.attempted(doors.officer(request, Act.SEE_UNIT), _id(referral), given)


@router.post("/unit/appointments/{appointment}/{step}", response=bodies.Referral)
def change(request: HttpRequest, appointment: str, step: str, given: bodies.Change) -> dict[str, Any]:
    """`move`, `cancel`; `confirm` and `decline` for her, as she said on the telephone."""
    return referrals.changed(doors.officer(request, Act.SEE_UNIT), appointment, step, given)


@router.post(ONE + "/{step}", response=bodies.Referral | bodies.Gone)
def advance(request: HttpRequest, referral: str, step: str, given: bodies.Said | None = None) -> dict[str, Any]:
    """`accept`, `refuse`, `forward`, `close`, `reopen`, `note`; what left the unit is answered by its state alone."""
    officer = doors.officer(request, Act.SEE_UNIT)
    found = steps.take(UNIT_STEPS, step, officer, _id(referral), given or bodies.Said())
    if found.unit_id != officer.unit or found.state in access.GIVEN_UP:
        return {"id": str(found.pk), "state": found.state}
    return queries.view(found)


def _id(text: str) -> UUID:
    return identifier(text, access.UNKNOWN)
