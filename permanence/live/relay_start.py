"""Which wire this deployment has, and the upkeep of presence that runs with or without one."""

import asyncio
import logging
from uuid import UUID

from django.conf import settings
from django.db import connection

from permanence.lib.errors import Refused
from permanence.live import hub, presence, relay
from permanence.live.models import Seat
from permanence.live.store import in_store

EVERY_S = 5
log = logging.getLogger(__name__)


async def run() -> None:
    """The relay, where there are or may be other processes; runs until cancelled."""
    while (wire := _wire()) is not None:
        relay.relay = relay.Relay(wire)
        try:
            await relay.relay.for_ever()
        except Exception:
            log.exception("relay: it failed and starts again")
        await asyncio.sleep(1)


async def keep_presence() -> None:
    """Every few seconds, tells who listens of officers whose process fell silent; runs until cancelled."""
    while True:
        await asyncio.sleep(EVERY_S)
        officers = presence.officers_lapsed()
        try:
            if officers:
                hub.changed_here(*await in_store(_held_by, officers), hub.QUEUE)
        except Refused:
            log.warning("presence: the store does not answer")


def _wire() -> relay.Wire | None:
    if connection.vendor != "postgresql":
        return None
    if settings.PERMANENCE.redis_url:
        from permanence.live.relay_redis import RedisWire

        return RedisWire(settings.PERMANENCE.redis_url)
    from permanence.live.relay_postgresql import PostgresqlWire

    return PostgresqlWire()


def _held_by(officers: set[int]) -> list[UUID]:
    return list(Seat.objects.filter(left_at=None, officer__in=officers).values_list("conversation_id", flat=True))
