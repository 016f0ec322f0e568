"""The craft over the HTTP API: replies, notebook, search, translation; every refusal a problem document."""

from uuid import uuid4

import pytest

from permanence.accounts.models import Officer
from permanence.audit.journal import OPERATOR
from permanence.desk.craft import actions
from tests.api import callers
from tests.api.callers import Caller, Visitor, anybody, is_problem

pytestmark = pytest.mark.usefixtures("few")
UNKNOWN = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def caller(officer: Officer) -> Caller:
    return callers.of(officer)


@pytest.fixture
def beside(caller: Caller) -> str:
    """The address of a conversation that the officer holds, in which the visitor said one thing."""
    visitor = Visitor()
    visitor.say("Il a changé la serrure de l’entrée")
    assert caller("POST", f"/desk/conversations/{visitor.id}/claim").status_code == 200
    return f"/desk/conversations/{visitor.id}"


def test_replies_come_with_the_names_of_their_themes(caller: Caller) -> None:
    actions.load_replies(by=OPERATOR)
    told = caller("GET", "/desk/replies").json()
    hello = next(one for one in told["replies"] if (one["language"], one["shortcut"]) == ("fr", "bonjour"))
    assert (hello["own"], hello["theme"], hello["step"]) == (False, "welcome", "opening")
    assert {"code": "cyber", "label": "Harcèlement en ligne"} in told["themes"]


def test_a_reply_of_one_s_own_is_kept_changed_and_deleted(caller: Caller, colleague: Officer) -> None:
    body = {"shortcut": "a-moi", "language": "fr", "text": "Je vous lis."}
    kept = caller("POST", "/desk/replies/own", body)
    assert kept.status_code == 201
    mine = f"/desk/replies/own/{kept.json()['id']}"
    assert caller("PUT", mine, {**body, "text": "Autrement."}).status_code == 200
    assert is_problem(callers.of(colleague)("PUT", mine, body), 404)
    assert is_problem(caller("POST", "/desk/replies/own", {**body, "shortcut": "fin"}), 422)
    assert caller("DELETE", mine).status_code == 204
    assert is_problem(caller("DELETE", mine), 404)


def test_facts_reminders_and_questions(caller: Caller, beside: str) -> None:
    fact = {"id": str(uuid4()), "text": "Serrure changée", "seq": 1}
    assert caller("POST", f"{beside}/facts", fact).status_code == 201
    reminder = caller("POST", f"{beside}/reminders", {"id": str(uuid4()), "minutes": 10, "text": "La rappeler"}).json()
    assert caller("PUT", f"{beside}/questions/safe-now", {"asked": True}).status_code == 204
    told = caller("GET", f"{beside}/notebook").json()
    assert [(one["text"], one["seq"]) for one in told["facts"]] == [("Serrure changée", 1)]
    assert caller("GET", "/desk/reminders").json()["reminders"] == told["reminders"] == [reminder]
    assert next(one for one in told["questions"] if one["code"] == "safe-now")["asked"]["by"]
    assert caller("POST", f"/desk/reminders/{reminder['id']}/done").status_code == 204
    assert caller("DELETE", f"{beside}/facts/{fact['id']}").status_code == 204
    left = caller("GET", f"{beside}/notebook").json()
    assert (left["facts"], left["reminders"]) == ([], [])


def test_notes_are_numbered_on_their_own(caller: Caller, beside: str) -> None:
    body = {"id": str(uuid4()), "text": "Le mari rentre à 18 h"}
    assert [caller("POST", f"{beside}/notes", body).status_code for _ in range(2)] == [201, 200]
    told = caller("GET", f"{beside}/notes").json()
    assert [(one["seq"], one["text"], one["kind"]) for one in told["notes"]] == [(1, body["text"], "note")]
    assert told["last"] == 1
    assert "mari" not in caller("GET", f"{beside}/messages").content.decode()


def test_searching_says_where(caller: Caller, beside: str) -> None:
    told = caller("POST", f"{beside}/search", {"text": "ENTREE"}).json()
    assert (told["count"], told["matches"]) == (1, [{"seq": 1, "start": 28, "length": 6}])


def test_translating_without_a_translator_is_409(caller: Caller, beside: str) -> None:
    assert is_problem(caller("POST", f"{beside}/messages/1/translation", {"to": "fr"}), 409)


REFUSED: list[tuple[str, str, object, int]] = [
    ("POST", "{beside}/facts", {"id": str(uuid4()), "text": ""}, 422),
    ("POST", "{beside}/notes", {"id": str(uuid4()), "text": " "}, 422),
    ("GET", f"/desk/conversations/{UNKNOWN}/notes", None, 404),
    ("POST", "{beside}/facts", {"id": "non", "text": "x"}, 422),
    ("POST", "{beside}/reminders", {"id": str(uuid4()), "minutes": 0}, 422),
    ("PUT", "{beside}/questions/inconnue", {"asked": True}, 404),
    ("POST", "{beside}/search", {"text": " "}, 422),
    ("DELETE", f"{{beside}}/facts/{UNKNOWN}", None, 404),
    ("POST", f"/desk/reminders/{UNKNOWN}/done", None, 404),
    ("POST", "/desk/reminders/pas-un-id/done", None, 404),
    ("GET", f"/desk/conversations/{UNKNOWN}/notebook", None, 404),
    ("GET", "/desk/conversations/pas-un-id/notebook", None, 404),
]


@pytest.mark.parametrize(("method", "path", "body", "status"), REFUSED)
def test_refusals_are_problems(caller: Caller, beside: str, method: str, path: str, body: object, status: int) -> None:
    assert is_problem(caller(method, path.format(beside=beside), body), status)


@pytest.mark.parametrize("who", ["analyst", "unit", "commander"])
def test_other_roles_are_refused(who: str, request: pytest.FixtureRequest, beside: str) -> None:
    other = callers.of(request.getfixturevalue(who))
    assert is_problem(other("GET", "/desk/replies"), 403)
    assert is_problem(other("GET", "/desk/reminders"), 403)
    assert is_problem(other("GET", f"{beside}/notebook"), 404)
    assert is_problem(anybody()("GET", f"{beside}/notebook"), 401)
