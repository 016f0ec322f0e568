"""The inbox: what the unit has to do, the latest first; and what it has finished with."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from permanence.accounts.web import officer_of
from permanence.casework.console import lines
from permanence.casework.console.pages import of_a_unit, page, zone_of
from permanence.casework.referrals import queries
from permanence.territory.models import Unit


@require_safe
@of_a_unit
def inbox(request: HttpRequest, unit: Unit) -> HttpResponse:
    """What was passed to the unit and is not over; `?etat=clos`: what is."""
    officer = officer_of(request)
    if request.GET.get("etat") == "clos":
        gone = [{**one, "at": datetime.fromisoformat(one["at"])} for one in queries.passed_on(officer)]
        return page(request, unit, "closed", "closed", {"lines": lines.over(officer, zone_of(unit)), "gone": gone})
    found = lines.waiting(officer, zone_of(unit))
    late = [one for one in found if one.late]
    context = {
        "late": late,
        "due": [one for one in found if not one.late],
        "count": len(found),
        "new": sum(one.new for one in found),
    }
    return page(request, unit, "inbox", "inbox", context)
