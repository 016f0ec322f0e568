"""A linear programme over whole numbers, solved by HiGHS: unknowns, equations among them, costs. It is kept between
questions: bounds and costs change, and the next answer begins where the last one ended.

The solver is loaded when the first programme is made, and not with the server. One thread and one seed: the same
questions in the same order have the same answers.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from permanence.statistics.open_data.web import Tie

LONGEST_S = 60.0
"""For one question; what takes longer is taken as without an answer."""
NEAR = 1e-6
"""Of a whole number: the answer over all numbers, found much faster, is mostly whole already."""
Bounds = tuple[float, float | None]


class Programme:
    """So many unknowns, and equations among them; everything else is asked."""

    def __init__(self, unknowns: int, ties: Iterable[tuple[Tie, int]]) -> None:
        import highspy

        make: Any = highspy.Highs
        self._solver = make()
        self._solver.silent()
        for name, value in (("threads", 1), ("random_seed", 0), ("time_limit", LONGEST_S), ("mip_rel_gap", 0.2)):
            self._solver.setOptionValue(name, value)
        self._infinity = float(highspy.kHighsInf)
        self._types: Any = highspy.HighsVarType
        self._optimal: Any = highspy.HighsModelStatus.kOptimal
        self._unknowns = unknowns
        empty: list[Any] = []
        for _ in range(unknowns):
            self._solver.addCol(0.0, 0.0, self._infinity, 0, empty, empty)
        for tie, equals in ties:
            self._solver.addRow(equals, equals, len(tie), [cell for cell, _ in tie], [times for _, times in tie])

    def bound(self, unknown: int, bounds: Bounds) -> None:
        """Between two numbers, both in; None: no upper bound."""
        least, most = bounds
        self._solver.changeColBounds(unknown, least, self._infinity if most is None else most)

    def cost(self, unknown: int, cost: float) -> None:
        """What each one counted costs."""
        self._solver.changeColCost(unknown, cost)

    def solve(self) -> Sequence[int] | None:
        """The unknowns where the costs are least; None where there is no answer."""
        found = self._answer()
        if found is None or all(abs(value - round(value)) < NEAR for value in found):
            return None if found is None else [round(value) for value in found]
        self._be(self._types.kInteger)
        found = self._answer()
        self._be(self._types.kContinuous)
        return None if found is None else [round(value) for value in found]

    def _answer(self) -> list[float] | None:
        self._solver.run()
        if self._solver.getModelStatus() != self._optimal:
            return None
        return list(self._solver.getSolution().col_value)

    def _be(self, type_: Any) -> None:
        import numpy

        every = numpy.arange(self._unknowns)
        self._solver.changeColsIntegrality(self._unknowns, every, numpy.array([type_] * self._unknowns))
