"""Filing: the officer says that the report stands. It counts from then on, once; what is completed later is a version
more."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act
from permanence.audit import journal as audit
from permanence.casework.reports import access, queries
from permanence.casework.reports import content as rules
from permanence.casework.reports.actions.keeping import is_exercise
from permanence.casework.reports.models import Report
from permanence.desk.actions import locked
from permanence.lib.errors import Invalid
from permanence.live import actions as live


class Incomplete(Invalid):
    """Something without which a report says nothing that counts is still missing."""

    title = "Signalement incomplet"


def file(*, by: Officer, conversation: UUID) -> Report:
    """The report stands and counts. One that was filed already stays as it was. There is no way back: what should not
    count is marked on the conversation.

    Raises `Incomplete` with all that is missing, `NotFound`, `Forbidden`.
    """
    access.dossier(by, conversation, Act.FILE_REPORT)
    with transaction.atomic():
        intake = locked(conversation, by, Act.FILE_REPORT, ended_too=True)
        report = queries.of(conversation)
        lacking = rules.missing(queries.content(report) if report else {})
        if report is None or lacking:
            raise Incomplete(_sentence(list(lacking.values())), errors=lacking)
        if report.filed_at is not None:
            return report
        report.filed_at, report.filed_by, report.is_exercise = timezone.now(), by, is_exercise(intake)
        report.save(update_fields=["filed_at", "filed_by", "is_exercise"])
        live.touch(intake.conversation)
        on = ("conversation", conversation)
        audit.record(by=by.actor, act=Act.FILE_REPORT, on=on, reference=report.reference, version=report.version)
    return report


def _sentence(lacking: list[str]) -> str:
    return f"Pour enregistrer le signalement, il manque : {' ; '.join(lacking)}."
