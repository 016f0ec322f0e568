"""What officers' consoles may ask of the craft: replies, notebooks, searching, translating."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from permanence.accounts.policy import Act
from permanence.api import doors
from permanence.api.v1 import craft_shapes as shapes
from permanence.desk.access import UNKNOWN
from permanence.desk.craft import actions, queries, translator
from permanence.lib.errors import NotFound

router = Router(tags=["craft"], auth=doors.OfficerToken())
BESIDE = "/desk/conversations/{conversation}"


@router.get("/desk/replies", response=shapes.Replies)
def replies(request: HttpRequest) -> dict[str, Any]:
    """Prepared replies: the house's for the officer's force, and their own."""
    return queries.replies(doors.officer(request, Act.SEE_REPLIES))


@router.post("/desk/replies/own", response={201: shapes.Kept})
def save_own_reply(request: HttpRequest, given: shapes.NewOwnReply) -> Status[Any]:
    """A reply of the officer's own; 422 by field."""
    row = actions.save_own_reply(by=doors.officer(request), **given.model_dump())
    return Status(201, {"id": str(row.pk)})


@router.put("/desk/replies/own/{reply}", response=shapes.Kept)
def change_own_reply(request: HttpRequest, reply: str, given: shapes.NewOwnReply) -> dict[str, str]:
    """Other words for it."""
    row = actions.save_own_reply(by=doors.officer(request), reply=_id(reply), **given.model_dump())
    return {"id": str(row.pk)}


@router.delete("/desk/replies/own/{reply}", response={204: None})
def delete_own_reply(request: HttpRequest, reply: str) -> Status[None]:
    """It is offered no more."""
    actions.delete_own_reply(by=doors.officer(request), reply=_id(reply))
    return Status(204, None)


@router.get(f"{BESIDE}/notebook", response=shapes.Notebook)
def notebook(request: HttpRequest, conversation: str) -> dict[str, Any]:
    """Pinned facts, reminders to come, questions to ask."""
    return queries.notebook(doors.officer(request), _id(conversation))


@router.post(f"{BESIDE}/debrief", response={204: None})
def debrief(request: HttpRequest, conversation: str, given: shapes.DebriefGiven) -> Status[None]:
    """What a grave conversation left its officer with, for the supervisors alone; 409 before its end."""
    actions.write_debrief(by=doors.officer(request), conversation=_id(conversation), **given.model_dump())
    return Status(204, None)


@router.post(f"{BESIDE}/notes", response={201: shapes.Note, 200: shapes.Note})
def add_note(request: HttpRequest, conversation: str, given: shapes.NewNote) -> Status[Any]:
    """Says something to the other officers: numbered on its own, never shown to the visitor."""
    row, fresh = actions.add_note(
        by=doors.officer(request), conversation=_id(conversation), note=given.id, text=given.text
    )
    return Status(201 if fresh else 200, queries.note(row))


@router.get(f"{BESIDE}/notes", response=shapes.Notes)
def notes(request: HttpRequest, conversation: str, after: int = 0) -> dict[str, Any]:
    """What officers said to each other, in order."""
    return queries.notes_of(doors.officer(request), _id(conversation), after=after)


@router.post(f"{BESIDE}/facts", response={201: shapes.Fact})
def pin(request: HttpRequest, conversation: str, given: shapes.NewFact) -> Status[Any]:
    """Pins a fact; the same id again is the same fact."""
    officer = doors.officer(request)
    row = actions.pin(by=officer, conversation=_id(conversation), fact=given.id, text=given.text, seq=given.seq)
    return Status(201, queries.fact(row))


@router.delete(f"{BESIDE}/facts/{{fact}}", response={204: None})
def unpin(request: HttpRequest, conversation: str, fact: str) -> Status[None]:
    """Takes it off."""
    actions.unpin(by=doors.officer(request), conversation=_id(conversation), fact=_id(fact))
    return Status(204, None)


@router.post(f"{BESIDE}/reminders", response={201: shapes.Reminder})
def set_reminder(request: HttpRequest, conversation: str, given: shapes.NewReminder) -> Status[Any]:
    """Whoever holds the conversation is told in `minutes`; the same id again is the same reminder."""
    row = actions.set_reminder(
        by=doors.officer(request),
        conversation=_id(conversation),
        reminder=given.id,
        minutes=given.minutes,
        text=given.text,
    )
    return Status(201, queries.reminder(row))


@router.get("/desk/reminders", response=shapes.Reminders)
def reminders(request: HttpRequest) -> dict[str, Any]:
    """What waits to ring in the conversations that the officer holds."""
    return {"reminders": queries.reminders(doors.officer(request, Act.SEE_QUEUE))}


@router.post("/desk/reminders/{reminder}/done", response={204: None})
def end_reminder(request: HttpRequest, reminder: str) -> Status[None]:
    """Heard, or not needed any more."""
    actions.end_reminder(by=doors.officer(request), reminder=_id(reminder, "Ce rappel n’existe pas."))
    return Status(204, None)


@router.put(f"{BESIDE}/questions/{{question}}", response={204: None})
def tick(request: HttpRequest, conversation: str, question: str, given: shapes.Tick) -> Status[None]:
    """A question was asked, or not yet."""
    actions.tick(by=doors.officer(request), conversation=_id(conversation), question=question, asked=given.asked)
    return Status(204, None)


@router.post(f"{BESIDE}/search", response=shapes.Found)
def search(request: HttpRequest, conversation: str, given: shapes.Search) -> dict[str, Any]:
    """Where words stand in the whole conversation, whatever their accents. In the body: an address is logged."""
    return queries.search(doors.officer(request), _id(conversation), given.text)


@router.post(f"{BESIDE}/messages/{{seq}}/translation", response=shapes.Translation, by_alias=True)
def translate(request: HttpRequest, conversation: str, seq: int, given: shapes.TranslationWanted) -> dict[str, Any]:
    """A machine's words for a message, kept nowhere; 409 where no translator is configured, 503 where it fails."""
    told = translator.translate(by=doors.officer(request), conversation=_id(conversation), seq=seq, target=given.to)
    return {"text": told.text, "from": told.source or None, "to": told.target, "by": "machine"}


def _id(text: str, unknown: str = UNKNOWN) -> UUID:
    found = doors.identifier(text)
    if found is None:
        raise NotFound(unknown)
    return found
