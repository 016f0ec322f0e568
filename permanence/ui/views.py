"""Pages that belong to no room: what is answered when something cannot be done.

Each says what happened, gives the numbers and the way on. They read nothing from the database: they must show when it
does not answer. Programs under `/api/` get problem documents instead (RFC 9457).
"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from permanence.lib.errors import Forbidden, NotFound, Refused, TooMany, Unavailable


class StaleForm(Forbidden):
    """A form whose token is missing or old."""

    title = "Cette page a expiré"


def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """The page, or the problem document, that tells of a refusal."""
    response = _told(request, error)
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after_s)
    return response


def _told(request: HttpRequest, error: Refused) -> HttpResponse:
    if request.path.startswith("/api/"):
        problem = {"type": "about:blank", "title": error.title, "status": error.status, "detail": error.detail}
        return JsonResponse(problem, status=error.status, content_type="application/problem+json")
    page = render_to_string("ui/refused.html", {"error": error, "detail": _detail(error)}, request)
    return HttpResponse(page, status=error.status)


def _detail(error: Refused) -> str:
    return error.detail if error.detail != error.title else ""


def malformed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the browser sent something that cannot be read."""
    del exception
    return refused(request, Refused("Votre navigateur a envoyé une demande que nous ne comprenons pas."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return refused(request, Forbidden(str(exception) if isinstance(exception, Refused) else ""))


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form whose token is missing or old."""
    del reason
    return refused(request, StaleForm("Revenez en arrière, rechargez la page, puis recommencez."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    del exception
    return refused(request, NotFound("L’adresse est peut-être incomplète."))


def failed(request: HttpRequest) -> HttpResponse:
    """500: our fault; nothing of the failure is told."""
    error = Unavailable("Le problème vient de nous. Réessayez dans une minute.")
    response = refused(request, error)
    response.status_code = 500
    return response
