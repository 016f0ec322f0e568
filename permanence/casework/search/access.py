"""Reaching a whole case to read it: whoever speaks with the person or did last, whoever filed its report, and the
supervisors of its force."""

from dataclasses import replace
from uuid import UUID

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act, Scope, permits
from permanence.audit import journal as audit
from permanence.casework.reports.models import Report
from permanence.desk import access as desk
from permanence.desk.models import Intake
from permanence.lib.errors import NotFound

UNKNOWN = "Dossier introuvable."


def case(officer: Officer, conversation: UUID) -> tuple[Intake, Report | None]:
    """The intake of a conversation and its report, None where none was begun; the reading is the caller's to note.

    Raises `NotFound` for one that does not exist or that they may not see. Call it outside a transaction.
    """
    intake = Intake.objects.select_related("conversation__key", "officer").filter(pk=conversation).first()
    found = Report.objects.select_related("opened_by", "edited_by", "filed_by").filter(pk=conversation).first()
    if intake is not None and permits(officer, Act.SEE_CASE, _scope(intake, found)):
        return intake, found
    audit.record_refusal(by=officer.actor, act=Act.SEE_CASE, on=("conversation", conversation), reason="policy")
    raise NotFound(UNKNOWN)


def _scope(intake: Intake, report: Report | None) -> Scope:
    """As the desk's, but for whoever held it last: they see what they wrote while she waits again, too."""
    held = replace(desk.scope(intake), held_by=intake.officer_id)
    return replace(held, filed_by=report.filed_by_id if report else None)
