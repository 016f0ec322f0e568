"""A web of counts: every cell that is published, every cell that can be had from them by adding and taking away, and
the sums that tie them together. Pure.

A cell is *told* (its value is in a file), *hidden* (its place in the file says that it is withheld) or *implied* (in no
file, but a difference of cells that are: reports that are not conjugal, mentions beyond the first). Whoever attacks
the figures knows the told values and every tie, and that counts are whole and not negative.

A cell is *small* under `THRESHOLD`, zero included: that somebody is in it, and that nobody is, are both withheld.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

THRESHOLD = 11
"""A told cell counts this many or more."""
Name = Hashable
Tie = tuple[tuple[int, int], ...]
"""Cells and their coefficients: the products add up to zero."""
World = tuple[int, ...]
"""One value for every cell."""


class Untrue(ValueError):
    """The counts contradict a tie: what is to be published is wrong, or the tie is."""


@dataclass
class Web:
    """Cells by number, in the order in which they were met."""

    names: list[Name] = field(default_factory=list)
    values: list[int] = field(default_factory=list)
    is_published: list[bool] = field(default_factory=list)
    """Told or hidden; not implied."""
    worth: list[float] = field(default_factory=list)
    """How much is lost where it is withheld: 1 for most, more for what is asked most."""
    ties: list[Tie] = field(default_factory=list)
    _numbers: dict[Name, int] = field(default_factory=dict)

    def publish(self, name: Name, value: int, *, worth: float = 1.0) -> int:
        """A cell of a file; the same name again is the same cell."""
        return self._cell(name, value, True, worth)

    def imply(self, name: Name, value: int) -> int:
        """A cell that is in no file."""
        return self._cell(name, value, False, 0.0)

    def tie(self, whole: int, parts: Iterable[int]) -> None:
        """`whole` is the sum of `parts`. Raises `Untrue`."""
        given = tuple(parts)
        if self.values[whole] != sum(self.values[part] for part in given):
            raise Untrue(f"{self.names[whole]} is not the sum of its parts")
        if given != (whole,):
            self.ties.append(((whole, -1), *((part, 1) for part in given)))

    def number(self, name: Name) -> int:
        """Of a cell by its name. Raises `KeyError`."""
        return self._numbers[name]

    def small(self) -> list[int]:
        """The cells that must be protected, published or implied."""
        return [cell for cell, value in enumerate(self.values) if value < THRESHOLD]

    def hidden_at_least(self) -> frozenset[int]:
        """The published cells that are small: no choice."""
        return frozenset(cell for cell in self.small() if self.is_published[cell])

    def told(self, hidden: frozenset[int]) -> frozenset[int]:
        """What an attacker reads."""
        return frozenset(cell for cell, shown in enumerate(self.is_published) if shown and cell not in hidden)

    def _cell(self, name: Name, value: int, is_published: bool, worth: float) -> int:
        if value < 0:
            raise Untrue(f"{name} is negative")
        known = self._numbers.get(name)
        if known is None:
            known = self._numbers[name] = len(self.names)
            self.names.append(name)
            self.values.append(value)
            self.is_published.append(is_published)
            self.worth.append(worth)
        elif self.values[known] != value or self.is_published[known] != is_published:
            raise Untrue(f"{name} is said in two ways")
        return known
