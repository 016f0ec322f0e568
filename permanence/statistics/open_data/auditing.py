"""Is what will be published safe? Decided by arithmetic on whole numbers, without the solver that found it. Pure.

The proof that nothing can be told of a small cell is two worlds: one in which it is empty, one in which it is not small
at all, both of whole counts and both saying, cell for cell, everything that is published. Whoever knows no more than
the files cannot tell these worlds from ours, whatever the method: so they cannot say that somebody is in the cell, nor
that hardly anybody is.

What follows for sums: where the withheld cells of a sum can be had together, by taking the told ones from the whole,
they are `THRESHOLD` or more, for one of them alone can be.
"""

from collections.abc import Collection, Iterable

from permanence.statistics.open_data.web import THRESHOLD, Web, World


class Unsafe(Exception):
    """It must not be published: `cells` could be bounded by whoever reads it."""

    def __init__(self, cells: Iterable[object]) -> None:
        self.cells = list(cells)
        super().__init__(f"{len(self.cells)} small cells are not protected: {self.cells[:5]}")


def audit(web: Web, told: Collection[int], worlds: Iterable[World]) -> None:
    """Every small cell, published or implied, is empty in one of the worlds and `THRESHOLD` or more in another.

    Raises `Unsafe`; `ValueError` for a world that is none.
    """
    given = [check(web, told, world) for world in worlds]
    small = web.small()
    shown = [cell for cell in small if cell in told]
    bare = [
        cell
        for cell in small
        if not (any(world[cell] == 0 for world in given) and any(world[cell] >= THRESHOLD for world in given))
    ]
    if shown or bare:
        raise Unsafe(web.names[cell] for cell in sorted({*shown, *bare}))


def check(web: Web, told: Collection[int], world: World) -> World:
    """Whether a world says all that is told. Raises `ValueError`."""
    if len(world) != len(web.values) or any(value < 0 for value in world):
        raise ValueError("it is not one count for every cell")
    if any(world[cell] != web.values[cell] for cell in told):
        raise ValueError("it says something else than what is published")
    if any(sum(times * world[cell] for cell, times in tie) for tie in web.ties):
        raise ValueError("its sums do not add up")
    return world
