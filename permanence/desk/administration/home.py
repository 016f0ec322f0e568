"""The first page: what needs an administrator now, and what was loaded."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from permanence.accounts.models import Officer, Role
from permanence.accounts.policy import Act, permits
from permanence.accounts.web import officer_of, require
from permanence.audit import chain
from permanence.audit.models import Entry
from permanence.desk.administration.pages import page
from permanence.territory import queries
from permanence.territory.models import Edition, HelpLine, Unit


@require_safe
@require(Act.SEE_AUDIT)
def home(request: HttpRequest) -> HttpResponse:
    """For an administrator, everything; for those who only read the journal, its state."""
    context: dict[str, object] = {"entries": Entry.objects.count(), "unsealed": chain.unsealed()}
    if permits(officer_of(request), Act.EDIT_TERRITORY):
        context |= _territory()
    if permits(officer_of(request), Act.SEE_OFFICERS):
        context |= _accounts()
    return page(request, "home", "home", context)


def _territory() -> dict[str, object]:
    shown = HelpLine.objects.filter(withdrawn_at=None)
    return {
        "undecided": len(queries.undecided()),
        "neutral": Unit.objects.filter(is_neutral=True, jurisdictions__isnull=False).distinct().count(),
        "units": Unit.objects.count(),
        "silent_lines": shown.filter(hours="", always_open=False, in_emergency=False).count(),
        "lines": shown.count(),
        "editions": Edition.objects.order_by("-pk")[:6],
    }


def _accounts() -> dict[str, object]:
    active = Officer.objects.filter(is_active=True)
    return {
        "accounts": active.count(),
        "without_factor": active.filter(otp_secret=None).count(),
        "administrators": active.filter(role=Role.ADMINISTRATOR).count(),
        "demonstration_accounts": active.filter(is_demonstration=True).count(),
    }
