"""How many officers a target wait needs (Erlang C): pure, no clock, no database.

Arrivals are taken as a Poisson stream, conversations as exponential, and nobody as giving up: it errs on the side of
more officers. An officer who holds several conversations at once counts as so many places.
"""

import math

MOST_PLACES = 10_000


def waits(load: float, places: int) -> float:
    """The share of arrivals (0 to 1) that find every place taken, for a `load` in Erlangs (arrivals x duration).

    By the recursion of Erlang B, which overflows nowhere. Raises `ValueError` for a load below 0 or no place.
    """
    if load < 0 or places < 1:
        raise ValueError("a load of 0 or more and at least one place")
    if load >= places:
        return 1.0
    blocked = 1.0
    for taken in range(1, places + 1):
        blocked = load * blocked / (taken + load * blocked)
    return places * blocked / (places - load * (1 - blocked))


def answered_within(load: float, places: int, *, target_s: float, duration_s: float) -> float:
    """The share of arrivals answered within `target_s`, when a conversation lasts `duration_s` on average."""
    if load >= places:
        return 0.0
    return 1 - waits(load, places) * math.exp(-(places - load) * target_s / duration_s)


def officers_needed(
    arrivals_per_hour: float, *, duration_s: float, at_once: int, target_s: float, share: float = 0.8
) -> int:
    """The fewest officers, one at least, by whom `share` of arrivals are answered within `target_s`.

    `at_once`: conversations an officer holds together. Raises `ValueError` for a share that no number reaches, for
    values below 0, and for a load beyond any desk.
    """
    if not 0 <= share < 1 or arrivals_per_hour < 0 or duration_s <= 0 or at_once < 1 or target_s < 0:
        raise ValueError("a share from 0 to below 1, and values that can be")
    load = arrivals_per_hour * duration_s / 3600
    if load >= MOST_PLACES / 2:
        raise ValueError("more than any desk can hold")
    officers = max(1, math.ceil(load / at_once))
    while answered_within(load, officers * at_once, target_s=target_s, duration_s=duration_s) < share:
        officers += 1
    return officers
