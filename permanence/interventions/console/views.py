"""The centres' console: one page and its token, as the officers' console has them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from permanence.accounts.policy import Act
from permanence.accounts.web import officer_of, require
from permanence.desk.views import CONSOLE_POLICY, token_for
from permanence.interventions.queries import KEPT_IN_SIGHT
from permanence.territory.models import OperationsCentre


@require_safe
@require(Act.SEE_CENTRE)
def console(request: HttpRequest) -> HttpResponse:
    """The console of the officer's centre; an account that is attached to none is told whom to ask."""
    officer = officer_of(request)
    centre = OperationsCentre.objects.filter(pk=officer.centre or 0).select_related("department").first()
    if centre is None:
        return render(request, "centre/unattached.html", status=403)
    shown = {"officer": officer, "centre": centre, "kept_hours": int(KEPT_IN_SIGHT.total_seconds() // 3600)}
    response = render(request, "centre/console.html", shown)
    response.headers["Content-Security-Policy"] = CONSOLE_POLICY
    return response


@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """A token for the page that asks; see `desk.views.token_for`."""
    return token_for(request, Act.SEE_CENTRE, "Votre rôle n’ouvre pas la console d’un centre opérationnel.")
