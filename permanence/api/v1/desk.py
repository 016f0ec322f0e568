"""What officers' consoles and tools may ask."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from permanence.accounts import actions as accounts
from permanence.accounts import sessions
from permanence.accounts.models import Officer
from permanence.accounts.policy import Act
from permanence.api import doors
from permanence.api.v1 import answers, polling, shapes
from permanence.api.v1.visitors import stored
from permanence.audit import journal as audit
from permanence.desk import access, actions, closing, queries
from permanence.desk.models import Intake
from permanence.interventions import guard
from permanence.lib.errors import NotFound
from permanence.live import actions as live
from permanence.live import hub, journal
from permanence.live.models import Conversation, Sender
from permanence.live.protocol import moment
from permanence.live.text import checked

public = Router(tags=["officers"])
router = Router(tags=["officers"], auth=doors.OfficerToken())


@public.post("/desk/session", response=shapes.Session)
def sign_in(request: HttpRequest, given: shapes.Credentials) -> dict[str, Any]:
    """A token; 401, 403 `otp_required`, 429 when guessed at."""
    officer = sessions.sign_in(given.username, given.password, given.otp, client=doors.client(request))
    return _session(officer, sessions.issue(officer))


@router.post("/desk/session/renew", response=shapes.Session)
def renew(request: HttpRequest) -> dict[str, Any]:
    """The same token, longer."""
    return _session(doors.officer(request), sessions.renew(doors.bearer_text(request)))


@public.delete("/desk/session", response={204: None}, auth=doors.OfficerToken())
def sign_out(request: HttpRequest) -> Status[None]:
    """Ends every token and every signed-in page of the officer."""
    officer = doors.officer(request)
    sessions.sign_out(officer)
    hub.changed(officer.pk)
    return Status(204, None)


@router.get("/desk/me", response=answers.Me)
def me(request: HttpRequest) -> dict[str, Any]:
    """Who the token belongs to."""
    return queries.me(doors.officer(request))


@router.put("/desk/presence", response={204: None})
def set_presence(request: HttpRequest, given: shapes.PresenceChange) -> Status[None]:
    """Available, on a break, off; how many conversations at once."""
    officer = doors.officer(request, Act.SET_PRESENCE)
    accounts.set_presence(by=officer, state=given.state, capacity=given.capacity)
    hub.changed(officer.pk, hub.QUEUE)
    return Status(204, None)


@router.get("/desk/queue", response=answers.Queue)
def queue(request: HttpRequest) -> dict[str, Any]:
    """Who waits, in the order they are served."""
    officer = doors.officer(request, Act.SEE_QUEUE)
    audit.record_reading(by=officer.actor, act=Act.SEE_QUEUE, on=("queue", officer.force or "all"))
    return {"waiting": queries.waiting(officer)}


@router.post("/desk/queue/next", response={200: answers.File, 204: None})
def next_in_queue(request: HttpRequest) -> Status[Any]:
    """Who comes next, now mine; 204 when nobody waits, 409 at capacity."""
    officer = doors.officer(request, Act.CLAIM)
    taken = actions.claim_next(by=officer)
    return Status(200, queries.file(officer, taken)) if taken else Status(204, None)


@router.get("/desk/conversations", response=answers.Files)
def conversations(request: HttpRequest, mine: str | None = None, state: str = "", cursor: str = "") -> dict[str, Any]:
    """The conversations of the officer's force, newest first; `mine`: only theirs."""
    officer = doors.officer(request, Act.SEE)
    audit.record_reading(by=officer.actor, act=Act.SEE, on=("conversations", officer.force or "all"))
    only_mine = mine is not None and mine not in ("0", "false")
    files, following = queries.conversations(officer, mine=only_mine, state=state, cursor=cursor)
    return {"conversations": files, "next": following}


@router.get("/desk/conversations/{conversation}", response=answers.File)
def conversation(request: HttpRequest, conversation: shapes.Id) -> dict[str, Any]:
    """The file of a conversation."""
    officer = doors.officer(request)
    found = access.intake(officer, _id(conversation), Act.SEE)
    audit.record_reading(by=officer.actor, act=Act.SEE, on=("conversation", found.pk))
    return queries.file(officer, found)


@router.post("/desk/conversations/{conversation}/claim", response=answers.File)
def claim(request: HttpRequest, conversation: shapes.Id) -> dict[str, Any]:
    """Takes a conversation: of any number at once exactly one wins, the others get 409."""
    officer = doors.officer(request)
    return queries.file(officer, actions.claim(by=officer, conversation=_id(conversation)))


