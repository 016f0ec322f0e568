"""Pages that belong to no room."""

from django.http import HttpRequest, HttpResponse


def stale_form(_request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is missing or old."""
    del reason
    return HttpResponse("Formulaire expiré", status=403, content_type="text/plain; charset=utf-8")
