"""The visitor's side of the HTTP API, line by line of the contract."""

from uuid import uuid4

import pytest

from permanence.accounts.models import Officer
from permanence.desk import opening
from tests.api import callers
from tests.api.callers import Visitor, anybody, is_problem

pytestmark = pytest.mark.usefixtures("few")


@pytest.fixture(autouse=True)
def _answer_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "ANSWER_AFTER_S", 0)


def test_a_postal_code_gives_force_and_communes() -> None:
    answer = anybody()("GET", "/territory/postal-codes/35000")
    assert answer.status_code == 200
    assert {"postal_code", "force", "ask", "communes"} <= set(answer.json())
    assert answer.json()["force"] == "PN"
    assert set(answer.json()["communes"][0]) >= {"insee", "name", "department", "force", "unit"}


def test_unknown_and_malformed_postal_codes_are_told_apart() -> None:
    assert is_problem(anybody()("GET", "/territory/postal-codes/00000"), 404)
    assert is_problem(anybody()("GET", "/territory/postal-codes/ABC"), 422)


def test_help_lines_have_hours_source_and_date() -> None:
    assert anybody()("GET", "/help-lines?department=35&language=fr").status_code == 200


def test_the_vocabulary_names_every_code_in_french() -> None:
    words = anybody()("GET", "/vocabulary?language=xx").json()
    assert {"reporter", "age", "categories", "level", "mark"} <= set(words)
    assert {"code": "victim", "label": "Je suis la victime"} in words["reporter"]


def test_opening_answers_all_that_is_needed_once() -> None:
    opened = Visitor(postal_code="35000", reporter="victim", age="adult", categories=["conjugal"], language="fr").opened
    assert {"id", "secret", "return_code", "force", "state", "queue"} == set(opened)
    assert (opened["force"], opened["state"]) == ("PN", "waiting")
    assert opened["queue"] == {"position": 1, "estimated_wait_s": None, "staffed": False}
    assert len(opened["return_code"]) == 16


def test_the_same_key_answers_200_with_the_same_conversation_and_a_new_secret() -> None:
    body = {"postal_code": "35000", "key": str(uuid4())}
    first, second = (anybody()("POST", "/conversations", body) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["id"] == second.json()["id"]
    assert first.json()["secret"] != second.json()["secret"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"postal_code": "ABC"}, "postal_code"),
        ({"reporter": "voisin"}, "reporter"),
        ({"categories": "conjugal"}, "categories"),
        ({"key": "pas un uuid"}, "key"),
        ({"message": {"id": str(uuid4()), "text": "  "}}, "message"),
        ({"message": {"text": "bonjour"}}, "message.id"),
    ],
)
def test_a_wrong_field_is_named(body: dict[str, object], field: str) -> None:
    answer = anybody()("POST", "/conversations", body)
    assert is_problem(answer, 422)
    assert field in answer.json()["errors"]


def test_the_state_as_it_stands(officer: Officer) -> None:
    visitor = Visitor()
    visitor.say("bonjour")
    state = visitor("GET", f"/conversations/{visitor.id}").json()
    assert {"id", "state", "force", "queue", "officer", "last", "read"} == set(state)
    assert (state["state"], state["officer"], state["last"]) == ("waiting", None, 1)
    callers.of(officer)("POST", f"/desk/conversations/{visitor.id}/claim")
    state = visitor("GET", f"/conversations/{visitor.id}").json()
    assert (state["state"], state["queue"]) == ("active", None)
    assert state["officer"] == {"name": "Brigadière-cheffe Nadia"}


def test_a_message_is_201_then_200_with_the_same_number() -> None:
    visitor, identifier = Visitor(), str(uuid4())
    first, again = visitor.say("bonjour", identifier), visitor.say("bonjour", identifier)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert set(first.json()) == {"seq", "at"}
    assert first.json()["at"].endswith("Z")


@pytest.mark.parametrize("text", ["", "   \n", "x" * 4001, "a\x00b", "\ud800"])
def test_what_cannot_be_said_is_422(text: str) -> None:
    assert is_problem(Visitor().say(text), 422)


def test_a_message_of_4000_code_points_is_taken() -> None:
    assert Visitor().say("👍" * 4000).status_code == 201


