"""What every page of a unit shares: whose unit it is, its menu, what it says after an act."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from permanence.accounts.policy import Act
from permanence.accounts.web import officer_of, require
from permanence.territory.models import Unit
from permanence.ui.middleware import POLICY

PAGE_POLICY = f"{POLICY}; media-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"
"""Recordings play in the page; no script may turn words into markup."""

P = ParamSpec("P")
UnitView = Callable[Concatenate[HttpRequest, Unit, P], HttpResponse]


def of_a_unit(view: UnitView[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Only for an account that is attached to a unit; one that is attached to none is told whom to ask."""

    @require(Act.SEE_UNIT)
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        unit = Unit.objects.filter(pk=officer_of(request).unit or 0).select_related("department").first()
        if unit is None:
            return render(request, "unit/unattached.html", status=403)
        return view(request, unit, *args, **kwargs)

    return guarded


def page(
    request: HttpRequest, unit: Unit, section: str, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """One page, with its menu."""
    shared = {"officer": officer_of(request), "unit": unit, "section": section}
    response = render(request, f"unit/{template}.html", {**shared, **context}, status=status)
    response.headers["Content-Security-Policy"] = PAGE_POLICY
    return response
