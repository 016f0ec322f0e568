"""Who sees, fills, files and ties the report of a conversation: whoever speaks there, and their supervisors; nobody
else learns that it exists."""

import pytest
import time_machine

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.casework.reports import actions
from permanence.desk import actions as desk
from permanence.desk import transfers
from permanence.live.models import Conversation
from tests.api import callers
from tests.api.callers import is_problem

pytestmark = pytest.mark.django_db
WHOLE = {"reporter": "victim", "facts.ab12.category": "conjugal"}
SEARCH = {"how": "reference", "value": "GN-2026-000001", "reason": "elle la donne"}
EVERY: list[tuple[str, str, object]] = [
    ("GET", "", None),
    ("PATCH", "", {"given": {"summary": "x"}}),
    ("POST", "/file", None),
    ("GET", "/versions", None),
    ("POST", "/links", SEARCH),
    ("GET", "/links/GN-2026-000001", None),
    ("POST", "/links/GN-2026-000001/remove", {"reason": "erreur"}),
]
OTHERS = (
    "colleague",
    "gendarme",
    "other_supervisor",
    "operator",
    "unit",
    "other_unit",
    "analyst",
    "commander",
    "administrator",
)


def address(conversation: Conversation) -> str:
    return f"/desk/conversations/{conversation.pk}/report"


@pytest.mark.parametrize("who", ["officer", "guest", "supervisor"])
def test_whoever_speaks_there_and_their_supervisor_fill_it(
    who: str, held: Conversation, request: pytest.FixtureRequest
) -> None:
    account: Officer = request.getfixturevalue(who)
    call = callers.of(account)
    assert call("GET", address(held)).json()["version"] == 0
    kept = call("PATCH", address(held), {"given": WHOLE})
    assert kept.status_code == 200, kept.content
    assert (kept.json()["version"], kept.json()["missing"]) == (1, {})
    assert call("POST", address(held) + "/file").json()["filed_by"] == account.display_name
    [version] = call("GET", address(held) + "/versions").json()["versions"]
    assert version["by"] == account.display_name
    assert call("POST", address(held) + "/links", SEARCH).json() == {"found": [], "links": []}


def test_a_supervisor_s_reading_leaves_a_row_and_those_who_speak_there_none(
    held: Conversation, officer: Officer, guest: Officer, supervisor: Officer, clock: time_machine.Traveller
) -> None:
    readings = Entry.objects.filter(act="see report", outcome=Entry.Outcome.READ)
    for account in (officer, guest, supervisor, supervisor):
        callers.of(account)("GET", address(held))
    assert [entry.actor for entry in readings] == [supervisor.actor]
    clock.shift(16 * 60)
    callers.of(supervisor)("GET", address(held))
    assert readings.all().count() == 2


@pytest.mark.parametrize("who", OTHERS)
def test_the_others_find_nothing_there_and_it_is_written_down(
    who: str, held: Conversation, officer: Officer, request: pytest.FixtureRequest
) -> None:
    actions.keep(by=officer, conversation=held.pk, given=WHOLE)
    account: Officer = request.getfixturevalue(who)
    call = callers.of(account)
    for method, more, body in EVERY:
        assert is_problem(call(method, address(held) + more, body), 404)
    refusals = Entry.objects.filter(actor=account.actor, outcome=Entry.Outcome.REFUSED)
    assert refusals.count() == len(EVERY)


def test_nobody_and_somebody_who_left_are_unknown(held: Conversation, stranger: Officer) -> None:
    for call in (callers.anybody(), callers.of(stranger)):
        for method, more, body in (*EVERY, ("GET", "/desk/casework/vocabulary", None)):
            path = more if more.startswith("/desk") else address(held) + more
            assert is_problem(call(method, path, body), 401)


def test_an_unknown_conversation_and_no_id_at_all_are_the_same(officer: Officer) -> None:
    call = callers.of(officer)
    for name in ("6f1d1df4-93cf-4b0c-8a57-0a0c8f4b6b0e", "rien"):
        for method, more, body in EVERY:
            assert is_problem(call(method, f"/desk/conversations/{name}/report{more}", body), 404)


def test_it_goes_with_the_conversation_to_whoever_takes_it_over(
    held: Conversation, officer: Officer, colleague: Officer, supervisor: Officer
) -> None:
    actions.keep(by=officer, conversation=held.pk, given=WHOLE)
    transfers.take_over(by=supervisor, conversation=held.pk, reason="fin de service")
    assert callers.of(supervisor)("PATCH", address(held), {"given": {"summary": "suite"}}).status_code == 200
    for account in (officer, colleague):
        assert is_problem(callers.of(account)("GET", address(held)), 404)


def test_whoever_held_an_ended_conversation_keeps_its_report(
    held: Conversation, officer: Officer, colleague: Officer
) -> None:
    desk.end(by=officer, conversation=held.pk)
    assert callers.of(officer)("PATCH", address(held), {"given": WHOLE}).status_code == 200
    assert is_problem(callers.of(colleague)("GET", address(held)), 404)
