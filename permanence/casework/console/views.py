"""The inbox: what the unit has to do, the latest first; and what it has finished with."""

from datetime import datetime

from django.core.paginator import Page, Paginator
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
    """What was passed to the unit and is not over; `?etat=clos`: what is. `?page=`: what one page does not hold."""
    officer, zone = officer_of(request), zone_of(unit)
    counts = queries.counts(officer)
    if request.GET.get("etat") == "clos":
        rows = _part(request, counts["closed"])
        gone = [{**one, "at": datetime.fromisoformat(one["at"])} for one in queries.passed_on(officer)]
        shown = {"lines": lines.over(officer, zone, max(0, rows.start_index() - 1)), "gone": gone}
        return page(request, unit, "closed", "closed", shown | {"counts": counts, "rows": rows, "query": "etat=clos"})
    rows = _part(request, counts["open"])
    found = lines.waiting(officer, zone, max(0, rows.start_index() - 1))
    context = {
        "late": [one for one in found if one.late],
        "due": [one for one in found if not one.late],
        "counts": counts,
        "rows": rows,
    }
    return page(request, unit, "inbox", "inbox", context)


def _part(request: HttpRequest, count: int) -> "Page[int]":
    return Paginator(range(count), queries.PAGE).get_page(request.GET.get("page"))
