"""Long polling: at once when there is something, otherwise until there is, or until the time is over."""

import asyncio
import time
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from permanence.api.v1 import polling
from permanence.desk import opening
from permanence.desk.arrival import Arrival
from permanence.live import hub, journal
from permanence.live.models import Conversation, Sender

pytestmark = pytest.mark.django_db(transaction=True)


def arrive() -> Conversation:
    return opening.open_conversation(Arrival()).conversation


def say(conversation: Conversation, text: str) -> None:
    journal.append(journal.Draft(conversation.pk, Sender.VISITOR, text))


def test_messages_already_there_come_at_once() -> None:
    conversation = arrive()
    say(conversation, "bonjour")
    began = time.monotonic()
    answer = asyncio.run(polling.messages(lambda: conversation, after=0, limit=10, wait=10))
    assert [message["text"] for message in answer["messages"]] == ["bonjour"]
    assert time.monotonic() - began < 5


def test_without_news_the_time_runs_out() -> None:
    conversation = arrive()
    answer = asyncio.run(polling.messages(lambda: conversation, after=0, limit=10, wait=0.2))
    assert answer == {"messages": [], "last": 0, "state": "waiting"}


async def _while_waiting(conversation: Conversation, happening: Any) -> dict[str, Any]:
    waiting = asyncio.create_task(polling.messages(lambda: conversation, after=0, limit=10, wait=10))
    await asyncio.sleep(0.2)
    await sync_to_async(happening)()
    return await asyncio.wait_for(waiting, 5)


def test_a_message_wakes_who_waits() -> None:
    conversation = arrive()
    answer = asyncio.run(_while_waiting(conversation, lambda: say(conversation, "enfin")))
    assert [message["text"] for message in answer["messages"]] == ["enfin"]
    assert not hub.conversations()


def test_a_change_of_state_wakes_who_waits() -> None:
    conversation = arrive()
    answer = asyncio.run(_while_waiting(conversation, lambda: opening.end(conversation)))
    assert answer["state"] == "ended"
