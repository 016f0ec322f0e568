"""The officer's side of the HTTP API, line by line of the contract."""

from uuid import uuid4

import pytest

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from tests.api import callers
from tests.api.callers import Visitor, anybody, is_problem
from tests.conftest import PASSWORD

pytestmark = pytest.mark.usefixtures("few")


def test_signing_in_renewing_and_out(officer: Officer) -> None:
    session = anybody()("POST", "/desk/session", {"username": "policiere", "password": PASSWORD})
    assert session.status_code == 200
    assert set(session.json()) == {"token", "expires_at", "role", "force"}
    caller = callers.Caller(session.json()["token"])
    assert caller("POST", "/desk/session/renew").json()["token"] == session.json()["token"]
    assert caller("GET", "/desk/me").json()["name"] == "Brigadière-cheffe Nadia"
    assert caller("DELETE", "/desk/session").status_code == 204
    assert is_problem(caller("GET", "/desk/me"), 401)


def test_a_wrong_password_is_401_and_guessing_429(officer: Officer) -> None:
    body = {"username": "policiere", "password": "faux"}
    for _ in range(10):
        assert is_problem(anybody()("POST", "/desk/session", body), 401)
    answer = anybody()("POST", "/desk/session", body)
    assert is_problem(answer, 429)
    assert int(answer["Retry-After"]) > 0


def test_presence(officer: Officer) -> None:
    caller = callers.of(officer)
    assert caller("PUT", "/desk/presence", {"state": "break", "capacity": 6}).status_code == 204
    assert (caller("GET", "/desk/me").json()["presence"], caller("GET", "/desk/me").json()["capacity"]) == ("break", 6)
    assert is_problem(caller("PUT", "/desk/presence", {"state": "parti"}), 422)


def test_the_queue_says_all_that_a_choice_needs(officer: Officer) -> None:
    visitor = Visitor(postal_code="35000", reporter="victim", categories=["conjugal"])
    visitor.say("Il est revenu")
    (row,) = callers.of(officer)("GET", "/desk/queue").json()["waiting"]
    assert row["conversation"] == visitor.id
    wanted = {"conversation", "force", "level", "waiting_since", "reporter", "categories", "language", "department"}
    assert wanted | {"messages", "first_words", "here"} <= set(row)
    assert (row["messages"], row["first_words"], row["here"]) == (1, "Il est revenu", True)


def test_the_next_is_mine_then_nobody_then_capacity(officer: Officer) -> None:
    caller, visitor = callers.of(officer), Visitor()
    taken = caller("POST", "/desk/queue/next")
    assert (taken.status_code, taken.json()["id"], taken.json()["mine"]) == (200, visitor.id, True)
    assert caller("POST", "/desk/queue/next").status_code == 204
    caller("PUT", "/desk/presence", {"state": "available", "capacity": 1})
    Visitor()
    assert is_problem(caller("POST", "/desk/queue/next"), 409)


def test_a_claim_wins_once(officer: Officer, colleague: Officer, gendarme: Officer) -> None:
    path = f"/desk/conversations/{Visitor().id}/claim"
    assert callers.of(officer)("POST", path).status_code == 200
    assert is_problem(callers.of(colleague)("POST", path), 409)
    assert is_problem(callers.of(gendarme)("POST", path), 404)
    assert is_problem(callers.of(officer)("POST", f"/desk/conversations/{uuid4()}/claim"), 404)


def test_both_talk(officer: Officer) -> None:
    visitor, caller = Visitor(), callers.of(officer)
    base = f"/desk/conversations/{visitor.id}"
    caller("POST", f"{base}/claim")
    identifier = str(uuid4())
    first = caller("POST", f"{base}/messages", {"id": identifier, "text": "Bonsoir"})
    again = caller("POST", f"{base}/messages", {"id": identifier, "text": "Bonsoir"})
    assert (first.status_code, again.status_code, first.json()) == (201, 200, again.json())
    visitor.say("Bonsoir")
    said = caller("GET", f"{base}/messages").json()["messages"]
    assert [(m["from"], m.get("name")) for m in said[1:]] == [("officer", "Brigadière-cheffe Nadia"), ("visitor", None)]
    assert caller("POST", f"{base}/read", {"seq": 3}).status_code == 204
    assert visitor("GET", f"/conversations/{visitor.id}").json()["read"] == {"visitor": 0, "officer": 3}
    assert Entry.objects.filter(act="read conversation", outcome="read").exists()