@router.post("/desk/conversations/{conversation}/messages", response={201: shapes.Stored, 200: shapes.Stored})
def say(request: HttpRequest, conversation: shapes.Id, given: shapes.NewMessage) -> Status[Any]:
    """Says something, as the visitor's."""
    officer = doors.officer(request)
    found = access.intake(officer, _id(conversation), Act.WRITE)
    if found.author_may_read:
        guard.check(given.text)
    draft = journal.Draft(
        found.pk,
        Sender.OFFICER,
        checked(given.text),
        id=given.id,
        officer=officer.pk,
        name=officer.display_name,
    )
    return stored(journal.append(draft))


@router.get("/desk/conversations/{conversation}/messages", response=answers.Messages, by_alias=True, exclude_unset=True)
async def messages(
    request: HttpRequest, conversation: shapes.Id, after: int = 0, limit: int = 200, wait: float = 0
) -> dict[str, Any]:
    """Messages after a number, as the visitor's."""

    def open_door() -> Conversation:
        return queries.readable(doors.officer(request), _id(conversation))

    return await polling.messages(open_door, after=after, limit=limit, wait=wait)


@router.post("/desk/conversations/{conversation}/read", response={204: None})
def read(request: HttpRequest, conversation: shapes.Id, given: shapes.ReadUpTo) -> Status[None]:
    """The officer who holds it has read up to a number."""
    found = access.intake(doors.officer(request), _id(conversation), Act.WRITE)
    live.mark_read(found.conversation, "officer", given.seq)
    return Status(204, None)


@router.post("/desk/conversations/{conversation}/force", response=answers.File)
def correct_force(request: HttpRequest, conversation: shapes.Id, given: shapes.ForceCorrection) -> dict[str, Any]:
    """The right force, with a reason; the conversation moves with its history."""
    officer = doors.officer(request)
    return _file(officer, actions.correct_force(by=officer, conversation=_id(conversation), **given.model_dump()))


@router.post("/desk/conversations/{conversation}/level", response=answers.File)
def correct_level(request: HttpRequest, conversation: shapes.Id, given: shapes.LevelCorrection) -> dict[str, Any]:
    """How urgent it is, with a reason."""
    officer = doors.officer(request)
    return _file(officer, actions.correct_level(by=officer, conversation=_id(conversation), **given.model_dump()))


@router.post("/desk/conversations/{conversation}/mark", response=answers.File)
def mark(request: HttpRequest, conversation: shapes.Id, given: shapes.Marking) -> dict[str, Any]:
    """Test, training, abuse, duplicate (never counted) or genuine, with a reason."""
    officer = doors.officer(request)
    return _file(officer, actions.mark(by=officer, conversation=_id(conversation), **given.model_dump()))


@router.post("/desk/conversations/{conversation}/end", response=answers.File)
def end(request: HttpRequest, conversation: shapes.Id, given: shapes.Ending | None = None) -> dict[str, Any]:
    """The conversation is over; a dangerous one needs a reason."""
    officer = doors.officer(request)
    reason = given.reason if given else ""
    return _file(officer, actions.end(by=officer, conversation=_id(conversation), reason=reason))


@router.post("/desk/conversations/{conversation}/closing", response=answers.File)
def propose_closing(request: HttpRequest, conversation: shapes.Id, given: shapes.ClosingProposal) -> dict[str, Any]:
    """Tells a silent visitor that the conversation closes unless they write; a grave one never closes by itself."""
    officer = doors.officer(request)
    return _file(officer, closing.propose(by=officer, conversation=_id(conversation), **given.model_dump()))


@router.delete("/desk/conversations/{conversation}/closing", response=answers.File)
def withdraw_closing(request: HttpRequest, conversation: shapes.Id) -> dict[str, Any]:
    """The conversation stays open."""
    officer = doors.officer(request)
    return _file(officer, closing.withdraw(by=officer, conversation=_id(conversation)))


def _file(officer: Officer, intake: Intake) -> dict[str, Any]:
    return queries.file(officer, Intake.objects.select_related("conversation", "officer").get(pk=intake.pk))


def _session(officer: Officer, issued: sessions.Issued) -> dict[str, Any]:
    return {
        "token": issued.token,
        "expires_at": moment(issued.expires_at),
        "role": officer.role,
        "force": officer.force or None,
    }


def _id(text: str) -> UUID:
    found = doors.identifier(text)
    if found is None:
        raise NotFound(access.UNKNOWN)
    return found
