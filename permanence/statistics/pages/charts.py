"""The shapes of the charts: how high a column, how long a bar, how dark a cell. Pure; the templates draw them.

One grammar everywhere: a full shape is this period, a line across it the same period of the year before. Shapes bear
their numbers, and none needs a colour to be read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FULL = 100
"""Of whatever a shape is drawn in."""
FEW = 13
"""Up to here every column has its number above it."""
HEATS = 5


@dataclass(frozen=True)
class Bar:
    """In a cell of a table: `now` and `before` in hundredths of its width; `before` None: no mark."""

    now: float
    before: float | None


@dataclass(frozen=True)
class Column:
    """One column: numbers as they are written, sizes in hundredths of the height, from the top (`y`)."""

    label: str
    text: str
    size: float
    y: float
    mark: float | None
    told: bool
    """Its label stands under it."""


@dataclass(frozen=True)
class Columns:
    """`said` is the chart in one sentence, for who cannot see it."""

    code: str
    title: str
    said: str
    columns: tuple[Column, ...]
    has_marks: bool
    is_few: bool
    most: str


@dataclass(frozen=True)
class Heat:
    """A cell of the week: `heat` from 0, nothing, to `HEATS`."""

    text: str
    heat: int


def bar(now: float, before: float | None, most: float) -> Bar:
    """A count beside that of the year before, of the longest of its table."""
    if not most:
        return Bar(0, None)
    return Bar(_of(now, most), _of(before, most) if before is not None else None)


def columns(
    code: str,
    title: str,
    points: Sequence[tuple[str, int, int | None]],
    written: Mapping[int, str],
    *,
    said: str,
    every: int = 1,
) -> Columns:
    """`points`: label, count, count of the year before or None; `written`: each count as it is written; `every` how
    many columns one bears its label."""
    most = max((max(now, before or 0) for _, now, before in points), default=0)
    drawn = tuple(
        Column(
            label,
            written[now],
            _of(now, most),
            FULL - _of(now, most),
            FULL - _of(before, most) if before is not None else None,
            number % every == 0,
        )
        for number, (label, now, before) in enumerate(points)
    )
    has_marks = any(before is not None for _, _, before in points)
    return Columns(code, title, said, drawn, has_marks, len(points) <= FEW, written.get(most, str(most)))


def heat(count: int, most: int) -> int:
    """Of `HEATS` steps, from the square root of the share: a night of few still differs from one of none."""
    return max(1, round(HEATS * (count / most) ** 0.5)) if count and most else 0


def _of(count: float, most: float) -> float:
    """A shape of something is never so small that it looks like nothing."""
    return max(1.5, round(FULL * count / most, 2)) if count and most else 0
