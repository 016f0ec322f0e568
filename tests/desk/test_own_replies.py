"""An officer's own replies: sealed, theirs alone."""

from uuid import uuid4

import pytest

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.desk.craft import actions, queries
from permanence.desk.craft.actions import own
from permanence.desk.craft.models import OwnReply
from permanence.lib.errors import Forbidden, Invalid, NotFound

pytestmark = pytest.mark.django_db
GIVEN = {"shortcut": "a-moi", "language": "fr", "text": "Ici Nadia, je vous lis."}


def test_it_is_offered_to_its_officer_alone(officer: Officer, colleague: Officer) -> None:
    actions.save_own_reply(by=officer, **GIVEN)
    (offered,) = queries.replies(officer)["replies"]
    assert (offered["own"], offered["shortcut"], offered["text"]) == (True, "a-moi", GIVEN["text"])
    assert queries.replies(colleague)["replies"] == []


def test_its_words_are_sealed_and_stay_out_of_the_journal(officer: Officer) -> None:
    row = actions.save_own_reply(by=officer, **GIVEN)
    assert b"Nadia" not in bytes(row.body)
    entry = Entry.objects.get(act="save own reply")
    assert "Nadia" not in f"{entry.detail} {entry.reason}"


def test_it_is_changed_and_deleted_by_its_officer(officer: Officer) -> None:
    row = actions.save_own_reply(by=officer, **GIVEN)
    actions.save_own_reply(by=officer, reply=row.pk, shortcut="a-moi", language="fr", text="Autrement.")
    assert [queries.own_text(one) for one in queries.own_replies(officer)] == ["Autrement."]
    actions.delete_own_reply(by=officer, reply=row.pk)
    assert not OwnReply.objects.exists()


def test_a_colleague_finds_nothing_and_it_is_written_down(officer: Officer, colleague: Officer) -> None:
    row = actions.save_own_reply(by=officer, **GIVEN)
    with pytest.raises(NotFound):
        actions.save_own_reply(by=colleague, reply=row.pk, **GIVEN)
    with pytest.raises(NotFound):
        actions.delete_own_reply(by=colleague, reply=row.pk)
    assert Entry.objects.filter(actor=colleague.actor, outcome="refused").count() == 2
    with pytest.raises(NotFound):
        actions.delete_own_reply(by=officer, reply=uuid4())


@pytest.mark.parametrize("who", ["administrator", "unit", "analyst", "commander", "stranger"])
def test_who_does_not_answer_has_none(who: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(Forbidden):
        actions.save_own_reply(by=request.getfixturevalue(who), **GIVEN)


def test_a_shortcut_names_one_reply(officer: Officer) -> None:
    actions.save_own_reply(by=officer, **GIVEN)
    with pytest.raises(Invalid) as refusal:
        actions.save_own_reply(by=officer, **GIVEN)
    assert set(refusal.value.errors) == {"shortcut"}
    actions.save_own_reply(by=officer, **{**GIVEN, "language": "en"})


@pytest.mark.parametrize(("field", "value"), [("shortcut", "fin"), ("language", "xx"), ("text", " ")])
def test_what_cannot_be_used_is_refused(officer: Officer, field: str, value: str) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.save_own_reply(by=officer, **{**GIVEN, field: value})
    assert set(refusal.value.errors) == {field}


def test_there_is_an_end_to_how_many(officer: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own, "MOST", 1)
    actions.save_own_reply(by=officer, **GIVEN)
    with pytest.raises(Invalid):
        actions.save_own_reply(by=officer, **{**GIVEN, "shortcut": "autre"})


def test_one_that_cannot_be_opened_is_empty_and_no_failure(officer: Officer) -> None:
    row = actions.save_own_reply(by=officer, **GIVEN)
    OwnReply.objects.filter(pk=row.pk).update(body=b"altered")
    assert queries.replies(officer)["replies"][0]["text"] == ""
