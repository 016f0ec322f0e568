"""A case as one line of a list: how it stands, in words."""

from typing import Any

from permanence.casework.referrals.models import Referral
from permanence.casework.referrals.steps import State
from permanence.casework.reports.models import Report
from permanence.casework.reports.vocabulary import Category, label
from permanence.casework.search.queries import last_referral

View = dict[str, Any]
LATE = {State.REFUSED, State.RECALLED}


def line(report: Report, departments: dict[str, str]) -> View:
    """Everything that the list shows of one; `departments`: their names, by code."""
    intake = report.conversation.intake
    assessed = getattr(report.conversation, "assessment", None)
    return {
        "pk": report.pk,
        "reference": report.reference,
        "opened_at": report.opened_at,
        "edited_at": report.edited_at,
        "department": departments.get(report.department, report.department),
        "categories": list(dict.fromkeys(label(Category, fact.category) for fact in report.facts.all())),
        "filed": report.filed_at is not None,
        "exercise": report.is_exercise,
        "danger": {"reached": assessed.is_danger, "yes": assessed.yes, "red": assessed.red} if assessed else None,
        "officer": intake.officer.display_name if intake.officer else "",
        "referral": _referral(last_referral(report)),
    }


def _referral(sent: Referral | None) -> View | None:
    if sent is None:
        return None
    told = Referral.Outcome(sent.outcome).label if sent.outcome else State(sent.state).label
    to = sent.unit or sent.partner
    return {"to": to.name if to else "", "state": told, "late": sent.state in LATE, "closed": bool(sent.outcome)}
