"""Referrals, for the desk: a report is passed on, followed up, written down on behalf of a partner."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act, permits
from permanence.api import doors
from permanence.api.v1 import referral_shapes as bodies
from permanence.api.v1 import referral_steps as steps
from permanence.api.v1 import shapes
from permanence.api.v1.transfers import identifier
from permanence.audit import journal as audit
from permanence.casework.referrals import access, actions, contact, directory, queries
from permanence.casework.referrals.actions.appointments import UNKNOWN
from permanence.casework.referrals.models import Referral
from permanence.casework.reports import queries as reports
from permanence.desk import access as desk

router = Router(tags=["referrals"], auth=doors.OfficerToken())
OF_CONVERSATION = "/desk/conversations/{conversation}/referrals"
ONE = "/desk/referrals/{referral}"
DESK_STEPS = steps.STEPS | steps.OF_THE_DESK


@router.get(OF_CONVERSATION, response=bodies.Referrals)
def of_conversation(request: HttpRequest, conversation: shapes.Id) -> dict[str, Any]:
    """Those of a conversation, and to whom its report may go."""
    officer = doors.officer(request)
    intake = desk.intake(officer, identifier(conversation), Act.SEE_REFERRAL)
    if not permits(officer, Act.WRITE, desk.scope(intake)):
        audit.record_reading(by=officer.actor, act=Act.SEE_REFERRAL, on=("conversation", intake.pk))
    report = reports.of(intake.pk)
    return {
        "referrals": queries.of_conversation(intake.pk),
        "form": directory.for_report(report) if report else None,
        "filed": bool(report and report.filed_at),
        "consent": report.consent if report else "",
    }


@router.post(OF_CONVERSATION, response={201: bodies.Referral, 200: bodies.Referral})
def send(request: HttpRequest, conversation: shapes.Id, given: bodies.NewReferral) -> Status[Any]:
    """The report is passed on: 201; the same id again: 200, one referral."""
    wanted = actions.Sending(**given.model_dump(exclude={"id"}))
    by, about = doors.officer(request), identifier(conversation)
    found, is_new = actions.send(by=by, conversation=about, pk=given.id, given=wanted)
    return Status(201 if is_new else 200, _view(found.pk))


@router.get("/desk/directory", response=bodies.Directory)
def look_up(
    request: HttpRequest, q: str = "", department: str = "", force: str = "", conversation: str = ""
) -> dict[str, Any]:
    """Units by their name or that of a commune (`q`), in a department, of a force; with `conversation`, the distance
    from where she shares that she is."""
    officer = doors.officer(request, Act.SEARCH_DIRECTORY)
    near = None
    if conversation:
        intake = desk.intake(officer, identifier(conversation), Act.SEE_REFERRAL)
        near = directory.position(intake.conversation)
    return {"units": directory.search(directory.Search(q[:80], department[:3], force[:2], near))}


@router.get(ONE, response=bodies.Referral)
def one(request: HttpRequest, referral: str) -> dict[str, Any]:
    """A referral with when she may be reached (`contact`)."""
    officer = doors.officer(request)
    found = access.referral(officer, _id(referral), Act.SEE_REFERRAL)
    audit.record_reading(by=officer.actor, act=Act.SEE_REFERRAL, on=("referral", found.pk))
    return queries.view(found) | {"contact": contact.view(found)}


@router.post(ONE + "/appointments", response={201: bodies.Referral, 200: bodies.Referral})
def propose(request: HttpRequest, referral: str, given: bodies.NewAppointment) -> Status[Any]:
    """What a partner proposes, written down by the desk: 201; the same id again: 200."""
    return proposed(doors.officer(request), _id(referral), given)


@router.post(ONE + "/attempts", response={201: bodies.Referral, 200: bodies.Referral})
def attempt(request: HttpRequest, referral: str, given: bodies.NewAttempt) -> Status[Any]:
    """Somebody tried to reach her; 409 outside of her windows."""
    return attempted(doors.officer(request), _id(referral), given)


@router.post("/desk/appointments/{appointment}/{step}", response=bodies.Referral)
def change(request: HttpRequest, appointment: str, step: str, given: bodies.Change) -> dict[str, Any]:
    """`move`, `confirm`, `decline`, `cancel`: of a partner's appointment."""
    return changed(doors.officer(request), appointment, step, given)


@router.post(ONE + "/{step}", response=bodies.Referral)
def advance(request: HttpRequest, referral: str, step: str, given: bodies.Said | None = None) -> dict[str, Any]:
    """`note`, `recall`, `reopen`, `tell`, `notice`; of a partner `accept`, `refuse`, `close` too."""
    found = steps.take(DESK_STEPS, step, doors.officer(request), _id(referral), given or bodies.Said())
    return _view(found.pk)


def proposed(by: Officer, referral: UUID, given: bodies.NewAppointment) -> Status[Any]:
    """An appointment is proposed; the referral as it then is."""
    _, is_new = actions.propose(by=by, referral=referral, pk=given.id, hour=steps.hour(given))
    return Status(201 if is_new else 200, _view(referral))


def attempted(by: Officer, referral: UUID, given: bodies.NewAttempt) -> Status[Any]:
    """An attempt is written down; the referral as it then is."""
    _, is_new = actions.attempt(by=by, referral=referral, pk=given.id, result=given.result, note=given.note)
    return Status(201 if is_new else 200, _view(referral))


def changed(by: Officer, appointment: str, step: str, given: bodies.Change) -> dict[str, Any]:
    """What was done to an appointment; its referral as it then is."""
    return _view(steps.change(step, by, identifier(appointment, UNKNOWN), given).referral_id)


def _view(referral: UUID) -> dict[str, Any]:
    found: Referral = access.rows().get(pk=referral)
    return queries.view(found)


def _id(text: str) -> UUID:
    return identifier(text, access.UNKNOWN)
