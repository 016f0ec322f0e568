"""Which grid is answered: the deployment's present one; for an assessment that was begun, its own."""

from functools import lru_cache

from django.conf import settings

from permanence.casework.assessment.grid import Grid, read
from permanence.casework.assessment.models import Assessment, Edition


def current() -> Grid:
    """The one that an assessment begins with."""
    grid: Grid = settings.PERMANENCE.danger_grid
    return grid


def of(assessment: Assessment | None) -> Grid:
    """The one that was begun, kept with it; the present one where nothing was."""
    if assessment is None or assessment.grid == current().key:
        return current()
    return _kept(assessment.grid)


def keep(grid: Grid) -> str:
    """Its key, once it is sure to be found again whatever becomes of the file. Call it in a transaction."""
    Edition.objects.get_or_create(key=grid.key, defaults={"body": grid.data})
    return grid.key


@lru_cache(maxsize=8)
def _kept(key: str) -> Grid:
    return read(Edition.objects.get(key=key).body)
