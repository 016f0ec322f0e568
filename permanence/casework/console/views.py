"""The inbox: what the unit has to do, the latest first."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from permanence.casework.console.pages import of_a_unit, page
from permanence.territory.models import Unit


@require_safe
@of_a_unit
def inbox(request: HttpRequest, unit: Unit) -> HttpResponse:
    """What was passed to the unit and is not over."""
    return page(request, unit, "inbox", "inbox", {})
