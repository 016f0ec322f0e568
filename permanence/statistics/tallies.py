"""Contributions gathered by their measures, multiplied with their dimensions once, at the end: much faster to add to
than the keys and counts that they come to. Pure.
"""

from collections import Counter, defaultdict

from permanence.statistics.counting import Contribution


class Tally(defaultdict[tuple[str, ...], Counter[str]]):
    """By measures: how many had each dimension, and under `""` how many there were; under no measure at all, what was
    counted alone."""

    def __init__(self) -> None:
        super().__init__(Counter)

    def add(self, one: Contribution) -> None:
        """One more."""
        self[one.measures].update(("", *one.dimensions))
        if one.alone:
            self[()].update(one.alone)

    def vector(self) -> Counter[str]:
        """The keys and counts."""
        total: Counter[str] = Counter()
        for measures, counts in self.items():
            if not measures:
                total.update(counts)
            for measure in measures:
                for dimension, count in counts.items():
                    total[f"{measure}|{dimension}" if dimension else measure] += count
        return total
