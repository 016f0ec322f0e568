"""The report over HTTP: what goes in, what comes out, what is refused."""

import pytest

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.casework.reports.vocabulary import WORDS
from permanence.desk import actions as desk
from permanence.live.models import Conversation
from tests.api import callers
from tests.api.callers import Caller, is_problem
from tests.desk.conftest import Arrive

pytestmark = pytest.mark.django_db
WINDOW = {"days": [0], "from": "14:00", "until": "16:00", "how": "sms", "to": "06 00 00 00 00"}


@pytest.fixture
def call(officer: Officer) -> Caller:
    return callers.of(officer)


def _of(conversation: Conversation) -> str:
    return f"/desk/conversations/{conversation.pk}/report"


def test_what_the_entry_said_is_suggested_until_it_is_taken_or_answered_otherwise(
    arrive: Arrive, officer: Officer, call: Caller
) -> None:
    said = {"reporter": "victim", "categories": ["physical", "conjugal"]}
    conversation = arrive("35000", **said)
    desk.claim(by=officer, conversation=conversation.pk)
    begun = call("GET", _of(conversation)).json()
    assert begun["content"] == {}
    assert begun["suggested"] == {
        "reporter": "victim",
        "facts.arrival.category": "conjugal",
        "facts.arrival.kinds": ["physical"],
        "victim.insee": "35238",
    }
    given = {"reporter": "witness", "facts.ab12.category": "sexual"}
    assert call("PATCH", _of(conversation), {"given": given}).json()["suggested"] == {}


def test_what_is_kept_comes_back_with_its_windows_in_words(held: Conversation, call: Caller) -> None:
    given = {f"windows.wi01.{name}": value for name, value in WINDOW.items()} | {"windows.wi02.note": "plutôt le soir"}
    kept = call("PATCH", _of(held), {"given": given}).json()
    assert kept["windows"]["wi01"] == {
        "words": "Le lundi de 14 h à 16 h, SMS au 06 00 00 00 00.",
        "lacking": [],
    }
    assert kept["windows"]["wi02"]["words"] == ""
    assert len(kept["windows"]["wi02"]["lacking"]) == 5
    assert call("GET", _of(held)).json()["content"] == given
    gone = call("PATCH", _of(held), {"forget": ["windows.wi02"]}).json()
    assert set(gone["windows"]) == {"wi01"}


@pytest.mark.parametrize(
    "body",
    [
        [],
        {"given": []},
        {"given": {"rien": "x"}},
        {"given": {"victim.sex": {"a": 1}}},
        {"given": {"summary": "x" * 8001}},
        {"given": {"facts.ab12.insee": "00000"}},
        {"given": {"windows.wi01.from": "15:00", "windows.wi01.until": "14:00"}},
        {"given": {"facts.ab12.from_on": "2999"}},
        {"given": {f"p{number}": None for number in range(301)}},
        {"given": {"summary": "moitié \ud800"}},
    ],
)
def test_what_cannot_be_taken_is_refused_and_named(body: object, held: Conversation, call: Caller) -> None:
    answer = call("PATCH", _of(held), body)
    assert is_problem(answer, 422)
    assert answer.json()["errors"]
    assert call("GET", _of(held)).json()["version"] == 0


def test_filing_names_what_is_missing_in_a_sentence(held: Conversation, call: Caller) -> None:
    answer = call("POST", _of(held) + "/file")
    assert is_problem(answer, 422)
    assert set(answer.json()["errors"]) == {"reporter", "facts"}
    assert answer.json()["detail"].startswith("Pour enregistrer le signalement, il manque : qui écrit")


def test_an_earlier_report_is_found_tied_read_and_taken_back(
    held: Conversation, officer: Officer, arrive: Arrive, call: Caller
) -> None:
    first = arrive("35000")
    desk.claim(by=officer, conversation=first.pk)
    told = {"summary": "la première fois", "witness.name": "Une Voisine", "witness.consent": "given"}
    reference = call("PATCH", _of(first), {"given": told}).json()["reference"]
    call("PATCH", _of(held), {"given": {"summary": "de nouveau"}})
    what = {"how": "reference", "value": reference, "reason": "elle la donne"}
    found = call("POST", _of(held) + "/links", what)
    assert found.status_code == 200
    [one] = found.json()["found"]
    assert set(one) == {"reference", "at", "force", "unit"}
    assert is_problem(call("GET", f"{_of(held)}/links/{reference}"), 404)
    assert call("POST", _of(held) + "/links", what | {"earlier": reference}).status_code == 201
    account = str(call("GET", f"{_of(held)}/links/{reference}").json())
    assert "la première fois" in account
    assert "Voisine" not in account
    assert Entry.objects.filter(act="see report", outcome="read", object_id=str(first.pk)).count() == 1
    assert call("GET", _of(held)).json()["links"][0]["reason"] == "elle la donne"
    assert call("POST", f"{_of(held)}/links/{reference}/remove", {"reason": "erreur"}).status_code == 204
    assert call("GET", _of(held)).json()["links"] == []


def test_searches_are_counted_so_that_nobody_tries_them_all(held: Conversation, call: Caller) -> None:
    call("PATCH", _of(held), {"given": {"summary": "x"}})
    what = {"how": "reference", "value": "PN-2026-000999", "reason": "essai"}
    answers = [call("POST", _of(held) + "/links", what).status_code for _ in range(31)]
    assert answers == [200] * 30 + [429]


def test_every_code_has_its_words(call: Caller) -> None:
    words = call("GET", "/desk/casework/vocabulary").json()
    assert set(words) == set(WORDS)
    assert {"code": "conjugal", "label": "Violences conjugales"} in words["category"]
