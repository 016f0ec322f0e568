"""How many connections each client holds in this process: one that opens thousands takes nothing from the others."""

from collections import Counter

from django.conf import settings

MOST_PER_CLIENT = 1_000
"""A whole headquarters may come from one address; times the factor of the settings."""


class Crowd:
    """Clients by their key (`lib.limits.client_of`)."""

    def __init__(self) -> None:
        self._held: Counter[str] = Counter()

    def enter(self, client: str) -> bool:
        """Counts one connection more, unless the client holds too many already."""
        factor = settings.PERMANENCE.limits
        if factor is not None and self._held[client] >= max(1, MOST_PER_CLIENT * factor):
            return False
        self._held[client] += 1
        return True

    def leave(self, client: str) -> None:
        """One connection fewer."""
        self._held[client] -= 1
        if self._held[client] <= 0:
            del self._held[client]


crowd = Crowd()
