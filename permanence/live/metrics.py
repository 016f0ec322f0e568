"""What this process has counted: plain numbers on the hot path, put into words when somebody asks (`/metrics`).

Refuses anything about a person: no id, no force, no word.
"""

from bisect import bisect_left
from collections.abc import Sequence

LATENCY_S = (0.001, 0.0025, 0.005, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
SIZES = (1, 2, 5, 10, 20, 50, 100, 200, 500)


class Histogram:
    """How often a value fell into each bucket; one thread writes."""

    __slots__ = ("bounds", "counts", "total")

    def __init__(self, bounds: Sequence[float]) -> None:
        self.bounds = bounds
        self.counts = [0] * (len(bounds) + 1)
        self.total = 0.0

    def take(self, value: float, times: int = 1) -> None:
        """Counts `value`, `times` over."""
        self.counts[bisect_left(self.bounds, value)] += times
        self.total += value * times

    def buckets(self) -> list[tuple[str, float]]:
        """Upper bounds and how many lie at or below each, as Prometheus wants them."""
        names = [*map(str, self.bounds), "+Inf"]
        running, found = 0, []
        for name, count in zip(names, self.counts, strict=True):
            running += count
            found.append((name, float(running)))
        return found


class Counts:
    """Since the process started."""

    def __init__(self) -> None:
        self.messages = 0
        """Written through the live channel."""
        self.messages_by_http = 0
        self.refused = 0
        """Not stored, by no fault of theirs."""
        self.batch_size = Histogram(SIZES)
        self.commit_s = Histogram(LATENCY_S)
        """From the start of a batch's transaction to its end."""
        self.delivery_s = Histogram(LATENCY_S)
        """From the reading of a batch's oldest message to the moment whoever listens in this process was told."""
        self.repair_turns = 0
        self.repair_failures = 0
        self.hints_sent = 0
        self.hints_heard = 0
        self.relay_failures = 0

    def committed(self, messages: int, seconds: float) -> None:
        """A batch is durable."""
        self.messages += messages
        self.batch_size.take(messages)
        self.commit_s.take(seconds)


counts = Counts()
