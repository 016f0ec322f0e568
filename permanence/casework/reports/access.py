"""Reaching a report: whoever speaks with the person, or did last, and the supervisors of their force.

Nobody else reads a word of it: a colleague learns that the conversation exists, as everywhere at the desk, not what is
in its report.
"""

from uuid import UUID

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act, permits
from permanence.audit import journal as audit
from permanence.casework.reports import queries
from permanence.casework.reports.models import Report
from permanence.desk import access as desk
from permanence.desk.models import Intake
from permanence.lib.errors import NotFound

UNKNOWN = "Aucun signalement n’a encore été commencé pour cette conversation."


def report(officer: Officer, conversation: UUID, act: Act) -> Report:
    """The report of a conversation, its key selected, if the policy permits `act` on it.

    Raises `NotFound` where there is none, or the conversation may not be seen; `Forbidden`. Call it outside a
    transaction: the refusal must remain.
    """
    dossier(officer, conversation, act)
    found = queries.of(conversation)
    if found is None:
        raise NotFound(UNKNOWN)
    return found


def dossier(officer: Officer, conversation: UUID, act: Act) -> Intake:
    """The intake of a conversation whose report may have been begun or not; as `report` otherwise."""
    return desk.intake(officer, conversation, act)


def note_reading(officer: Officer, intake: Intake) -> None:
    """Whoever does not speak there and reads the report leaves a row."""
    if not permits(officer, Act.WRITE, desk.scope(intake)):
        audit.record_reading(by=officer.actor, act=Act.SEE_REPORT, on=("conversation", intake.pk))