def test_messages_come_in_order_after_a_number() -> None:
    visitor = Visitor()
    for number in range(1, 6):
        visitor.say(str(number))
    answer = visitor("GET", f"/conversations/{visitor.id}/messages?after=2&limit=2").json()
    assert [message["seq"] for message in answer["messages"]] == [3, 4]
    assert (answer["last"], answer["state"]) == (5, "waiting")
    assert set(answer["messages"][0]) == {"seq", "id", "from", "at", "text"}


def test_ending_refuses_more_words_and_the_code_reopens() -> None:
    visitor = Visitor()
    visitor.say("bonjour")
    assert visitor("POST", f"/conversations/{visitor.id}/end").status_code == 204
    assert is_problem(visitor.say("encore"), 409)
    resumed = anybody()("POST", "/conversations/resume", {"return_code": visitor.opened["return_code"]})
    assert set(resumed.json()) == {"id", "secret"}
    assert is_problem(visitor("GET", f"/conversations/{visitor.id}"), 401)


def test_leaving_keeps_the_conversation_open_and_clears_the_browser() -> None:
    visitor = Visitor()
    body = {"how": "quick_exit", "secret": visitor.opened["secret"]}
    answer = anybody()("POST", f"/conversations/{visitor.id}/leave", body)
    assert answer.status_code == 204
    assert '"cookies"' in answer["Clear-Site-Data"]
    assert visitor("POST", f"/conversations/{visitor.id}/leave", {"how": "closed"}).status_code == 204
    assert visitor("GET", f"/conversations/{visitor.id}").json()["state"] == "waiting"


def test_leaving_needs_the_secret_and_a_known_way() -> None:
    visitor = Visitor()
    path = f"/conversations/{visitor.id}/leave"
    assert is_problem(anybody()("POST", path, {"how": "closed"}), 401)
    assert is_problem(anybody()("POST", path, {"how": "closed", "secret": "faux"}), 401)
    assert is_problem(visitor("POST", path, {"how": "fâchée"}), 422)


def test_danger_raises_the_level_in_one_call(officer: Officer) -> None:
    visitor = Visitor()
    assert visitor("PATCH", f"/conversations/{visitor.id}", {"in_danger": True}).status_code == 200
    (row,) = callers.of(officer)("GET", "/desk/queue").json()["waiting"]
    assert row["level"] == "immediate"


def test_the_return_code_can_be_asked_for_again() -> None:
    visitor = Visitor()
    answer = visitor("GET", f"/conversations/{visitor.id}/return-code")
    assert answer.json() == {"return_code": visitor.opened["return_code"]}


PATHS = [
    ("GET", ""),
    ("PATCH", ""),
    ("POST", "/messages"),
    ("GET", "/messages"),
    ("GET", "/return-code"),
    ("POST", "/end"),
    ("POST", "/read"),
]
BODIES = {"POST/messages": {"id": str(uuid4()), "text": "x"}, "POST/read": {"seq": 1}, "PATCH": {}}


@pytest.mark.parametrize(("method", "path"), PATHS)
def test_a_wrong_secret_an_unknown_and_a_malformed_conversation_are_the_same_401(method: str, path: str) -> None:
    visitor, stranger = Visitor(), Visitor()
    body = BODIES.get(method + path)
    answers = [
        caller(method, f"/conversations/{conversation}{path}", body)
        for caller, conversation in [
            (stranger, visitor.id),
            (visitor, str(uuid4())),
            (visitor, "pas-un-uuid"),
            (callers.Caller("faux"), visitor.id),
        ]
    ]
    assert all(is_problem(answer, 401) for answer in answers)
    assert len({answer.content for answer in answers}) == 1
    assert is_problem(anybody()(method, f"/conversations/{visitor.id}{path}", body), 401)


def test_a_wrong_code_is_401_and_too_many_are_429_with_the_numbers() -> None:
    for _ in range(10):
        assert is_problem(anybody()("POST", "/conversations/resume", {"return_code": "1234"}), 401)
    answer = anybody()("POST", "/conversations/resume", {"return_code": "1234"})
    assert is_problem(answer, 429)
    assert int(answer["Retry-After"]) > 0
    assert {"17", "112", "114"} <= set(answer.json()["emergency_numbers"])
