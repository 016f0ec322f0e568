"""What one client may hold: so many connections, so many conversations on each, and none that opens nothing."""

import asyncio
import gc
import weakref
from typing import Any

import pytest

from permanence.accounts import sessions
from permanence.accounts.models import Officer
from permanence.desk import actions, opening
from permanence.desk.arrival import Arrival
from permanence.live import crowd, joining, outgoing, socket
from tests.environment.patience import PATIENCE_S
from tests.live.client import Client

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nobody_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "crowd", crowd.Crowd())


def test_one_connection_too_many_is_told_so_and_another_client_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowd, "MOST_PER_CLIENT", 2)

    async def play() -> None:
        first, second = Client(), Client()
        for one in (first, second):
            one.say(type="ping")
            await one.hear("pong")
        third = Client()
        assert await third.is_closed() == 1013
        refusal = await third.hear("error")
        assert (refusal["code"], refusal["retry_after_s"]) == ("too_fast", 30)
        elsewhere = Client("192.0.2.2")
        elsewhere.say(type="ping")
        await elsewhere.hear("pong")
        await first.leave()
        again = Client()
        again.say(type="ping")
        await again.hear("pong")
        for one in (second, elsewhere, again):
            await one.leave()

    asyncio.run(play())


def test_who_opens_nothing_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "OPENS_WITHIN_S", 0.05)

    async def play() -> None:
        silent = Client()
        assert await silent.is_closed() == 1008
        await silent.leave()

    asyncio.run(play())


@pytest.mark.usefixtures("few")
def test_who_opened_is_kept_and_one_conversation_too_many_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "MOST_OPEN", 1)
    first, second = (opening.open_conversation(Arrival()) for _ in range(2))

    async def play() -> None:
        client = Client()
        client.say(type="open", conversation=str(first.conversation.pk), secret=first.secret)
        await client.hear("opened")
        client.say(type="open", conversation=str(second.conversation.pk), secret=second.secret)
        refusal = await client.hear("error")
        assert (refusal["code"], "ferme" in refusal["detail"]) == ("busy", True)
        client.say(type="open", conversation=str(first.conversation.pk), secret=first.secret)
        await client.hear("opened")
        (connection,) = socket.connections
        connection._expect_somebody()  # as when the time in which one has to open is over
        client.say(type="ping")
        await client.hear("pong")
        assert not client.closed.is_set()
        await client.leave()

    asyncio.run(play())


def test_who_reads_nothing_and_leaves_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "MOST_DUE", 10)

    async def play() -> None:
        gone = asyncio.Event()

        async def nobody_reads(event: dict[str, Any]) -> None:
            if event["type"] != "websocket.accept":
                await gone.wait()
                raise OSError

        monkeypatch.setattr(Client, "_send", lambda _, event: nobody_reads(event))
        client = Client()
        for _ in range(30):
            client.say(type="ping")
        await asyncio.sleep(0.1)
        gone.set()
        async with asyncio.timeout(PATIENCE_S):
            await client.leave()
        assert not socket.connections

    asyncio.run(play())


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("who", ["visitor", "officer"])
def test_who_leaves_is_not_kept(who: str, officer: Officer) -> None:
    opened = opening.open_conversation(Arrival(postal_code="35000"))
    actions.claim(by=officer, conversation=opened.conversation.pk)
    frames = {
        "visitor": {"conversation": str(opened.conversation.pk), "secret": opened.secret},
        "officer": {"token": sessions.issue(officer).token},
    }

    async def play() -> weakref.ref[socket.Connection]:
        client = Client()
        client.say(type="open", **frames[who])
        await client.hear("opened")
        (connection,) = socket.connections
        kept = weakref.ref(connection)
        del connection
        await client.leave()
        return kept

    kept = asyncio.run(play())
    gc.collect()
    assert kept() is None


def test_a_frame_whose_name_is_no_text_is_refused_and_the_connection_stays() -> None:
    async def play() -> None:
        client = Client()
        client._events.put_nowait({"type": "websocket.receive", "text": '{"type":"send","id":"\\ud800"}'})
        refusal = await client.hear("error")
        assert (refusal["code"], "id" in refusal) == ("malformed", False)
        client.say(type="ping")
        await client.hear("pong")
        await client.leave()

    asyncio.run(play())
