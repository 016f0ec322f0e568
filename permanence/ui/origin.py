"""Refusing what another site's page sends in the visitor's name.

Visitors' forms bear no token: a token needs a cookie that was accepted and a page that is fresh, and a person in
danger must meet neither condition. What protects them: the browser says where a request comes from
(`Sec-Fetch-Site`, else `Origin`), and the visitor's cookie is `SameSite=Strict`, so that a request from elsewhere
reaches no conversation even where a browser says nothing.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from permanence.lib.errors import Forbidden
from permanence.ui.views import refused

SAFE = ("GET", "HEAD", "OPTIONS")
View = Callable[..., HttpResponseBase]


class FromElsewhere(Forbidden):
    """Another site's page sent this."""


def is_from_here(request: HttpRequest) -> bool:
    """Whether the request comes from one of our pages, from the address bar, or from a browser that does not say."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin", "null")
    return origin == "null" or urlsplit(origin).netloc == request.get_host()


def from_here(view: View) -> View:
    """A view whose changes only our own pages may ask for; no token needed."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in SAFE and not is_from_here(request):
            return refused(request, FromElsewhere("Cette demande vient d’un autre site : elle n’a pas été prise."))
        return view(request, *args, **kwargs)

    return guarded
