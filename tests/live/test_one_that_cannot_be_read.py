"""A conversation whose words cannot be opened any more takes nothing from the others of the same connection."""

import asyncio
from uuid import UUID

import pytest

from permanence.desk import opening
from permanence.desk.arrival import Arrival
from permanence.live import journal, telling
from permanence.live.journal import Draft, Said
from permanence.live.models import Sender
from permanence.live.together import Pages
from permanence.vault.sealing import Unreadable
from tests.live.client import Client

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.usefixtures("few")
def test_it_is_gone_and_the_others_are_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    lost, other = opening.open_conversation(Arrival()), opening.open_conversation(Arrival())
    journal.append(Draft(lost.conversation.pk, Sender.VISITOR, "bonjour"))
    read = telling.pages.after

    async def after(conversation: UUID, number: int) -> list[Said]:
        if conversation == lost.conversation.pk:
            raise Unreadable("the key was destroyed")
        return await read(conversation, number)

    monkeypatch.setattr(telling, "pages", Pages())
    monkeypatch.setattr(telling.pages, "after", after)

    async def play() -> None:
        client = Client()
        client.say(type="open", conversation=str(lost.conversation.pk), secret=lost.secret)
        await client.hear("opened")
        told = await client.hear("state")
        assert (told["conversation"], told["gone"]) == (str(lost.conversation.pk), True)
        client.say(type="open", conversation=str(other.conversation.pk), secret=other.secret)
        await client.hear("opened")
        client.say(type="send", conversation=str(other.conversation.pk), id=str(UUID(int=1)), text="bonjour")
        await client.hear("ack")
        await client.leave()

    asyncio.run(play())
