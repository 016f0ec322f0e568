"""A file on its way to whoever asked: saved, never opened in the desk's own origin, never kept on the way."""

from django.http import HttpResponse


def saved(response: HttpResponse, name: str) -> HttpResponse:
    """The answer, as a download under this name."""
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
