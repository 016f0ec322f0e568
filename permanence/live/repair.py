"""Repair: every few seconds, one question to the store for all conversations that somebody here listens to.

What a lost hint, another process or a command on the machine changed reaches every listener within `EVERY_S`.
"""

import asyncio
import logging
from uuid import UUID

from permanence.lib.errors import Refused
from permanence.live import hub
from permanence.live.models import Conversation
from permanence.live.socket import connections
from permanence.live.store import in_store

EVERY_S = 4
CHUNK = 500

log = logging.getLogger(__name__)


async def repair_for_ever() -> None:
    """Runs until cancelled; a store that does not answer is asked again at the next turn."""
    while True:
        await asyncio.sleep(EVERY_S)
        try:
            await repair()
        except Refused:
            log.warning("repair: the store does not answer")


async def repair() -> None:
    """One turn."""
    followed = hub.conversations()
    for start in range(0, len(followed), CHUNK):
        numbers = await in_store(_numbers, followed[start : start + CHUNK])
        for connection in list(connections):
            for conversation in connection.seats.keys() & numbers.keys():
                connection.stands(conversation, *numbers[conversation])
    for connection in list(connections):
        connection.recheck()


def _numbers(conversations: list[UUID]) -> dict[UUID, tuple[int, int]]:
    rows = Conversation.objects.filter(pk__in=conversations).values_list("pk", "last_seq", "revision")
    return {pk: (last, revision) for pk, last, revision in rows}
