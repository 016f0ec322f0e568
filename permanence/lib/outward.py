"""Asking another program something over HTTP: only the address that was configured, for a bounded time.

Refuses to follow a redirect, to pass through a proxy that the environment names, to read an endless answer.
"""

import json
import urllib.request
from collections.abc import Mapping
from typing import Any


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """What is said goes to the configured address or nowhere."""

    def redirect_request(self, *_: Any) -> None:
        """Never."""


_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)


def post_json(
    url: str, body: Mapping[str, Any], *, patience_s: float, longest: int, headers: Mapping[str, str] | None = None
) -> bytes:
    """The answer to `body` as JSON. See `post`."""
    told = json.dumps(body, ensure_ascii=False).encode()
    return post(url, told, patience_s=patience_s, longest=longest, headers=headers)


def post(url: str, body: bytes, *, patience_s: float, longest: int, headers: Mapping[str, str] | None = None) -> bytes:
    """The answer to these very bytes of JSON, at most one byte longer than `longest`.

    Raises `urllib.error.HTTPError` for a refusal, `OSError` or `ValueError` where nobody answers in time.
    """
    request = urllib.request.Request(  # noqa: S310 (http or https: checked when the settings were read)
        url,
        data=body,
        headers={"Content-Type": "application/json; charset=utf-8", "Accept": "application/json", **(headers or {})},
        method="POST",
    )
    with _opener.open(request, timeout=patience_s) as answer:
        answered: bytes = answer.read(longest + 1)
        return answered
