"""The visitors' lines of the contract, to the letter: fields, status codes, problem documents."""

import re
from uuid import uuid4

import pytest

from tests.environment.api import Api, Desk, problem
from tests.environment.servers import Arrive

pytestmark = pytest.mark.server
JSON = {"Content-Type": "application/json"}
UTC = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z")
REFUSED_ARRIVALS = [
    ({"postal_code": "35000", "reporter": "passer-by"}, "reporter"),
    ({"postal_code": "35 00", "reporter": "victim"}, "postal_code"),
    ({"postal_code": 35000, "reporter": "victim"}, "postal_code"),
    ({"postal_code": "35000", "reporter": "victim", "categories": ["weather"]}, "categories"),
    ({"postal_code": "35000", "reporter": "victim", "age": "old"}, "age"),
    ({"postal_code": "35000", "reporter": "victim", "key": "not a UUID"}, "key"),
    ({"postal_code": "35000", "reporter": "victim", "insee": "75056"}, "insee"),
]


def test_an_opened_conversation_has_the_fields_of_the_contract(arrive: Arrive) -> None:
    opened = arrive("35000", age="adult", categories=[], language="fr", in_danger=False).opened
    assert set(opened) == {"id", "secret", "return_code", "force", "state", "queue"}
    assert (opened["force"], opened["state"]) == ("PN", "waiting")
    assert {"position", "estimated_wait_s"} <= set(opened["queue"])
    assert opened["queue"]["position"] >= 1


def test_a_conversation_as_its_visitor_sees_it(arrive: Arrive, police: Desk) -> None:
    visitor = arrive("35000")
    waiting = visitor.view()
    assert set(waiting) >= {"id", "state", "force", "queue", "officer", "last", "read"}
    assert (waiting["state"], waiting["officer"], waiting["last"]) == ("waiting", None, 0)
    police.take(visitor.id)
    active = visitor.view()
    assert (active["state"], active["queue"]) == ("active", None)
    assert active["officer"] == {"name": "Brigadière-cheffe Nadia"}
    assert active["read"] == {"visitor": 0, "officer": 0}


@pytest.mark.parametrize(("body", "field"), REFUSED_ARRIVALS)
def test_an_arrival_that_cannot_be_understood_names_the_field(api: Api, body: dict[str, object], field: str) -> None:
    document = problem(api.post("conversations", body), 422)
    assert field in document["errors"], document


def test_an_unknown_postal_code_is_no_dead_end(api: Api) -> None:
    answer = api.post("conversations", {"postal_code": "00000", "reporter": "victim"})
    assert answer.status_code in (201, 422), answer.text
    if answer.status_code == 422:
        assert "postal_code" in problem(answer, 422)["errors"]
    else:
        assert answer.json()["force"] is None


def test_a_mixed_postal_code_follows_the_commune(api: Api, arrive: Arrive) -> None:
    communes = api.get("territory/postal-codes/54800").json()["communes"]
    forces = {commune["force"]: commune["insee"] for commune in communes}
    assert {"PN", "GN"} <= set(forces)
    for force in ("PN", "GN"):
        assert arrive("54800", insee=forces[force]).opened["force"] == force


def test_the_same_key_is_the_same_conversation_with_a_new_secret(api: Api) -> None:
    body = {"postal_code": "35000", "reporter": "victim", "key": str(uuid4())}
    first, second = api.post("conversations", body), api.post("conversations", body)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["id"] == second.json()["id"]
    assert first.json()["secret"] != second.json()["secret"]


def test_a_first_message_is_in_the_thread(arrive: Arrive) -> None:
    identifier = str(uuid4())
    visitor = arrive("35000", message={"id": identifier, "text": "Il frappe à la porte."})
    (message,) = visitor.thread()
    assert set(message) >= {"seq", "id", "from", "at", "text"}
    assert (message["seq"], message["id"], message["from"]) == (1, identifier, "visitor")
    assert UTC.fullmatch(message["at"])


