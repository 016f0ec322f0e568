"""A refusal as a problem document (RFC 9457), the same over HTTP and on the command line."""

from typing import Any

from permanence.lib.errors import Refused

MEDIA_TYPE = "application/problem+json"


def problem(error: Refused) -> dict[str, Any]:
    """`type`, `title`, `status`, `detail`, and `errors` by field where there are any."""
    document: dict[str, Any] = {
        "type": "about:blank",
        "title": error.title,
        "status": error.status,
        "detail": error.detail,
    }
    if error.errors:
        document["errors"] = error.errors
    return document
