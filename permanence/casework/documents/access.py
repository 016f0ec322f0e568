"""Reaching a case to make its documents: whoever may read its report at the desk, and the unit that received it."""

from uuid import UUID

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act
from permanence.casework.documents.case import Case
from permanence.casework.referrals import access as referrals
from permanence.casework.reports import access as reports
from permanence.desk.models import Intake
from permanence.lib.errors import NotFound


def of_desk(officer: Officer, conversation: UUID) -> Case:
    """The case of a conversation, with its last referral that was neither refused nor taken back, if there is one.

    Raises `NotFound`, `Forbidden`. Call it outside a transaction: the refusal must remain.
    """
    report = reports.report(officer, conversation, Act.ISSUE_DOCUMENT)
    sent = referrals.rows().filter(report=report).exclude(state__in=referrals.GIVEN_UP)
    return Case(report, _intake(conversation), sent.order_by("-sent_at").first())


def of_unit(officer: Officer, pk: UUID) -> Case:
    """The case of a referral that the officer's unit has now. Raises as `of_desk`."""
    referral = referrals.referral(officer, pk, Act.ISSUE_DOCUMENT)
    if referral.unit_id is None or referral.unit_id != officer.unit:
        raise NotFound(referrals.UNKNOWN)
    return Case(referral.report, _intake(referral.report_id), referral, is_of_unit=True)


def _intake(conversation: UUID) -> Intake:
    return Intake.objects.select_related("conversation__key").get(pk=conversation)
