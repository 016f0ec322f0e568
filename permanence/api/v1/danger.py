"""The assessment of danger: the grid and its answers, kept as they are given, and the history of what they came to."""

from typing import Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from permanence.accounts.policy import Act
from permanence.api import doors
from permanence.api.v1 import shapes
from permanence.api.v1.answers import Answer, Named
from permanence.api.v1.transfers import identifier
from permanence.audit import journal as audit
from permanence.casework.assessment import access, actions, queries
from permanence.live.models import Conversation

router = Router(tags=["danger"], auth=doors.OfficerToken())
ADDRESS = "/desk/conversations/{conversation}/danger"
MOST = 200


class Answers(shapes.Strict):
    """By criterion: `{"answer": "yes"|"no"|"unknown", "seq"?: message, "note"?: internal note}`, or null: no answer
    any more. What is left out stays as it is."""

    answers: dict[shapes.Words, dict[str, Any] | None] = Field(max_length=MOST)


class Section(Answer):
    """A part of the grid."""

    id: str
    title: str


class Criterion(Answer):
    """A question; `red`: one of those of which few are danger."""

    id: str
    section: str
    question: str
    help: str
    red: bool


class Grid(Answer):
    """The questions, and from how many yes it is danger."""

    key: str
    title: str
    source: str
    threshold: dict[str, Any]
    sections: list[Section]
    criteria: list[Criterion]


class Score(Answer):
    """`unknown`: neither yes nor no, asked or not; `possible_…`: if all of these were yes; `may_become`: it would then
    be danger, and is not yet."""

    yes: int
    red: int
    no: int
    unknown: int
    possible_yes: int
    possible_red: int
    is_danger: bool
    may_become: bool


class Danger(Answer):
    """`key`: of the grid that is answered; `newer`: the present one, where that is another; `version` 0: not begun."""

    grid: Grid
    key: str
    newer: dict[str, str] | None
    version: int
    answers: dict[str, Any]
    score: Score
    assessed_at: str | None
    assessed_by: Named | None


class Scored(Answer):
    """One saving: what it came to, what it came to before, and `changes`: `{criterion: [before, after]}`."""

    number: int
    grid: str
    at: str
    by: Named
    yes: int
    red: int
    unknown: int
    is_danger: bool
    before: dict[str, Any] | None
    changes: dict[str, Any]


class History(Answer):
    """The newest first."""

    history: list[Scored]


@router.get(ADDRESS, response=Danger)
def danger(request: HttpRequest, conversation: shapes.Id) -> dict[str, Any]:
    """The grid with what was answered."""
    return _whole(_opened(request, conversation))


@router.patch(ADDRESS, response=Danger)
def answer(request: HttpRequest, conversation: shapes.Id, given: Answers) -> dict[str, Any]:
    """Keeps the answers given; the threshold reached changes nothing by itself."""
    officer, pk = doors.officer(request), identifier(conversation)
    actions.answer(by=officer, conversation=pk, given=given.answers)
    return _whole(access.conversation(officer, pk, Act.SEE_DANGER))


@router.post(ADDRESS + "/carry-over", response=Danger)
def carry_over(request: HttpRequest, conversation: shapes.Id) -> dict[str, Any]:
    """To the present grid: questions that both have keep their answers."""
    officer, pk = doors.officer(request), identifier(conversation)
    actions.carry_over(by=officer, conversation=pk)
    return _whole(access.conversation(officer, pk, Act.SEE_DANGER))


@router.get(ADDRESS + "/history", response=History)
def history(request: HttpRequest, conversation: shapes.Id) -> dict[str, Any]:
    """Every score: who, when, from what to what."""
    return {"history": queries.history(_opened(request, conversation))}


def _opened(request: HttpRequest, conversation: str) -> Conversation:
    officer = doors.officer(request)
    found = access.conversation(officer, identifier(conversation), Act.SEE_DANGER)
    audit.record_reading(by=officer.actor, act=Act.SEE_DANGER, on=("conversation", found.pk))
    return found


def _whole(conversation: Conversation) -> dict[str, Any]:
    return queries.whole(conversation, queries.of(conversation.pk))
