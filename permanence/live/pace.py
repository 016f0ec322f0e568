"""How fast one connection may speak: a bucket that refills."""

import time

from django.conf import settings

from permanence.lib.errors import TooMany

BURST = 60
PER_SECOND = 20


class Pace:
    """`BURST` messages at once, then `PER_SECOND`, times the factor of the settings."""

    def __init__(self) -> None:
        self._factor: float | None = settings.PERMANENCE.limits
        self._left = BURST * (self._factor or 1)
        self._at = time.monotonic()

    def take(self) -> None:
        """Counts one message. Raises `TooMany`."""
        if self._factor is None:
            return
        now = time.monotonic()
        self._left = min(BURST * self._factor, self._left + (now - self._at) * PER_SECOND * self._factor)
        self._at = now
        if self._left < 1:
            raise TooMany("Trop de messages à la fois : celui-ci n'est pas parti, réessayez.", retry_after_s=1)
        self._left -= 1
