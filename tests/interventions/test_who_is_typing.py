"""A word agreed at the start, and the mark that the author may be reading: the desk then betrays nothing."""

import asyncio
from importlib.resources import files
from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async

from permanence.accounts import sessions
from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.desk import closing
from permanence.interventions import actions, guard, queries
from permanence.interventions.models import CheckWord
from permanence.lib.errors import Forbidden, Invalid
from permanence.live import journal
from permanence.live.models import Conversation
from tests.api.callers import is_problem, of
from tests.environment.patience import PATIENCE_S
from tests.live.client import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Bonjour, comment s’est passée la journée ?", []),
        ("Je vous réponds dès que possible pour votre commande.", []),
        ("La patrouille arrive, cachez-vous.", ["patrouille", "cachez"]),
        ("POLICE nationale", ["POLICE"]),
        ("êtes-vous blessée ?", ["blessée"]),
        ("Appelez le 17.", ["17"]),
        ("Il est 17h30 rue du 1170", []),
        ("l’Étranglement", ["Étranglement"]),
    ],
)
def test_words_that_betray_are_named_as_typed(text: str, words: list[str]) -> None:
    assert guard.revealing(text) == words


def test_every_line_of_the_list_finds_itself() -> None:
    lines = files("permanence.interventions").joinpath("data", "revealing.txt").read_text(encoding="utf-8").splitlines()
    stems = [line.rstrip("_") for line in lines if line and not line.startswith("#")]
    assert len(stems) > 40
    assert [stem for stem in stems if not guard.revealing(f"oui {stem} non")] == []


def test_the_mark_is_made_and_lifted_with_a_reason(held: Conversation, officer: Officer, colleague: Officer) -> None:
    with pytest.raises(Invalid):
        actions.doubt_author(by=officer, conversation=held.pk, may_read=True, reason=" ")
    with pytest.raises(Forbidden):
        actions.doubt_author(by=colleague, conversation=held.pk, may_read=True, reason="je doute")
    assert "author_may_read" not in queries.officer_view(officer, held)["file"]
    actions.doubt_author(by=officer, conversation=held.pk, may_read=True, reason="elle écrit autrement")
    assert queries.officer_view(officer, held)["file"]["author_may_read"] is True
    actions.doubt_author(by=officer, conversation=held.pk, may_read=False, reason="mot de contrôle donné")
    assert "author_may_read" not in queries.officer_view(officer, held)["file"]
    assert Entry.objects.filter(act="doubt author").count() == 3


def test_the_check_word_is_sealed_and_forgotten(held: Conversation, officer: Officer) -> None:
    actions.keep_check_word(by=officer, conversation=held.pk, word="  tarte aux   pommes ")
    assert queries.officer_view(officer, held)["file"]["check_word"] == "tarte aux pommes"
    assert b"pommes" not in bytes(CheckWord.objects.get().body)
    with pytest.raises(Invalid):
        actions.keep_check_word(by=officer, conversation=held.pk, word="x" * 81)
    actions.keep_check_word(by=officer, conversation=held.pk, word="")
    assert "check_word" not in queries.officer_view(officer, held)["file"]


def test_through_the_http_door_what_betrays_is_refused_and_a_neutral_sentence_passes(
    held: Conversation, officer: Officer
) -> None:
    api = of(officer)
    marked = api("PUT", f"/desk/conversations/{held.pk}/author-may-read", {"may_read": True, "reason": "je doute"})
    assert marked.status_code == 204
    path = f"/desk/conversations/{held.pk}/messages"
    refused = api("POST", path, {"id": str(uuid4()), "text": "La police arrive."})
    assert is_problem(refused, 422)
    assert "« police »" in refused.json()["detail"]
    assert api("POST", path, {"id": str(uuid4()), "text": "Je vous réponds tout de suite."}).status_code == 201


@pytest.mark.django_db(transaction=True)
def test_over_the_live_channel_too_from_the_moment_of_the_mark(held: Conversation, officer: Officer) -> None:
    asyncio.run(_said_live(held, officer))


async def _said_live(held: Conversation, officer: Officer) -> None:
    client = Client()
    client.say(type="open", token=(await _do(sessions.issue, officer)).token)
    await client.hear("opened")
    await _do(actions.doubt_author, by=officer, conversation=held.pk, may_read=True, reason="je doute")
    async with asyncio.timeout(PATIENCE_S):
        while "author_may_read" not in (await client.hear("state")).get("file", {}):
            pass
    client.say(type="send", conversation=str(held.pk), id=str(uuid4()), text="La patrouille arrive.")
    error = await client.hear("error")
    assert (error["code"], error["conversation"]) == ("malformed", str(held.pk))
    client.say(type="send", conversation=str(held.pk), id=str(uuid4()), text="Bonsoir, à demain.")
    assert (await client.hear("ack"))["conversation"] == str(held.pk)
    await client.leave()


async def _do(call: Any, *arguments: Any, **named: Any) -> Any:
    return await sync_to_async(call)(*arguments, **named)


def test_a_proposed_closing_betrays_nothing_where_the_author_may_be_reading(
    held: Conversation, officer: Officer
) -> None:
    def told() -> str:
        closing.propose(by=officer, conversation=held.pk, minutes=15)
        closing.withdraw(by=officer, conversation=held.pk)
        held.refresh_from_db()
        return next(said.text for said in reversed(journal.read(held)) if said.event == "closing")

    assert "114" in told()
    actions.doubt_author(by=officer, conversation=held.pk, may_read=True, reason="je doute")
    assert guard.revealing(told()) == []
