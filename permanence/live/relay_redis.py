"""Hints through Redis: PUBLISH on one connection, SUBSCRIBE on another, on a channel of this deployment's own."""

from collections.abc import AsyncIterator, Sequence

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from permanence.live.relay import WireDown
from permanence.vault.sealing import derived_key

PATIENCE_S = 5


class RedisWire:
    """See `relay.Wire`. The channel's name comes from the master key: deployments that share a Redis do not meet."""

    name = "redis"

    def __init__(self, url: str) -> None:
        self._url = url
        self._channel = f"permanence:{derived_key('relay channel').hex()[:24]}"
        self._sender = self._client(PATIENCE_S)

    async def send(self, payloads: Sequence[bytes]) -> None:
        """See `relay.Wire`."""
        try:
            async with self._sender.pipeline(transaction=False) as pipeline:
                for payload in payloads:
                    pipeline.publish(self._channel, payload)
                await pipeline.execute()
        except (RedisError, OSError) as error:
            raise WireDown(type(error).__name__) from error

    async def listen(self) -> AsyncIterator[bytes | str | None]:
        """See `relay.Wire`."""
        try:
            async with self._client(None) as client, client.pubsub() as listener:
                await listener.subscribe(self._channel)
                async for event in listener.listen():
                    yield event["data"] if event["type"] == "message" else None
        except (RedisError, OSError) as error:
            raise WireDown(type(error).__name__) from error

    async def close(self) -> None:
        """See `relay.Wire`."""
        await self._sender.aclose()

    def _client(self, patience_s: float | None) -> Redis:
        once = Retry(NoBackoff(), 0)
        return Redis.from_url(self._url, socket_connect_timeout=PATIENCE_S, socket_timeout=patience_s, retry=once)
