"""What the live channel tells an officer of a case, after the state of its conversation."""

from typing import Any

from permanence.accounts.models import Officer
from permanence.casework.assessment import queries as assessment
from permanence.casework.referrals import told as referrals
from permanence.interventions import queries as interventions
from permanence.live.models import Conversation


def frames(officer: Officer, conversation: Conversation) -> list[dict[str, Any]]:
    """What interventions tell, then the assessment of the danger where one was begun, then where each referral
    stands."""
    told = interventions.frames(officer, conversation)
    danger = assessment.frame(conversation)
    if danger is not None:
        told.append({"type": "assessment", "conversation": str(conversation.pk), **danger})
    return told + referrals.frames(officer, conversation)
