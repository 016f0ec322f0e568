"""What an officer must know before asking: which centres would be told, and whether anybody is there to hear it.

Nothing is told and nothing is kept here; `actions.request` chooses anew, by the same rule.
"""

from collections.abc import Iterable
from typing import Any

from permanence.desk.models import Intake
from permanence.interventions import centres
from permanence.territory.models import OperationsCentre

Row = dict[str, Any]


def would_tell(intake: Intake, insee: str) -> list[Row]:
    """The centres that a request would tell for danger in this commune, the competent one first, with `why`.

    Raises `Invalid` for a commune that does not exist.
    """
    choice = centres.choose(intake, insee)
    return [row | {"why": choice.why} for row in _rows(choice.centres, exercise=bool(intake.exercise))]


def every(*, exercise: bool = False) -> list[Row]:
    """Every centre, by department."""
    return _rows(centres.every(), exercise=exercise)


def _rows(found: Iterable[OperationsCentre], *, exercise: bool) -> list[Row]:
    listening = centres.listening(exercise=exercise)
    return [
        {
            "id": one.pk,
            "name": one.name,
            "force": one.force,
            "department": one.department_id,
            "telephone": one.telephone,
            "listening": one.pk in listening,
        }
        for one in found
    ]
