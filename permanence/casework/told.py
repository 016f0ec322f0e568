"""What the live channel tells an officer of a case, after the state of its conversation."""

from typing import Any

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act, permits
from permanence.casework.assessment import queries as assessment
from permanence.casework.referrals import told as referrals
from permanence.casework.reports import queries as reports
from permanence.desk import access as desk
from permanence.desk.models import Intake
from permanence.interventions import queries as interventions
from permanence.live.models import Conversation


def frames(officer: Officer, conversation: Conversation) -> list[dict[str, Any]]:
    """What interventions tell, then the assessment of the danger where one was begun, how the report stands, and where
    each referral does."""
    told = interventions.frames(officer, conversation)
    danger = assessment.frame(conversation)
    if danger is not None:
        told.append({"type": "assessment", "conversation": str(conversation.pk), **danger})
    report = reports.standing(conversation.pk)
    if report is None:  # what is not written down is not passed on either
        return told
    if _sees_report(officer, conversation):
        told.append({"type": "report", "conversation": str(conversation.pk), **report})
    return told + referrals.frames(officer, conversation)


def _sees_report(officer: Officer, conversation: Conversation) -> bool:
    intake = Intake.objects.select_related("conversation", "officer").get(pk=conversation.pk)
    return permits(officer, Act.SEE_REPORT, desk.scope(intake))
