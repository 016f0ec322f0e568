"""Waits and lengths as histograms: counts that add up from day to day, from which quantiles are read. Pure.

A duration is a whole number of seconds between two moments, each cut to the second. It falls in the bin with the
greatest lower edge that it reaches; a duration below 0 (a clock set back) counts as 0. The bins are fixed: a key that
was published keeps its meaning.
"""

import math
from bisect import bisect_right
from collections.abc import Iterator, Mapping

MINUTE, HOUR, DAY = 60, 3600, 86_400


def _edges(*parts: tuple[int, int, int]) -> tuple[int, ...]:
    return tuple(edge for first, last, step in parts for edge in range(first, last, step))


SHORT = _edges(
    (0, MINUTE, 1),
    (MINUTE, 5 * MINUTE, 5),
    (5 * MINUTE, 30 * MINUTE, 30),
    (30 * MINUTE, 2 * HOUR, 5 * MINUTE),
    (2 * HOUR, 12 * HOUR, 30 * MINUTE),
    (12 * HOUR, 7 * DAY + 1, 6 * HOUR),
)
"""To the second under a minute, to 5 s under 5 minutes, to 30 s under half an hour, to 5 minutes under 2 hours."""
LONG = _edges(
    (0, 2 * HOUR, 5 * MINUTE),
    (2 * HOUR, DAY, 30 * MINUTE),
    (DAY, 14 * DAY, 6 * HOUR),
    (14 * DAY, 180 * DAY + 1, DAY),
)
"""To 5 minutes under 2 hours, to half an hour under a day, to 6 hours under a fortnight, to the day under half a
year."""
BINS: Mapping[str, tuple[int, ...]] = {
    "wait": SHORT,
    "length": SHORT,
    "acknowledge": SHORT,
    "dispatch": SHORT,
    "arrive": SHORT,
    "to_report": LONG,
    "to_referral": LONG,
    "to_acceptance": LONG,
    "to_appointment": LONG,
    "to_outcome": LONG,
}
"""The lower edges of each duration's bins, in seconds; the last bin has no end."""
_KEYS = {name: tuple(f"{name}|{edge}" for edge in edges) for name, edges in BINS.items()}


def key(name: str, seconds: int) -> str:
    """The key of the bin that a duration falls in: `wait|15`."""
    return _KEYS[name][bisect_right(BINS[name], seconds) - 1 if seconds > 0 else 0]


def counts(vector: Mapping[str, int], name: str) -> list[tuple[int, int]]:
    """`(lower edge in seconds, how many)`, the shortest first; only bins that hold something."""
    return sorted(_bins(vector, name))


def total(vector: Mapping[str, int], name: str) -> int:
    """How many durations were measured."""
    return sum(count for _, count in _bins(vector, name))


def quantile(vector: Mapping[str, int], name: str, share: float) -> int | None:
    """The lower edge, in seconds, of the bin that holds the ⌈share × n⌉-th shortest; None where nothing was measured.

    The true quantile is at least that, and below the next edge.
    """
    found = counts(vector, name)
    rank, seen = max(1, math.ceil(share * sum(count for _, count in found))), 0
    for edge, count in found:
        seen += count
        if seen >= rank:
            return edge
    return None


def below(vector: Mapping[str, int], name: str, edge: int) -> int:
    """How many were shorter than `edge` seconds, exactly. Raises `ValueError` where no bin begins there."""
    if edge not in BINS[name]:
        raise ValueError(f"no bin of {name} begins at {edge} s")
    return sum(count for lower, count in _bins(vector, name) if lower < edge)


def _bins(vector: Mapping[str, int], name: str) -> Iterator[tuple[int, int]]:
    for edge, one in zip(BINS[name], _KEYS[name], strict=True):
        if count := vector.get(one):
            yield edge, count
