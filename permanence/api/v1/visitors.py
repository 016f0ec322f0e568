"""What visitors, their applications and public tools may ask."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from permanence.api import doors
from permanence.api.v1 import answers, polling, shapes
from permanence.desk import opening, queries
from permanence.desk.arrival import Arrival
from permanence.desk.vocabulary import vocabulary as words
from permanence.interventions.actions import share_position, withdraw_position
from permanence.lib.limits import Limit
from permanence.live import access, actions, attendance, journal
from permanence.live.models import Conversation, Sender
from permanence.live.protocol import moment
from permanence.live.text import checked
from permanence.territory import queries as territory

public = Router(tags=["public"])
router = Router(tags=["visitors"], auth=doors.Secret())

CLEARED = '"cache", "cookies", "storage"'
_speaking = Limit("messages, by conversation", 120, 60)
_moving = Limit("positions, by conversation", 60, 60)
_looking_up = Limit("postal codes, by client", 300, 60)


@public.get("/territory/postal-codes/{code}", response=answers.PostalCode)
def postal_code(request: HttpRequest, code: str) -> dict[str, Any]:
    """The communes of a postal code and the force that answers there; 404 unknown, 422 malformed."""
    _looking_up.hit(doors.client(request))
    return territory.lookup(code)


@public.get("/help-lines", response=list[answers.HelpLine])
def help_lines(request: HttpRequest, department: str | None = None, language: str = "fr") -> list[dict[str, Any]]:
    """The numbers with hours, source and date."""
    return territory.help_lines(department, language)


@public.get("/vocabulary", response=answers.Vocabulary)
def vocabulary(request: HttpRequest, language: str = "fr") -> dict[str, Any]:
    """Every list of codes with its words; French where a language has none yet."""
    return {"language": "fr", **words()}


OPENED = {201: shapes.OpenedConversation, 200: shapes.OpenedConversation}


@public.post("/conversations", response=OPENED, exclude_unset=True)
def open_conversation(request: HttpRequest, given: shapes.NewConversation) -> Status[Any]:
    """Opens a conversation; the same `key` within ten minutes answers 200 with the same one and a new secret."""
    arrival = Arrival(
        postal_code=given.postal_code,
        insee=given.insee,
        reporter=given.reporter or "",
        age=given.age or "",
        categories=given.categories or (),
        language=given.language or "fr",
        in_danger=given.in_danger,
    )
    message = (given.message.id, given.message.text) if given.message else None
    opened = opening.open_conversation(arrival, key=given.key, message=message, client=doors.client(request))
    attendance.visitor_asked(opened.conversation)
    view = queries.visitor_view(opened.conversation)
    answer = {
        "id": str(opened.conversation.pk),
        "secret": opened.secret,
        "return_code": opened.return_code,
        **{name: view[name] for name in ("force", "state", "queue")},
    }
    return Status(201 if opened.created else 200, answer)


@public.post("/conversations/resume", response=shapes.Resumed)
def resume(request: HttpRequest, given: shapes.Code) -> dict[str, str]:
    """Back by return code: a new secret; 401 for a wrong code, after the same time."""
    conversation, secret = opening.resume(given.return_code, client=doors.client(request))
    return {"id": str(conversation.pk), "secret": secret}


@public.post("/conversations/{conversation}/leave", response={204: None})
def leave(request: HttpRequest, conversation: shapes.Id, given: shapes.Leaving) -> HttpResponse:
    """The visitor goes; the conversation stays open for the officer. The secret may come in the body."""
    secret = given.secret if given.secret is not None else doors.bearer_text(request)
    actions.leave(access.visitor(conversation, secret), given.how)
    response = HttpResponse(status=204)
    if given.how == "quick_exit":
        response["Clear-Site-Data"] = CLEARED
    return response


@router.get("/conversations/{conversation}", response=shapes.ConversationState, exclude_unset=True)
def state(request: HttpRequest, conversation: shapes.Id) -> dict[str, Any]:
    """The conversation as it stands."""
    found = doors.visitor(request, conversation)
    return {"id": str(found.pk), **queries.visitor_view(found)}


@router.patch("/conversations/{conversation}", response=shapes.ConversationState, exclude_unset=True)
def answer_more(request: HttpRequest, conversation: shapes.Id, given: shapes.MoreAnswers) -> dict[str, Any]:
    """More answers; `in_danger: true` raises the level at once."""
    found = doors.visitor(request, conversation)
    opening.answer_more(found, **given.model_dump())
    found.refresh_from_db()
    return {"id": str(found.pk), **queries.visitor_view(found)}


@router.post("/conversations/{conversation}/messages", response={201: shapes.Stored, 200: shapes.Stored})
def say(request: HttpRequest, conversation: shapes.Id, given: shapes.NewMessage) -> Status[Any]:
    """Says something: 201 once durable; the same id again: 200 and the same number."""
    found = doors.visitor(request, conversation)
    _speaking.hit(found.pk, detail="Trop de messages à la fois : celui-ci n’est pas parti, réessayez.")
    attendance.visitor_asked(found)
    draft = journal.Draft(found.pk, Sender.VISITOR, checked(given.text), id=given.id)
    return stored(journal.append(draft))


@router.get("/conversations/{conversation}/messages", response=answers.Messages, by_alias=True, exclude_unset=True)
async def messages(
    request: HttpRequest, conversation: shapes.Id, after: int = 0, limit: int = 200, wait: float = 0
) -> dict[str, Any]:
    """Messages after a number; with `wait`, as soon as there are some or the state changes, 25 s at most."""

    def open_door() -> Conversation:
        found = doors.visitor(request, conversation)
        attendance.visitor_asked(found)
        return found

    return await polling.messages(open_door, after=after, limit=limit, wait=wait)


@router.get("/conversations/{conversation}/return-code", response=shapes.ReturnCode)
def return_code(request: HttpRequest, conversation: shapes.Id) -> dict[str, str]:
    """The return code, again."""
    return {"return_code": actions.return_code(doors.visitor(request, conversation))}


@router.post("/conversations/{conversation}/end", response={204: None})
def end(request: HttpRequest, conversation: shapes.Id) -> Status[None]:
    """The visitor ends; the code still opens it."""
    opening.end(doors.visitor(request, conversation))
    return Status(204, None)


@router.post("/conversations/{conversation}/read", response={204: None})
def read(request: HttpRequest, conversation: shapes.Id, given: shapes.ReadUpTo) -> Status[None]:
    """The visitor has read up to a number."""
    actions.mark_read(doors.visitor(request, conversation), "visitor", given.seq)
    return Status(204, None)


@router.post("/conversations/{conversation}/location", response={204: None})
def share_location(request: HttpRequest, conversation: shapes.Id, given: shapes.Location) -> Status[None]:
    """Where her device is, for the officer and the operations centre; the last place given stands."""
    found = doors.visitor(request, conversation)
    _moving.hit(found.pk, detail="Votre position vient d’être transmise.")
    share_position(found, **given.model_dump())
    return Status(204, None)


@router.delete("/conversations/{conversation}/location", response={204: None})
def withdraw_location(request: HttpRequest, conversation: shapes.Id) -> Status[None]:
    """The place is forgotten."""
    withdraw_position(doors.visitor(request, conversation))
    return Status(204, None)


def stored(written: journal.Written) -> Status[Any]:
    """The answer to a message."""
    return Status(201 if written.fresh else 200, {"seq": written.said.seq, "at": moment(written.said.at)})
