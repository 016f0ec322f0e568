"""What referrals ask of the report."""

from typing import Any

from permanence.accounts.models import Officer
from permanence.casework.reports.models import Report


def agree(by: Officer, report: Report, how: str) -> None:
    """She agrees that it is passed on: kept in the report, as if it had been typed there."""
    from permanence.casework.reports import actions  # type: ignore[attr-defined]

    given = {"consent.transmission": "given"} | ({"consent.how": how} if how else {})
    actions.keep(by=by, conversation=report.pk, given=given, forget=())
    report.refresh_from_db(fields=["consent", "version", "body"])


def content(report: Report) -> dict[str, Any]:
    """What the report says, by path."""
    from permanence.casework.reports import queries  # type: ignore[attr-defined]

    return dict(queries.content(report))
