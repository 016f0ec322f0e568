"""Which cells to withhold beside the small ones, so that no sum gives a small one away. Deterministic.

For each small cell two other worlds are looked for (see `auditing`). Where what is told so far allows none, the world
that departs least from it says which cells more must be withheld. At the end every cell that was withheld to protect
others is told again where the proof holds without it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from permanence.statistics.open_data import auditing
from permanence.statistics.open_data.web import THRESHOLD, Web, World
from permanence.statistics.open_data.worlds import Wanted, Worlds


@dataclass(frozen=True)
class Protected:
    """What may be published, and the proof."""

    hidden: frozenset[int]
    """The published cells that are withheld: the small ones, and those that protect them."""
    proof: tuple[World, ...]


def protect(web: Web) -> Protected:
    """Raises `auditing.Unsafe` where nothing can protect: the whole counts hardly anybody."""
    search = _Search(web)
    search.widen()
    search.tell_again()
    auditing.audit(web, web.told(search.hidden), search.proof.worlds)
    return Protected(search.hidden, tuple(search.proof.worlds))


class _Proof:
    """The worlds found so far, and what they show."""

    def __init__(self, small: list[int], found: Iterable[World] = ()) -> None:
        self._small = small
        self.worlds: list[World] = []
        self._empty: set[int] = set()
        self._ample: set[int] = set()
        for world in found:
            self.add(world)

    def add(self, world: World) -> None:
        """Takes a world in."""
        self.worlds.append(world)
        for cell in self._small:
            if world[cell] == 0:
                self._empty.add(cell)
            elif world[cell] >= THRESHOLD:
                self._ample.add(cell)

    def lacks(self, cell: int) -> list[Wanted]:
        """The worlds that are still to be found for a small cell."""
        empty = [] if cell in self._empty else [Wanted(cell, 0, 0)]
        return empty if cell in self._ample else [*empty, Wanted(cell, THRESHOLD)]

    def lacking_too(self, wanted: Wanted) -> set[int]:
        """The small cells of which the same kind of world is still to be found."""
        shown = self._empty if wanted.most == 0 else self._ample
        return {cell for cell in self._small if cell not in shown}

    def without(self, cell: int, value: int) -> "_Proof":
        """Of the worlds in which a cell is as it is with us."""
        return _Proof(self._small, [world for world in self.worlds if world[cell] == value])


class _Search:
    """What is hidden so far, and the worlds that prove it."""

    def __init__(self, web: Web) -> None:
        self._web, self._small = web, web.small()
        self.hidden = web.hidden_at_least()
        self.proof = _Proof(self._small)
        self._worlds = Worlds(web, web.told(self.hidden))

    def widen(self) -> None:
        """Hides more until every small cell has its two worlds. Raises `auditing.Unsafe`."""
        for cell in self._small:
            for wanted in self.proof.lacks(cell):
                found = self._found(self.proof, wanted)
                if found is None:
                    found = self._worlds.nearest(wanted)
                    if found is None:
                        raise auditing.Unsafe([self._web.names[cell]])
                    self._hide(found)
                self.proof.add(found)

    def tell_again(self) -> None:
        """Tells what was hidden for nothing, what is worth most first, then the largest."""
        spare = self.hidden - self._web.hidden_at_least()
        values, worth = self._web.values, self._web.worth
        for cell in sorted(spare, key=lambda one: (-worth[one], -values[one], one)):
            self._worlds.tell(cell)
            other = self.proof.without(cell, values[cell])
            if self._is_completed(other):
                self.hidden, self.proof = self.hidden - {cell}, other
            else:
                self._worlds.hide(cell)

    def _hide(self, found: World) -> None:
        """What must not be told for this world to be possible."""
        values = self._web.values
        more = {cell for cell in self._web.told(self.hidden) if found[cell] != values[cell]}
        for cell in sorted(more):
            self._worlds.hide(cell)
        self.hidden |= more

    def _is_completed(self, proof: _Proof) -> bool:
        """Looks for the worlds that a proof lacks; whether they are there."""
        for cell in self._small:
            for wanted in proof.lacks(cell):
                found = self._found(proof, wanted)
                if found is None:
                    return False
                proof.add(found)
        return True

    def _found(self, proof: _Proof, wanted: Wanted) -> World | None:
        return self._worlds.find(wanted, proof.lacking_too(wanted))
