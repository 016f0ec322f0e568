"""Around a person in danger: the countdown when she goes quiet, the word agreed with her, who may be reading."""

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router, Status

from permanence.api import doors
from permanence.api.v1 import answers, shapes
from permanence.api.v1.transfers import identifier
from permanence.interventions import actions, queries

router = Router(tags=["interventions"], auth=doors.OfficerToken())
OF_CONVERSATION = "/desk/conversations/{conversation}"


class WatchAnswer(shapes.Strict):
    """What is done about a person in danger who went quiet, and why."""

    action: str
    reason: shapes.Words = ""


class CheckWord(shapes.Strict):
    """What only she and the desk know."""

    word: shapes.Words


class Doubt(shapes.Strict):
    """Whether the author may be reading, and why."""

    may_read: bool
    reason: shapes.Words = ""


class Watch(answers.Answer):
    """A countdown; it sounds at `deadline`, unless she is back."""

    conversation: str
    deadline: str
    cause: Literal["silent", "dropped", "closed", "quick_exit"]
    since: str
    alarmed_at: str | None
    handled_by: str | None


@router.post(OF_CONVERSATION + "/watchdog", response=Watch)
def answer_watch(request: HttpRequest, conversation: shapes.Id, given: WatchAnswer) -> dict[str, Any]:
    """`handled`: the officer looks after it; `extend`: five minutes more; a reason for both. 409 where none runs."""
    officer = doors.officer(request)
    return queries.watch_view(
        actions.answer_watch(
            by=officer, conversation=identifier(conversation), action=given.action, reason=given.reason
        )
    )


@router.put(OF_CONVERSATION + "/check-word", response={204: None})
def keep_check_word(request: HttpRequest, conversation: shapes.Id, given: CheckWord) -> Status[None]:
    """The word agreed with her, sealed; empty forgets it."""
    actions.keep_check_word(by=doors.officer(request), conversation=identifier(conversation), word=given.word)
    return Status(204, None)


@router.put(OF_CONVERSATION + "/author-may-read", response={204: None})
def doubt_author(request: HttpRequest, conversation: shapes.Id, given: Doubt) -> Status[None]:
    """Marks that the author may be reading, or lifts the mark, with a reason: what the desk writes is then limited."""
    officer = doors.officer(request)
    actions.doubt_author(
        by=officer, conversation=identifier(conversation), may_read=given.may_read, reason=given.reason
    )
    return Status(204, None)
