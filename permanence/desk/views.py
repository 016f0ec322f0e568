"""The officers' console: one page and its token.

Answers for: the shell that the console's modules fill, and the token by which they speak to the API and the live
channel. Whoever works elsewhere is led there: the desk's address is the one that everybody knows. Refuses whom the
policy gives no queue. Nothing of a conversation is in the page: whatever it shows comes through the API, with its own
permissions and its own trace.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from permanence.accounts import sessions
from permanence.accounts.homes import HOMES
from permanence.accounts.models import Officer, Role
from permanence.accounts.policy import Act, permits
from permanence.accounts.web import officer_of, require
from permanence.audit import journal as audit
from permanence.desk.craft import translator
from permanence.lib.errors import Forbidden, Refused, Unauthorised
from permanence.territory.models import Department
from permanence.ui.middleware import POLICY

CONSOLE_POLICY = "; ".join(
    [
        POLICY.replace("img-src 'self' data:", "img-src 'self' data: blob:"),
        "media-src blob:",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ]
)
"""No script of the console may turn words into markup: the browser itself refuses. What was sent as evidence is fetched
by the page with its token and shown from memory (`blob:`), pictures and sound alone."""


@require_safe
def console(request: HttpRequest) -> HttpResponseBase:
    """The console, for those who have a queue."""
    home = HOMES[Role(request.user.role)] if isinstance(request.user, Officer) else request.path
    if home != request.path:
        return redirect(home)
    return _console(request)


@require(Act.SEE_QUEUE)
def _console(request: HttpRequest) -> HttpResponse:
    officer = officer_of(request)
    departments = dict(Department.objects.values_list("code", "name"))
    shown = {"officer": officer, "supervises": officer.role == Role.SUPERVISOR, "departments": departments}
    shown["translates"] = translator.is_configured()
    response = render(request, "desk/console.html", shown)
    response.headers["Content-Security-Policy"] = CONSOLE_POLICY
    return response


@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """A token for the page that asks, by its session and its CSRF token; kept by the page in memory only.

    A page that shows the good token it has gets the same one, longer: what is open with it stays open.
    """
    return token_for(request, Act.SEE_QUEUE, "Votre rôle n’ouvre pas la brigade.")


def token_for(request: HttpRequest, act: Act, forbidden: str) -> HttpResponse:
    """The token of a console's page, for whoever the policy permits `act`; `forbidden`: what the others are told."""
    try:
        officer = _allowed(request, act, forbidden)
    except Refused as refusal:
        return _problem(refusal)
    issued = _longer(request, officer) or sessions.issue(officer)
    return JsonResponse(
        {
            "token": issued.token,
            "expires_at": issued.expires_at.isoformat(),
            "role": officer.role,
            "force": officer.force or None,
        }
    )


def _longer(request: HttpRequest, officer: Officer) -> sessions.Issued | None:
    held = request.headers.get("Authorization", "").removeprefix("Bearer ")
    try:
        return sessions.renew(held) if held and sessions.bearer(held) == officer else None
    except Unauthorised:
        return None


def _allowed(request: HttpRequest, act: Act, forbidden: str) -> Officer:
    if not isinstance(request.user, Officer):
        raise Unauthorised("Votre session est terminée : connectez-vous de nouveau.")
    if not permits(request.user, act):
        audit.record_refusal(by=request.user.actor, act="issue token", on=("page", request.path), reason="policy")
        raise Forbidden(forbidden)
    return request.user


def _problem(refusal: Refused) -> HttpResponse:
    """RFC 9457, as the API's."""
    return JsonResponse(
        {"type": "about:blank", "title": refusal.title, "status": refusal.status, "detail": refusal.detail},
        status=refusal.status,
        content_type="application/problem+json",
    )
