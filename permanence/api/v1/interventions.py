"""Emergencies: the sheet and the request of an officer, the steps of an operations centre."""

from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act
from permanence.api import doors
from permanence.api.v1 import answers, shapes
from permanence.api.v1.transfers import identifier
from permanence.audit import journal as audit
from permanence.desk import access as desk
from permanence.interventions import access, actions, models, queries
from permanence.interventions.steps import Act as Way
from permanence.lib.errors import NotFound

router = Router(tags=["interventions"], auth=doors.OfficerToken())
OF_CONVERSATION = "/desk/conversations/{conversation}"
ONE = "/centre/interventions/{intervention}"
HIGHEST_ID = 2**31 - 1


Answer = bool | int | str | None
"""Yes, no, a number or words; null: not known (any more)."""


class Fields(shapes.Strict):
    """The sheet. What is left out stays as it is; how long words may be is said by the room (`interventions.sheet`)."""

    insee: str | None = None
    address: str | None = None
    landmark: str | None = None
    floor: str | None = None
    access_code: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    accuracy_m: float | None = None
    people: str | None = None
    weapon: Answer = None
    injured: Answer = None
    children: Answer = None
    dogs: Answer = None
    can_speak: Answer = None
    approach: str | None = None
    quiet_approach: Answer = None
    do_not_call_back: Answer = None
    aggressor: str | None = None
    vehicle: str | None = None
    note: str | None = None
    no_place_reason: str | None = None

    def given(self) -> dict[str, Any]:
        """The fields that were in the body."""
        return self.model_dump(exclude_unset=True, exclude={"id", "centres"})


class Request(Fields):
    """The client's id, the centres chosen in the stead of the competent ones, and what completes the sheet."""

    id: UUID
    centres: list[Annotated[int, Field(ge=1, le=HIGHEST_ID)]] = Field(default=[], max_length=20)


class Words(shapes.Strict):
    """What a step may be told with."""

    note: shapes.Words = ""
    result: shapes.Words = ""
    reason: shapes.Words = ""


class Note(shapes.Strict):
    """A word between the desk and the centres; the same `id` again is the same note."""

    text: shapes.Words
    id: UUID | None = None


class Named(answers.Answer):
    """A centre."""

    id: int
    name: str


class Requested(answers.Answer):
    """`centre`: the first one told; null where none is known."""

    id: str
    centre: Named | None
    state: str


class Told(answers.Answer):
    """A centre that was told, and why; `listening`: its console is open somewhere now."""

    id: int
    name: str
    force: str
    telephone: str
    why: Literal["competent", "shared", "entry", "chosen", "second"]
    at: str
    listening: bool


class Step(answers.Answer):
    """What happened; `text` of a note, a result or a reason, `fields` of the sheet that changed, `centres` told."""

    number: int
    kind: str
    at: str
    by: dict[str, str] | None


class Intervention(answers.Answer):
    """With its sheet and its timeline; to a centre also the last words of the conversation."""

    id: str
    conversation: str
    state: Literal["requested", "acknowledged", "dispatched", "on_scene", "closed", "cancelled"]
    centre: Named | None
    centres: list[Told]
    requested_at: str
    rung: int
    escalates_at: str | None
    commune: dict[str, str] | None
    department: dict[str, str] | None
    sheet: dict[str, Any]
    position: dict[str, Any] | None
    next: list[str]
    timeline: list[Step]
    exercise: bool


class Interventions(answers.Answer):
    """Under way first."""

    interventions: list[Intervention]


class Sheet(answers.Answer):
    """What is known so far."""

    sheet: dict[str, Any]
    commune: dict[str, str] | None
    version: int
    position: dict[str, Any] | None


@router.get(OF_CONVERSATION + "/sheet", response=Sheet)
def sheet(request: HttpRequest, conversation: shapes.Id) -> dict[str, Any]:
    """The intervention sheet as it was last kept."""
    officer = doors.officer(request)
    found = desk.intake(officer, identifier(conversation), Act.READ)
    audit.record_reading(by=officer.actor, act=Act.SEE_INTERVENTION, on=("conversation", found.pk))
    return queries.sheet_view(found.conversation)


@router.patch(OF_CONVERSATION + "/sheet", response=Sheet)
def keep_sheet(request: HttpRequest, conversation: shapes.Id, given: Fields) -> dict[str, Any]:
    """Keeps the fields given; an intervention under way follows at once."""
    officer = doors.officer(request)
    actions.keep_sheet(by=officer, conversation=identifier(conversation), fields=given.given())
    return queries.sheet_view(desk.intake(officer, identifier(conversation), Act.READ).conversation)


