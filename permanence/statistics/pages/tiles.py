"""A map of the departments without a map: each is a square of one size, near its neighbours, so that the small and
crowded weigh on the eye as much as the wide and empty. The layout is the project's own. Pure.

A shade never stands alone: every square bears its code and its number, so that it is read in grey, in print, and by
whoever does not tell colours apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass

ROWS = """
.   .   .   .   .   80  62  59  .   .   .   .
.   .   .   .   .   76  60  02  08  .   .   .
.   .   .   50  14  27  95  93  51  55  57  .
29  22  35  53  61  78  92  75  77  10  54  67
.   56  44  49  72  28  91  94  89  52  88  68
.   .   85  79  37  41  45  58  21  70  90  .
.   .   17  86  36  18  03  71  39  25  .   .
.   .   .   16  87  23  63  42  69  01  74  .
.   .   33  24  19  15  43  07  38  73  .   .
.   .   40  47  46  12  48  30  26  05  .   .
.   .   64  32  82  81  34  84  04  06  .   .
.   .   .   65  31  11  .   13  83  .   .   2B
.   .   .   .   09  66  .   .   .   .   .   2A
.   .   .   .   .   .   .   .   .   .   .   .
971 972 973 974 976 975 977 978 986 987 988 .
"""
"""The mainland, Corsica to the south-east, then overseas in one row."""
SIDE = 40
CLASSES = 5
SHADES = ("0", "1", "2", "3", "4", "5")
"""From nothing counted to the most."""


def _placed() -> dict[str, tuple[int, int]]:
    lines = [line.split() for line in ROWS.strip().splitlines()]
    return {code: (x, y) for y, line in enumerate(lines) for x, code in enumerate(line) if code != "."}


PLACES: Mapping[str, tuple[int, int]] = _placed()
WIDTH = SIDE * (1 + max(x for x, _ in PLACES.values()))
HEIGHT = SIDE * (1 + max(y for _, y in PLACES.values()))


@dataclass(frozen=True)
class Tile:
    """One department: where its square stands, its shade, what is written in it; `said` is said of it in full."""

    code: str
    x: int
    y: int
    shade: int
    text: str
    said: str
    is_asked: bool = False

    @property
    def size(self) -> str:
        """The letters that the square holds."""
        return "large" if len(self.text) <= 4 else "middle" if len(self.text) == 5 else "small"


@dataclass(frozen=True)
class Band:
    """What a shade stands for."""

    shade: int
    text: str


@dataclass(frozen=True)
class TileMap:
    """The squares and what their shades mean."""

    tiles: tuple[Tile, ...]
    bands: tuple[Band, ...]
    width: int = WIDTH
    height: int = HEIGHT
    side: int = SIDE


def tile_map(
    values: Mapping[str, float | None], names: Mapping[str, str], words: Mapping[str, str], *, asked: str = ""
) -> TileMap:
    """`values` by department: None where it cannot be said; `words`: how each value is written. Classes hold about as
    many departments each, so that one very large department does not make all others pale."""
    cuts = edges([value for code, value in values.items() if value and code in PLACES])
    tiles = tuple(_tile(code, values.get(code), names, words, cuts, asked) for code in PLACES if code in names)
    return TileMap(tiles, tuple(_bands(cuts, tiles, values, words)))


def edges(values: list[float]) -> list[float]:
    """The least value of each shade from 1 up: at most `CLASSES`, fewer where values are few or alike."""
    ordered = sorted(values)
    found = {ordered[len(ordered) * number // CLASSES] for number in range(CLASSES)} if ordered else set()
    return sorted(found)


def _tile(
    code: str,
    value: float | None,
    names: Mapping[str, str],
    words: Mapping[str, str],
    cuts: list[float],
    asked: str,
) -> Tile:
    x, y = PLACES[code]
    text = words.get(code, "0") if value is not None else "–"
    said = f"{names[code]} ({code}) : {text if value is not None else 'non connu'}"
    return Tile(code, x * SIDE, y * SIDE, _shade(value, cuts), text, said, code == asked)


def _shade(value: float | None, cuts: list[float]) -> int:
    return sum(value >= cut for cut in cuts) if value else 0


def _bands(
    cuts: list[float], tiles: tuple[Tile, ...], values: Mapping[str, float | None], words: Mapping[str, str]
) -> list[Band]:
    found = []
    if any(tile.shade == 0 for tile in tiles):
        found.append(Band(0, "aucun, ou non connu"))
    for shade in range(1, len(cuts) + 1):
        inside = sorted((values[tile.code] or 0, tile.code) for tile in tiles if tile.shade == shade)
        least, most = words[inside[0][1]], words[inside[-1][1]]
        found.append(Band(shade, least if least == most else f"{least} à {most}"))
    return found
