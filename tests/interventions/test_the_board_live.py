"""A request rings on the centre's console and every step on the officer's, over the live channel."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async

from permanence.accounts import sessions
from permanence.accounts.models import Officer
from permanence.interventions import actions
from permanence.interventions.steps import Act
from permanence.live import socket
from permanence.live.models import Conversation
from tests.environment.patience import PATIENCE_S
from tests.interventions.conftest import RENNES
from tests.live.client import Client

pytestmark = pytest.mark.django_db(transaction=True)


def test_each_step_is_live_at_both_ends_and_stays_from_the_visitor(
    held: Conversation, officer: Officer, operator: Officer
) -> None:
    asyncio.run(_steps(held, officer, operator))


async def _steps(held: Conversation, officer: Officer, operator: Officer) -> None:
    desk, centre = await _open(officer), await _open(operator)
    assert (await centre.hear("opened"))["interventions"] == []
    await desk.hear("opened")
    pk = uuid4()
    await _do(actions.request, by=officer, conversation=held.pk, pk=pk, fields={"insee": RENNES})
    ringing = await centre.hear("intervention")
    assert (ringing["id"], ringing["state"]) == (str(pk), "requested")
    assert (await desk.hear("intervention"))["state"] == "requested"
    await _do(actions.advance, by=operator, intervention=pk, act=Act.ACKNOWLEDGE)
    await _until(desk, "acknowledged")
    desk.say(type="send", conversation=str(held.pk), id=str(uuid4()), text="ils arrivent")
    await desk.hear("ack")
    async with asyncio.timeout(PATIENCE_S):
        while "ils arrivent" not in [m["text"] for m in (await centre.hear("intervention"))["messages"]]:
            pass
    for client in (desk, centre):
        await client.leave()


async def _until(client: Client, state: str) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while (await client.hear("intervention"))["state"] != state:
            pass


def test_a_centre_may_neither_follow_nor_write_and_is_cut_when_signed_out(
    held: Conversation, operator: Officer
) -> None:
    asyncio.run(_refused(held, operator))


async def _refused(held: Conversation, operator: Officer) -> None:
    centre = await _open(operator)
    await centre.hear("opened")
    centre.say(type="follow", conversation=str(held.pk), after=0)
    assert (await centre.hear("error"))["code"] == "forbidden"
    centre.say(type="send", conversation=str(held.pk), id=str(uuid4()), text="bonjour")
    assert (await centre.hear("error"))["code"] == "not_found"
    await _do(sessions.sign_out, operator)
    await asyncio.sleep(0)
    for connection in list(socket.connections):
        connection.look_at_queue_soon()
    assert await centre.is_closed() == 4401
    await centre.leave()


async def _open(officer: Officer) -> Client:
    issued = await _do(sessions.issue, officer)
    client = Client()
    client.say(type="open", token=issued.token)
    return client


async def _do(call: Any, *arguments: Any, **named: Any) -> Any:
    return await sync_to_async(call)(*arguments, **named)