def test_corrections_and_the_end(officer: Officer, gendarme: Officer) -> None:
    visitor, caller = Visitor(), callers.of(officer)
    base = f"/desk/conversations/{visitor.id}"
    caller("POST", f"{base}/claim")
    assert caller("POST", f"{base}/level", {"level": "high", "reason": "menaces"}).json()["level"] == "high"
    assert caller("POST", f"{base}/mark", {"kind": "test", "reason": "essai"}).json()["mark"] == "test"
    moved = caller("POST", f"{base}/force", {"force": "GN", "reason": "Cesson", "insee": "35051"})
    assert (moved.status_code, moved.json()["force"], moved.json()["state"]) == (200, "GN", "waiting")
    assert is_problem(caller("GET", base), 404)
    other = callers.of(gendarme)
    other("POST", f"{base}/claim")
    ended = other("POST", f"{base}/end", {})
    assert (ended.status_code, ended.json()["state"]) == (200, "ended")
    assert is_problem(other("POST", f"{base}/end"), 409)


@pytest.mark.parametrize(
    ("path", "body"),
    [("force", {"force": "GN"}), ("level", {"level": "high"}), ("mark", {"kind": "test", "reason": " "})],
)
def test_a_correction_without_a_reason_is_422(officer: Officer, path: str, body: dict[str, str]) -> None:
    visitor, caller = Visitor(), callers.of(officer)
    caller("POST", f"/desk/conversations/{visitor.id}/claim")
    answer = caller("POST", f"/desk/conversations/{visitor.id}/{path}", body)
    assert is_problem(answer, 422)
    assert "reason" in answer.json()["errors"]


def test_my_conversations(officer: Officer, colleague: Officer) -> None:
    mine, other = Visitor(), Visitor()
    callers.of(officer)("POST", f"/desk/conversations/{mine.id}/claim")
    listed = callers.of(officer)("GET", "/desk/conversations?mine").json()
    assert [file["id"] for file in listed["conversations"]] == [mine.id]
    everybody = callers.of(colleague)("GET", "/desk/conversations?state=waiting").json()
    assert [file["id"] for file in everybody["conversations"]] == [other.id]
    assert callers.of(colleague)("GET", "/desk/conversations?cursor=nonsense").status_code == 200


EVERYTHING = [
    ("GET", "/desk/me", None),
    ("PUT", "/desk/presence", {"state": "available"}),
    ("GET", "/desk/queue", None),
    ("POST", "/desk/queue/next", None),
    ("GET", "/desk/conversations", None),
    ("GET", "/desk/conversations/{id}", None),
    ("POST", "/desk/conversations/{id}/claim", None),
    ("GET", "/desk/conversations/{id}/messages", None),
    ("POST", "/desk/conversations/{id}/messages", {"id": str(uuid4()), "text": "x"}),
    ("POST", "/desk/conversations/{id}/read", {"seq": 1}),
    ("POST", "/desk/conversations/{id}/force", {"force": "GN", "reason": "r"}),
    ("POST", "/desk/conversations/{id}/level", {"level": "high", "reason": "r"}),
    ("POST", "/desk/conversations/{id}/mark", {"kind": "test", "reason": "r"}),
    ("POST", "/desk/conversations/{id}/closing", {"minutes": 30}),
    ("DELETE", "/desk/conversations/{id}/closing", None),
    ("POST", "/desk/conversations/{id}/debrief", {"talk": True}),
    ("POST", "/desk/conversations/{id}/end", {"reason": "r"}),
]


@pytest.mark.parametrize(("method", "path", "body"), EVERYTHING)
def test_nobody_and_a_visitors_secret_are_401(method: str, path: str, body: object) -> None:
    visitor = Visitor()
    for caller in (anybody(), visitor):
        assert is_problem(caller(method, path.format(id=visitor.id), body), 401)


@pytest.mark.parametrize(("method", "path", "body"), EVERYTHING[2:])
def test_an_analyst_is_refused_everywhere(analyst: Officer, method: str, path: str, body: object) -> None:
    answer = callers.of(analyst)(method, path.format(id=Visitor().id), body)
    assert answer.status_code in (403, 404)
    assert Entry.objects.filter(actor=analyst.actor, outcome="refused").exists()


@pytest.mark.parametrize(("method", "path", "body"), EVERYTHING[5:])
def test_what_another_force_holds_is_404(gendarme: Officer, method: str, path: str, body: object) -> None:
    assert is_problem(callers.of(gendarme)(method, path.format(id=Visitor().id), body), 404)
