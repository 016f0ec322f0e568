"""What a connector says is live at once on the officer's console and on the centre's."""

import asyncio
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from permanence.accounts import sessions
from permanence.accounts.models import Officer
from permanence.interventions.connectors import events
from permanence.interventions.connectors.peers import Connector
from permanence.interventions.models import Intervention
from permanence.live.models import Conversation
from tests.environment.patience import PATIENCE_S
from tests.interventions.conftest import Ask
from tests.live.client import Client

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_acknowledgement_from_outside_is_on_both_consoles_at_once(
    connected: Connector, held: Conversation, ask: Ask, officer: Officer, operator: Officer
) -> None:
    asyncio.run(_seen(connected, ask(), officer, operator))


async def _seen(connector: Connector, intervention: Intervention, officer: Officer, operator: Officer) -> None:
    desk, centre = await _open(officer), await _open(operator)
    for client in (desk, centre):
        await client.hear("opened")
    await sync_to_async(events.receive)(
        connector, event="evenement-1", kind="acknowledge", intervention=intervention.pk
    )
    for client in (desk, centre):
        async with asyncio.timeout(PATIENCE_S):
            while (seen := await client.hear("intervention"))["state"] != "acknowledged":
                pass
        assert seen["timeline"][-1]["by"] == {"name": "salle"}
        await client.leave()


async def _open(officer: Officer) -> Client:
    issued: Any = await sync_to_async(sessions.issue)(officer)
    client = Client()
    client.say(type="open", token=issued.token)
    return client
