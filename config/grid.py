"""`PERMANENCE_DANGER_GRID`: the grid of questions that a danger is assessed with; unset: the embedded one."""

from functools import cache
from pathlib import Path

from config.stores import BadSetting
from permanence.casework.assessment.grid import BadGrid, Grid, load

EMBEDDED = Path(__file__).resolve().parent.parent / "permanence" / "casework" / "assessment" / "data" / "grid-1.json"


@cache
def danger_grid(path: str) -> Grid:
    """The grid of that file, read once. Raises `BadSetting` with one line."""
    try:
        return load(Path(path) if path else EMBEDDED)
    except (BadGrid, OSError) as fault:
        why = fault.strerror if isinstance(fault, OSError) else fault
        raise BadSetting(f"PERMANENCE_DANGER_GRID is not a grid: {why} (docs/casework.md)") from None