@router.get(OF_CONVERSATION + "/interventions", response=Interventions)
def of_conversation(request: HttpRequest, conversation: shapes.Id) -> dict[str, Any]:
    """Those of a conversation, the newest first."""
    officer = doors.officer(request)
    found = desk.intake(officer, identifier(conversation), Act.READ)
    audit.record_reading(by=officer.actor, act=Act.SEE_INTERVENTION, on=("conversation", found.pk))
    return {"interventions": queries.of_conversation(found.conversation)}


@router.post(OF_CONVERSATION + "/interventions", response={201: Requested, 200: Requested})
def request_one(request: HttpRequest, conversation: shapes.Id, given: Request) -> Status[Any]:
    """A patrol is asked of the centres of the place of danger: 201; the same id again: 200, one alarm."""
    officer = doors.officer(request)
    found, is_new = actions.request(
        by=officer,
        conversation=identifier(conversation),
        pk=given.id,
        fields=given.given(),
        chosen=given.centres,
    )
    return Status(201 if is_new else 200, queries.answer(found))


@router.post("/desk/interventions/{intervention}/notes", response=Intervention)
def desk_note(request: HttpRequest, intervention: str, given: Note) -> dict[str, Any]:
    """A word of the desk to the centres."""
    return queries.view(_note(doors.officer(request), intervention, given))


@router.post("/desk/interventions/{intervention}/reopen", response=Intervention)
def desk_reopen(request: HttpRequest, intervention: str, given: Words | None = None) -> dict[str, Any]:
    """She denied everything at the door and is back: the same intervention, with its history, rings again."""
    said = given.reason or given.note if given else ""
    return queries.view(_advance(doors.officer(request), intervention, Way.REOPEN, said))


@router.get("/centre/interventions", response=Interventions)
def board(request: HttpRequest, state: str = "") -> dict[str, Any]:
    """What the officer's centre was told of; `state`: `open`, `closed`, or both where it is left out."""
    officer = doors.officer(request, Act.SEE_CENTRE)
    found = queries.board(officer, state=state)
    _note_reading(officer, found)
    return {"interventions": found}


@router.get(ONE, response=Intervention)
def one(request: HttpRequest, intervention: str) -> dict[str, Any]:
    """The intervention with its sheet and timeline."""
    officer = doors.officer(request)
    found = access.intervention(officer, _id(intervention), Act.SEE_INTERVENTION)
    audit.record_reading(by=officer.actor, act=Act.SEE_INTERVENTION, on=("intervention", found.pk))
    return queries.centre_view(found)


@router.post(ONE + "/notes", response=Intervention)
def centre_note(request: HttpRequest, intervention: str, given: Note) -> dict[str, Any]:
    """A word of the centre to the desk."""
    return queries.centre_view(_note(doors.officer(request), intervention, given))


@router.post(ONE + "/{step}", response=Intervention)
def advance(request: HttpRequest, intervention: str, step: str, given: Words | None = None) -> dict[str, Any]:
    """`acknowledge`, `dispatch`, `arrive`, `close` (needs `result`), `cancel` (needs `reason`), `reopen`; 409 out of
    order."""
    officer = doors.officer(request)
    if step not in Way.values or step == Way.REQUEST:
        raise NotFound("Cette étape n’existe pas.")
    words = given or Words()
    said = {Way.CLOSE: words.result, Way.CANCEL: words.reason}.get(Way(step), words.note or words.reason)
    return queries.centre_view(_advance(officer, intervention, Way(step), said))


def _note(officer: Officer, intervention: str, given: Note) -> models.Intervention:
    return actions.note(by=officer, intervention=_id(intervention), text=given.text, pk=given.id)


def _advance(officer: Officer, intervention: str, step: Way, said: str) -> models.Intervention:
    return actions.advance(by=officer, intervention=_id(intervention), act=step, said=said)


def _note_reading(officer: Officer, found: list[dict[str, Any]]) -> None:
    seen = [one["id"] for one in found]
    audit.record_reading(by=officer.actor, act=Act.SEE_CENTRE, on=("centre", officer.centre), interventions=seen)


def _id(text: str) -> UUID:
    return identifier(text, access.UNKNOWN)
