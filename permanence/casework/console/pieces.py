"""The evidence of a case, as a unit looks at it: a copy without traces, or the file itself as it was received."""

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from permanence.accounts.policy import Act
from permanence.accounts.web import officer_of
from permanence.casework import passing
from permanence.casework.console.pages import of_a_unit, page
from permanence.casework.evidence import access as evidence
from permanence.casework.evidence import reading
from permanence.casework.referrals import access
from permanence.lib.errors import NotFound, Refused
from permanence.territory.models import Unit


@require_safe
@of_a_unit
def piece(request: HttpRequest, unit: Unit, pk: UUID, attachment: UUID) -> HttpResponseBase:
    """`?copie=N`: page N of the copy that is looked at; else the original, as a download. Each leaves its row in the
    custody."""
    officer = officer_of(request)
    referral = access.referral(officer, pk, Act.SEE_REFERRAL)
    if passing.is_unnamed_witness(referral.report):
        raise NotFound(evidence.UNKNOWN)
    found = evidence.of_visitor(referral.report.conversation, attachment)
    copy = request.GET.get("copie", "")
    try:
        return reading.answer(
            found,
            view=bool(copy),
            by=officer,
            page=int(copy) if copy.isascii() and copy.isdigit() and len(copy) < 5 else 1,
            ranges=request.headers.get("Range", ""),
        )
    except Refused as refusal:
        if isinstance(refusal, NotFound) and not isinstance(refusal, reading.NoPage):
            raise
        context = {"refusal": refusal, "pk": pk}
        return page(request, unit, "inbox", "piece_refused", context, status=refusal.status)