def test_a_message_is_created_once(arrive: Arrive) -> None:
    visitor, body = arrive("35000"), {"id": str(uuid4()), "text": "Bonjour"}
    first = visitor.post(f"{visitor.path}/messages", body)
    again = visitor.post(f"{visitor.path}/messages", body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert set(first.json()) == {"seq", "at"}
    assert first.json() == again.json()
    assert len(visitor.thread()) == 1


@pytest.mark.parametrize("text", ["", "   \n\t", "\u00a0\u2003", "a" * 4001, "\U0001f90d" * 4001, "nul \x00"])
def test_a_text_that_cannot_be_taken_is_refused(arrive: Arrive, text: str) -> None:
    visitor = arrive("35000")
    answer = visitor.post(f"{visitor.path}/messages", {"id": str(uuid4()), "text": text})
    assert "text" in problem(answer, 422)["errors"]
    assert visitor.thread() == []


def test_a_lone_surrogate_is_refused(arrive: Arrive) -> None:
    visitor = arrive("35000")
    body = b'{"id": "%s", "text": "\\ud83d"}' % str(uuid4()).encode()
    headers = {**JSON, "Authorization": f"Bearer {visitor.secret}"}
    answer = visitor.request("POST", f"{visitor.path}/messages", content=body, headers=headers)
    problem(answer, 422)


@pytest.mark.parametrize("text", ["a" * 4000, "\U0001f90d" * 4000, "<script>alert(1)</script>", "=1+1", "\u202eabc"])
def test_a_text_is_kept_as_it_was_written(arrive: Arrive, text: str) -> None:
    visitor = arrive("35000")
    visitor.say(text)
    assert visitor.thread()[0]["text"] == text


def test_a_wrong_secret_and_an_unknown_conversation_are_told_alike(api: Api, arrive: Arrive) -> None:
    visitor = arrive("35000")
    wrong = {"Authorization": "Bearer wrong"}
    documents = [
        problem(api.request("GET", f"conversations/{identifier}", headers=headers), 401)
        for identifier in (visitor.id, str(uuid4()))
        for headers in (wrong, {"Authorization": "Bearer " + "x" * 43})
    ]
    assert len({(one["type"], one["title"], one["detail"]) for one in documents}) == 1, documents


def test_danger_raises_the_level_at_once(arrive: Arrive, police: Desk) -> None:
    visitor = arrive("35000")
    assert visitor.patch(visitor.path, {"in_danger": True}).status_code == 200
    row = next(row for row in police.queue() if row["conversation"] == visitor.id)
    assert row["level"] == "immediate"


def test_what_was_said_at_the_door_can_be_corrected(arrive: Arrive, police: Desk) -> None:
    visitor = arrive(None)
    answer = visitor.patch(visitor.path, {"insee": "35238", "reporter": "witness"})
    assert answer.status_code == 200, answer.text
    assert visitor.view()["force"] == "PN"
    row = next(row for row in police.queue() if row["conversation"] == visitor.id)
    assert (row["reporter"], row["department"]) == ("witness", "35")
    assert "insee" in problem(visitor.patch(visitor.path, {"insee": "99999"}), 422)["errors"]


def test_an_ended_conversation_takes_no_more(arrive: Arrive) -> None:
    visitor = arrive("35000")
    ended = visitor.post(f"{visitor.path}/end")
    assert (ended.status_code, ended.text) == (204, "")
    problem(visitor.post(f"{visitor.path}/messages", {"id": str(uuid4()), "text": "Encore"}), 409)
    assert visitor.view()["state"] == "ended"


def test_the_vocabulary_is_published_in_french(api: Api) -> None:
    answer = api.get("vocabulary", language="fr")
    assert answer.status_code == 200
    assert "categories" in answer.json()


def test_the_numbers_have_hours_a_source_and_a_date(api: Api) -> None:
    answer = api.get("help-lines", department="35", language="fr")
    assert answer.status_code == 200
    assert {"17", "112", "114"} <= set(re.findall(r"\d+", answer.text))


@pytest.mark.parametrize("path", ["nothing", "conversations/", "desk/nothing"])
def test_an_address_that_does_not_exist_is_a_problem_document(api: Api, path: str) -> None:
    problem(api.get(path), 404)


@pytest.mark.parametrize(("method", "path"), [("DELETE", "conversations"), ("PUT", "vocabulary")])
def test_a_method_that_does_not_exist_is_a_problem_document(api: Api, method: str, path: str) -> None:
    problem(api.request(method, path), 405)


@pytest.mark.parametrize("content", [b"{", b"[]", b'"text"', b"\xff\xfe", b""])
def test_a_body_that_is_no_json_object_is_a_problem_document(api: Api, content: bytes) -> None:
    answer = api.request("POST", "conversations", content=content, headers=JSON)
    assert answer.status_code in (400, 422)
    problem(answer, answer.status_code)
