"""Long polling: at once when there is something, otherwise until there is, or until the time is over."""

import asyncio
from collections.abc import Awaitable
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from permanence.api.v1 import polling
from permanence.desk import opening
from permanence.desk.arrival import Arrival
from permanence.live import hub, journal
from permanence.live import polling as live_polling
from permanence.live.models import Conversation, Sender
from tests.environment.patience import PATIENCE_S, comes_true

pytestmark = pytest.mark.django_db(transaction=True)
FOR_EVER_S = 3600


def arrive() -> Conversation:
    return opening.open_conversation(Arrival()).conversation


def say(conversation: Conversation, text: str) -> None:
    journal.append(journal.Draft(conversation.pk, Sender.VISITOR, text))


@pytest.fixture(autouse=True)
def _nothing_but_news_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the end of the waiting nor a second look comes within a test."""
    monkeypatch.setattr(polling, "LONGEST_WAIT_S", FOR_EVER_S)
    monkeypatch.setattr(live_polling, "LOOK_AGAIN_S", FOR_EVER_S)


async def _within_patience(answer: Awaitable[dict[str, Any]]) -> dict[str, Any]:
    async with asyncio.timeout(PATIENCE_S):
        return await answer


def test_messages_already_there_are_not_waited_for() -> None:
    conversation = arrive()
    say(conversation, "bonjour")
    asked = polling.messages(lambda: conversation, after=0, limit=10, wait=FOR_EVER_S)
    answer = asyncio.run(_within_patience(asked))
    assert [message["text"] for message in answer["messages"]] == ["bonjour"]


def test_without_news_the_time_runs_out() -> None:
    conversation = arrive()
    answer = asyncio.run(polling.messages(lambda: conversation, after=0, limit=10, wait=0.2))
    assert answer == {"messages": [], "last": 0, "state": "waiting"}


async def _while_waiting(conversation: Conversation, happening: Any) -> dict[str, Any]:
    waiting = asyncio.create_task(polling.messages(lambda: conversation, after=0, limit=10, wait=FOR_EVER_S))
    await comes_true(hub.conversations, "the waiting")
    await sync_to_async(happening)()
    return await _within_patience(waiting)


def test_a_message_wakes_who_waits() -> None:
    conversation = arrive()
    answer = asyncio.run(_while_waiting(conversation, lambda: say(conversation, "enfin")))
    assert [message["text"] for message in answer["messages"]] == ["enfin"]
    assert not hub.conversations()


def test_a_change_of_state_wakes_who_waits() -> None:
    conversation = arrive()
    answer = asyncio.run(_while_waiting(conversation, lambda: opening.end(conversation)))
    assert answer["state"] == "ended"
