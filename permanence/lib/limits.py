"""How often: moving windows by key, so that a flood from one client is nobody else's delay.

A factor from the settings multiplies every limit (`PERMANENCE_LIMITS`; `off` lifts them for load tests). Counters live
in Redis where `REDIS_URL` is set: then a limit holds for the whole deployment. Else, and for `APART_S` seconds whenever
Redis fails, they live in this process: whoever needs help is never refused because a counter is out of reach.
"""

import ipaddress
import logging
import time
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from django.conf import settings
from limits import RateLimitItem, RateLimitItemPerSecond
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter

from permanence.lib.errors import TooMany

APART_S = 5.0
PATIENCE_S = 0.5

log = logging.getLogger(__name__)
T = TypeVar("T")


class _Windows:
    """Counts in Redis if there is one, and here while it fails."""

    def __init__(self, redis_url: str) -> None:
        self.here = MemoryStorage()
        self._in_process = MovingWindowRateLimiter(self.here)
        self._shared = MovingWindowRateLimiter(_redis(redis_url)) if redis_url else None
        self._apart_until = 0.0

    def ask(self, question: Callable[[MovingWindowRateLimiter], T]) -> T:
        """The answer of the shared counters, or of this process's own."""
        if self._shared is not None and time.monotonic() >= self._apart_until:
            try:
                return question(self._shared)
            except StorageError as error:
                self._apart_until = time.monotonic() + APART_S
                log.warning("limits: Redis does not answer (%s); this process counts alone", type(error).__name__)
        return question(self._in_process)


@cache
def _windows() -> _Windows:
    return _Windows(settings.PERMANENCE.redis_url)


def _redis(url: str) -> RedisStorage:
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    patience: dict[str, Any] = {"socket_connect_timeout": PATIENCE_S, "socket_timeout": PATIENCE_S}
    patience["retry"] = Retry(NoBackoff(), 0)
    scheme = "redis+unix" if url.startswith("unix:") else url.partition(":")[0]
    uri = f"{scheme}:{url.partition(':')[2]}"
    return RedisStorage(uri, wrap_exceptions=True, key_prefix="permanence-limits", **patience)


class Limit:
    """At most `amount` in `seconds`, a key."""

    def __init__(self, name: str, amount: int, seconds: int) -> None:
        self.name = name
        self.amount = amount
        self.seconds = seconds

    def hit(self, *key: object, detail: str = "") -> None:
        """Counts one. Raises `TooMany`, which says when it will do again."""
        item = self._item()
        if item is not None and not self._ask("hit", item, key):
            raise TooMany(detail or "Trop de demandes : patientez un instant.", retry_after_s=self._wait(item, key))

    def test(self, *key: object, detail: str = "") -> None:
        """Raises `TooMany` when the next `hit` would; counts nothing."""
        item = self._item()
        if item is not None and not self._ask("test", item, key):
            raise TooMany(detail or "Trop de demandes : patientez un instant.", retry_after_s=self._wait(item, key))

    def _item(self) -> RateLimitItem | None:
        factor = settings.PERMANENCE.limits
        if factor is None:
            return None
        return RateLimitItemPerSecond(max(1, round(self.amount * factor)), self.seconds)

    def _ask(self, what: str, item: RateLimitItem, key: tuple[object, ...]) -> Any:
        return _windows().ask(lambda windows: getattr(windows, what)(item, self.name, *map(str, key)))

    def _wait(self, item: RateLimitItem, key: tuple[object, ...]) -> int:
        again_at = float(self._ask("get_window_stats", item, key).reset_time)
        return max(1, round(again_at - time.time()))


def client_of(address: str) -> str:
    """The key of a client: its IPv4 address, or its IPv6 /64 (one home has billions of addresses)."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 6:
        return str(ipaddress.ip_network((parsed, 64), strict=False).network_address)
    return str(parsed)


def forget() -> None:
    """Empties every counter of this process (tests)."""
    _windows().here.reset()
