"""What of a case goes with it to a unit, besides the account: its pieces, unless a witness wrote who did not agree to
be named. The screens of units and the documents ask here."""

from typing import Any

from permanence.casework.evidence import queries as evidence
from permanence.casework.reports import queries as reports
from permanence.casework.reports.models import Report
from permanence.desk.models import Intake


def witness(report: Report) -> dict[str, Any]:
    """Who the witness is; empty unless the witness agreed to be named."""
    known = reports.witness(report)
    return known if known.get("witness.consent", known.get("consent")) == "given" else {}


def is_unnamed_witness(report: Report) -> bool:
    """Whether who writes is a witness who did not agree: their words and files would name them."""
    wrote = reports.content(report).get("reporter")
    if not wrote:
        wrote = Intake.objects.filter(pk=report.pk).values_list("reporter", flat=True).first()
    return wrote == "witness" and not witness(report)


def pieces(report: Report) -> list[dict[str, Any]]:
    """The pieces as `evidence.queries.listed` has them, as far as a unit may have them."""
    return [] if is_unnamed_witness(report) else evidence.listed(report.pk)
