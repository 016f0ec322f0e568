"""How fast one connection may speak: a bucket that refills."""

import time

from django.conf import settings

from permanence.lib.errors import TooMany

BURST = 60
PER_SECOND = 20
TOO_MANY = "Trop de messages à la fois : celui-ci n’est pas parti, réessayez."
OTHER_BURST = 600
OTHER_PER_SECOND = 60
"""Of everything that is not a message: read marks, typing, openings."""


class Pace:
    """`burst` frames at once, then `per_second`, times the factor of the settings."""

    def __init__(self, burst: int = BURST, per_second: int = PER_SECOND, *, detail: str = TOO_MANY) -> None:
        self._factor: float | None = settings.PERMANENCE.limits
        self._detail = detail
        self._burst, self._per_second = burst, per_second
        self._left = burst * (self._factor or 1)
        self._at = time.monotonic()

    def take(self) -> None:
        """Counts one frame. Raises `TooMany`."""
        if not self.may_go():
            raise TooMany(self._detail, retry_after_s=1)

    def may_go(self) -> bool:
        """Counts one frame, unless it comes too fast."""
        if self._factor is None:
            return True
        now = time.monotonic()
        self._left = min(self._burst * self._factor, self._left + (now - self._at) * self._per_second * self._factor)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
