"""Whatever goes wrong is a problem document, and the API describes itself."""

import pytest

from permanence.territory import queries
from tests.api.callers import Caller, Visitor, anybody, is_problem

pytestmark = pytest.mark.usefixtures("few")


def test_an_unknown_path_and_a_wrong_method() -> None:
    assert is_problem(anybody()("GET", "/nulle-part"), 404)
    answer = anybody()("DELETE", "/conversations")
    assert is_problem(answer, 405)
    assert "POST" in answer["Allow"]


@pytest.mark.parametrize("body", [b"", b"{", b"[1", b"\xff", b"null", b"[]", b'"x"'])
def test_a_body_that_is_not_what_it_should_be(body: bytes) -> None:
    answer = Caller().client.generic("POST", "/api/v1/conversations/resume", body, "application/json")
    assert is_problem(answer, 400 if answer.status_code == 400 else 422)  # type: ignore[arg-type]


def test_a_body_too_large_is_413() -> None:
    body = b'{"return_code": "' + b"1" * 3_000_000 + b'"}'
    answer = Caller().client.generic("POST", "/api/v1/conversations/resume", body, "application/json")
    assert is_problem(answer, 413)  # type: ignore[arg-type]


def test_a_failure_inside_tells_nothing_of_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(code: str) -> None:
        raise RuntimeError("mot de passe de la base")

    monkeypatch.setattr(queries, "lookup", broken)
    answer = anybody()("GET", "/territory/postal-codes/35000")
    assert is_problem(answer, 500)
    assert "mot de passe" not in answer.content.decode()


def test_the_document_names_every_path() -> None:
    document = anybody()("GET", "/openapi.json").json()
    assert document["info"]["title"] == "Permanence"
    paths = {path.removeprefix("/api/v1") for path in document["paths"]}
    assert {"/conversations", "/conversations/resume", "/desk/session", "/desk/queue/next"} <= paths


def test_the_document_shows_the_shape_of_every_answer_and_of_every_refusal() -> None:
    document = anybody()("GET", "/openapi.json").json()
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            answers = operation["responses"]
            assert "application/problem+json" in answers.pop("default")["content"], (method, path)
            for status, answer in answers.items():
                content = answer.get("content", {})
                shape = content.get("application/json", {}).get("schema", {})
                bare = status == "204" or method == "head" or "application/octet-stream" in content
                assert bare or "$ref" in str(shape), (method, path, status)


@pytest.mark.parametrize("text", ["\x00", "\ud800"])
def test_text_that_no_database_holds_is_named_by_its_field(text: str) -> None:
    answer = anybody()("POST", "/desk/session", {"username": text, "password": text})
    assert is_problem(answer, 422)
    assert set(answer.json()["errors"]) == {"username", "password"}


def test_a_wait_that_is_no_number_is_refused() -> None:
    visitor = Visitor()
    answer = visitor("GET", f"/conversations/{visitor.id}/messages?wait=nan")
    assert is_problem(answer, 422)
    assert list(answer.json()["errors"]) == ["wait"]
