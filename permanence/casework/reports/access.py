"""Reaching a report: whoever speaks with the person, or did last, and the supervisors of their force.

Nobody else learns that there is one: a colleague who sees the conversation in a list finds nothing here.
"""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act, permits
from permanence.audit import journal as audit
from permanence.casework.reports import queries
from permanence.casework.reports.models import Report
from permanence.desk import access as desk
from permanence.desk.models import Intake
from permanence.lib.errors import NotFound

ONE_OPENING = timedelta(minutes=15)
NOT_BEGUN = "Aucun signalement n’a encore été commencé pour cette conversation."


def report(officer: Officer, conversation: UUID, act: Act) -> Report:
    """The report of a conversation, its key selected, if the policy permits `act` on it.

    Raises `NotFound` where there is none, where there is no such conversation, or where the officer may not. Call it
    outside a transaction: the refusal must remain.
    """
    dossier(officer, conversation, act)
    found = queries.of(conversation)
    if found is None:
        raise NotFound(NOT_BEGUN)
    return found


def dossier(officer: Officer, conversation: UUID, act: Act) -> Intake:
    """The intake of a conversation whose report was begun or not; as `report` otherwise."""
    found = Intake.objects.select_related("conversation__key", "officer").filter(pk=conversation).first()
    if found is not None and permits(officer, act, desk.scope(found)):
        return found
    audit.record_refusal(by=officer.actor, act=act, on=("conversation", conversation), reason="policy")
    raise NotFound(desk.UNKNOWN)


def note_reading(officer: Officer, intake: Intake) -> None:
    """Whoever does not speak there and reads the report leaves a row; their page reads it again at each change, which
    is one opening."""
    on, since = ("conversation", intake.pk), timezone.now() - ONE_OPENING
    if permits(officer, Act.WRITE, desk.scope(intake)):
        return
    if not audit.has_read(by=officer.actor, act=Act.SEE_REPORT, on=on, since=since):
        audit.record_reading(by=officer.actor, act=Act.SEE_REPORT, on=on)
