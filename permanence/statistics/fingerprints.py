"""Whether two sums of counts are equal, without holding them: millions of counts as one number a cell. Pure.

Every key has a weight of 128 bits that a secret gives it, drawn anew for each comparison and told to nobody but the
processes that share it. The fingerprint of counts is the sum of each count times its key's weight: it adds up as counts
do. Equal counts have equal fingerprints; of counts that differ, fewer than one in 2^120 pairs have.
"""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import blake2b
from operator import mul

from permanence.statistics import cells, counting
from permanence.statistics.counting import Contribution

Days = dict[tuple[date, str, str], int]
"""Fingerprints by day, force and scope."""
Months = dict[tuple[date, str, str, str], int]
"""By month, force, department and scope."""
Summed = tuple[Days, Months]


class Weights(dict[str, int]):
    """By key. The same secret (32 bytes) gives the same weights."""

    def __init__(self, secret: bytes = b"") -> None:
        super().__init__()
        self.secret = secret or secrets.token_bytes(32)

    def __missing__(self, key: str) -> int:
        self[key] = weight = int.from_bytes(blake2b(key.encode(), key=self.secret, digest_size=16).digest())
        return weight

    def of(self, counts: Mapping[str, int]) -> int:
        """The fingerprint of counts."""
        return sum(map(mul, counts.values(), map(self.__getitem__, counts)))


class _Multiplied(dict[str, int]):
    """By dimension, the weight of it with each of some measures; of `""`, the weight of the measures alone."""

    def __init__(self, weights: Weights, measures: tuple[str, ...]) -> None:
        super().__init__({"": sum(weights[one] for one in measures)})
        self._weights, self._measures = weights, measures

    def __missing__(self, dimension: str) -> int:
        keys = counting.keys(self._measures, (dimension,))
        self[dimension] = weight = sum(self._weights[one] for one in keys) - self[""]
        return weight


class Fingerprints:
    """Those of all cells, from contributions."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self._multiplied: dict[tuple[str, ...], _Multiplied] = {}
        self._days: Days = defaultdict(int)
        self._months: Months = defaultdict(int)

    @property
    def summed(self) -> Summed:
        """What was added, to be merged elsewhere."""
        return dict(self._days), dict(self._months)

    def merge(self, days: Days, months: Months) -> None:
        """What others added, under the same weights."""
        for day, weight in days.items():
            self._days[day] += weight
        for month, weight in months.items():
            self._months[month] += weight

    def add(self, parts: Iterable[Contribution], scopes: Iterable[str]) -> None:
        """All that one conversation adds."""
        for day, force, department, measures, dimensions, alone in parts:
            by_dimension = self._multiplied.get(measures)
            if by_dimension is None:
                by_dimension = self._multiplied[measures] = _Multiplied(self.weights, measures)
            weight = by_dimension[""] + sum(map(by_dimension.__getitem__, dimensions))
            if alone:
                weight += sum(map(self.weights.__getitem__, alone))
            month = cells.month_of(day)
            for scope in scopes:
                self._days[day, force, scope] += weight
                self._months[month, force, department, scope] += weight

    def by_cell(self) -> dict[cells.Name, int]:
        """By name of the cell; months of all departments are the sum of each department's."""
        found: dict[cells.Name, int] = defaultdict(int)
        for (day, force, scope), weight in self._days.items():
            found[cells.DAY, day, force, "", scope] = weight
        for (month, force, department, scope), weight in self._months.items():
            found[cells.MONTH, month, force, "", scope] += weight
            if department:
                found[cells.MONTH, month, force, department, scope] += weight
        return found
