"""The door of officers' pages: signed in, and allowed by the policy, or refused and written down."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act, permits
from permanence.audit import journal as audit

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
"""A view behind the door."""


def officer_of(request: HttpRequest) -> Officer:
    """The officer who is signed in; call it behind `require` only."""
    assert isinstance(request.user, Officer)
    return request.user


def require(act: Act) -> Callable[[View[P]], View[P]]:
    """Only officers whom the policy permits `act` on no object in particular; others get the sign-in page or a 403."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not isinstance(request.user, Officer):
                return redirect_to_login(request.get_full_path())
            if not permits(request.user, act):
                audit.record_refusal(by=request.user.actor, act=act, on=("page", request.path), reason="policy")
                return HttpResponse(render_to_string("accounts/refused.html", request=request), status=403)
            return view(request, *args, **kwargs)

        return guarded

    return decorate
