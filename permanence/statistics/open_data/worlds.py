"""Other worlds: whole counts, not negative, that say everything that is published and yet differ in what is withheld.
The solver finds them; what it finds is checked exactly by `auditing`."""

from collections.abc import Collection
from dataclasses import dataclass
from math import log2

from permanence.statistics.open_data.solver import Bounds, Programme
from permanence.statistics.open_data.web import Web, World


@dataclass(frozen=True)
class Wanted:
    """A cell, and between what it must lie in the other world; `most` None: no bound."""

    cell: int
    least: int
    most: int | None = None


class Worlds:
    """The worlds of one web, for what is told of it now."""

    def __init__(self, web: Web, told: Collection[int]) -> None:
        self._values = web.values
        self._exact = Programme(len(web.values), ((tie, 0) for tie in web.ties))
        self._cells = range(len(web.values))
        self._told: set[int] = set()
        self._loose = _Loose(web)
        for cell in told:
            self.tell(cell)

    def tell(self, cell: int) -> None:
        """From now on this cell is as it is with us."""
        self._told.add(cell)
        self._exact.bound(cell, (self._values[cell], self._values[cell]))
        self._loose.tell(cell)

    def hide(self, cell: int) -> None:
        """From now on this cell may be anything."""
        self._told.discard(cell)
        self._exact.bound(cell, (0, None))
        self._loose.hide(cell)

    def find(self, wanted: Wanted, others: Collection[int] = ()) -> World | None:
        """A world that says all that is told; None: there is none. Among several, one in which many of `others`,
        which are not told, are as wanted too."""
        bounds, costs = _encouraged(wanted, others)
        for cell, two in bounds.items():
            self._exact.bound(cell, two)
            self._exact.cost(cell, costs[cell])
        found = self._exact.solve()
        for cell in bounds:
            self._exact.bound(cell, (self._values[cell],) * 2 if cell in self._told else (0, None))
            self._exact.cost(cell, 0.0)
        if found is None and others and wanted.most is None:
            return self.find(wanted)
        return None if found is None else tuple(found)

    def nearest(self, wanted: Wanted) -> World | None:
        """A world that departs from what is told as little as it can: the cells of it that differ must be withheld
        too. What is worth more or counts more costs more; None: there is no such world."""
        return self._loose.nearest(wanted)


class _Loose:
    """The worlds in which what is told may differ, at a cost: every cell is its value, and what is more, and what is
    less."""

    def __init__(self, web: Web) -> None:
        self._values, self._worth, self._count = web.values, web.worth, len(web.values)
        ties = (
            (
                tuple((column, sign * times) for cell, times in tie for column, sign in self._columns(cell)),
                -sum(times * web.values[cell] for cell, times in tie),
            )
            for tie in web.ties
        )
        self._programme = Programme(2 * self._count, ties)
        for cell in range(self._count):
            self._bound(cell)

    def tell(self, cell: int) -> None:
        """Departing from it costs."""
        self._charge(cell, self._worth[cell] * (1.0 + log2(1 + self._values[cell])))

    def hide(self, cell: int) -> None:
        """Departing from it costs nothing."""
        self._charge(cell, 0.0)

    def nearest(self, wanted: Wanted) -> World | None:
        """See `Worlds.nearest`."""
        value, empty = self._values[wanted.cell], wanted.most == 0
        more, fewer = (column for column, _ in self._columns(wanted.cell))
        self._programme.bound(more, (0, 0) if empty else (wanted.least - value, None))
        self._programme.bound(fewer, (value, value) if empty else (0, 0))
        found = self._programme.solve()
        self._bound(wanted.cell)
        if found is None:
            return None
        return tuple(value + found[2 * cell] - found[2 * cell + 1] for cell, value in enumerate(self._values))

    def _bound(self, cell: int) -> None:
        self._programme.bound(2 * cell, (0, None))
        self._programme.bound(2 * cell + 1, (0, self._values[cell]))

    def _charge(self, cell: int, cost: float) -> None:
        for column, _ in self._columns(cell):
            self._programme.cost(column, cost)

    @staticmethod
    def _columns(cell: int) -> tuple[tuple[int, int], tuple[int, int]]:
        return (2 * cell, 1), (2 * cell + 1, -1)


def _encouraged(wanted: Wanted, others: Collection[int]) -> tuple[dict[int, Bounds], dict[int, float]]:
    """Bounds and costs of the cells that a question is about. What others count is bounded where it gains, or one of
    them would take all."""
    empty = wanted.most == 0
    bounds: dict[int, Bounds] = dict.fromkeys(others, (0, None if empty else wanted.least))
    costs = dict.fromkeys(others, 1.0 if empty else -1.0)
    bounds[wanted.cell], costs[wanted.cell] = (wanted.least, wanted.most), 0.0
    return bounds, costs
