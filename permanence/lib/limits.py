"""How often: moving windows by key, so that a flood from one client is nobody else's delay.

A factor from the settings multiplies every limit (`PERMANENCE_LIMITS`; `off` lifts them for load tests). Counters live
in this process: a limit holds for each process of a deployment on its own.
"""

import ipaddress

from django.conf import settings
from limits import RateLimitItem, RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from permanence.lib.errors import TooMany

_storage = MemoryStorage()
_windows = MovingWindowRateLimiter(_storage)


class Limit:
    """At most `amount` in `seconds`, a key."""

    def __init__(self, name: str, amount: int, seconds: int) -> None:
        self.name = name
        self.amount = amount
        self.seconds = seconds

    def hit(self, *key: object, detail: str = "") -> None:
        """Counts one. Raises `TooMany`, which says when it will do again."""
        item = self._item()
        if item is not None and not _windows.hit(item, self.name, *map(str, key)):
            raise TooMany(detail or "Trop de demandes : patientez un instant.", retry_after_s=self._wait(item, key))

    def test(self, *key: object, detail: str = "") -> None:
        """Raises `TooMany` when the next `hit` would; counts nothing."""
        item = self._item()
        if item is not None and not _windows.test(item, self.name, *map(str, key)):
            raise TooMany(detail or "Trop de demandes : patientez un instant.", retry_after_s=self._wait(item, key))

    def _item(self) -> RateLimitItem | None:
        factor = settings.PERMANENCE.limits
        if factor is None:
            return None
        return RateLimitItemPerSecond(max(1, round(self.amount * factor)), self.seconds)

    def _wait(self, item: RateLimitItem, key: tuple[object, ...]) -> int:
        from time import time

        stats = _windows.get_window_stats(item, self.name, *map(str, key))
        return max(1, round(stats.reset_time - time()))


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
    """Empties every counter (tests)."""
    _storage.reset()
