"""Who sees and answers the grid of a conversation: whoever speaks there, and their supervisors; nobody else learns
that it exists."""

import pytest

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.casework.assessment import actions
from permanence.live.models import Conversation
from tests.api import callers
from tests.api.callers import is_problem

pytestmark = pytest.mark.django_db
ANSWERS = {"answers": {"firearms": {"answer": "yes", "seq": 3}}}
EVERY = [("GET", ""), ("PATCH", ""), ("GET", "/history"), ("POST", "/carry-over")]


def address(conversation: Conversation) -> str:
    return f"/desk/conversations/{conversation.pk}/danger"


@pytest.mark.parametrize("who", ["officer", "guest", "supervisor"])
def test_whoever_speaks_there_and_their_supervisor_see_and_answer(
    who: str, held: Conversation, request: pytest.FixtureRequest
) -> None:
    account: Officer = request.getfixturevalue(who)
    call = callers.of(account)
    assert call("GET", address(held)).json()["version"] == 0
    answered = call("PATCH", address(held), ANSWERS)
    assert answered.status_code == 200, answered.content
    assert answered.json()["answers"] == ANSWERS["answers"]
    assert len(answered.json()["grid"]["criteria"]) == 23
    (score,) = call("GET", address(held) + "/history").json()["history"]
    assert (score["yes"], score["red"], score["by"]["id"]) == (1, 1, account.pk)
    assert call("POST", address(held) + "/carry-over").status_code == 200
    readings = Entry.objects.filter(act="see danger assessment", outcome=Entry.Outcome.READ, actor=account.actor)
    assert readings.count() == 2


@pytest.mark.parametrize(
    "who",
    [
        "colleague",
        "gendarme",
        "other_supervisor",
        "operator",
        "unit",
        "other_unit",
        "analyst",
        "commander",
        "administrator",
    ],
)
def test_the_others_find_nothing_there_and_it_is_written_down(
    who: str, held: Conversation, officer: Officer, request: pytest.FixtureRequest
) -> None:
    actions.answer(by=officer, conversation=held.pk, given=ANSWERS["answers"])
    account: Officer = request.getfixturevalue(who)
    call = callers.of(account)
    for method, more in EVERY:
        body = ANSWERS if method == "PATCH" else None
        assert is_problem(call(method, address(held) + more, body), 404)
    refusals = Entry.objects.filter(actor=account.actor, outcome=Entry.Outcome.REFUSED)
    assert refusals.count() == len(EVERY)


def test_nobody_and_somebody_who_left_are_unknown(held: Conversation, stranger: Officer) -> None:
    for call in (callers.anybody(), callers.of(stranger)):
        for method, more in EVERY:
            assert is_problem(call(method, address(held) + more, ANSWERS if method == "PATCH" else None), 401)


def test_an_unknown_conversation_and_no_id_at_all_are_the_same(officer: Officer) -> None:
    call = callers.of(officer)
    for name in ("6f1d1df4-93cf-4b0c-8a57-0a0c8f4b6b0e", "rien"):
        assert is_problem(call("GET", f"/desk/conversations/{name}/danger"), 404)


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        {"answers": []},
        {"answers": {"firearms": "yes"}},
        {"answers": {"firearms": {"answer": "peut-être"}}},
        {"answers": {"firearms": {"answer": "yes", "seq": 99}}},
        {"answers": {f"x{number}": None for number in range(201)}},
    ],
)
def test_what_is_malformed_is_refused_and_named(body: object, held: Conversation, officer: Officer) -> None:
    answer = callers.of(officer)("PATCH", address(held), body)
    assert is_problem(answer, 422)
    assert answer.json()["errors"]
