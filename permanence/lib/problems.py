"""Refusals as problem documents (RFC 9457), the same over HTTP and on the command line."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from permanence.lib.errors import Refused

MEDIA_TYPE = "application/problem+json"
PHRASES = {
    400: "Demande illisible",
    403: "Action non autorisée",
    404: "Introuvable",
    405: "Cette adresse ne s’utilise pas ainsi",
    413: "Demande trop grande",
    415: "Format refusé",
    500: "Erreur interne",
    503: "Service momentanément indisponible",
}
"""What a status is called, where nothing better was said."""


def problem(error: Refused) -> dict[str, Any]:
    """`type`, `title`, `status`, `detail`, `code`, and `errors` by field where there are any."""
    return document(error.status, error.title, error.detail, code=error.code, errors=error.errors)


def document(
    status: int, title: str = "", detail: str = "", *, code: str = "", errors: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """A problem document; what is not given is the status's own phrase, in French."""
    phrase = PHRASES.get(status) or HTTPStatus(status).phrase
    built: dict[str, Any] = {
        "type": f"urn:permanence:problem:{code}" if code else "about:blank",
        "title": title or phrase,
        "status": status,
        "detail": detail or title or phrase,
    }
    if code:
        built["code"] = code
    if errors:
        built["errors"] = dict(errors)
    return built
