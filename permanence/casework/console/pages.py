"""What every page of a unit shares: whose unit it is, its clock, its menu, what it says after an act."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from permanence.accounts.policy import Act
from permanence.accounts.web import officer_of, require
from permanence.lib.errors import NotFound
from permanence.roster.words import place
from permanence.territory import queries as territory
from permanence.territory.models import Unit
from permanence.ui.middleware import POLICY

PAGE_POLICY = f"{POLICY}; media-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"
"""Recordings play in the page; no script may turn words into markup."""
PARIS = "Europe/Paris"
SAID = {
    "accepter": "Le dossier est à vous. Proposez maintenant un rendez-vous.",
    "refuser": "Le dossier est rendu à la brigade numérique, avec votre motif.",
    "transmettre": "Le dossier est passé à l’autre unité, qui le voit dès maintenant.",
    "rendez-vous": "Le rendez-vous est proposé : la personne le voit en revenant avec son code.",
    "deplacer": "Le rendez-vous est déplacé : la personne doit le confirmer de nouveau.",
    "annuler": "Le rendez-vous est annulé. Proposez-en un autre.",
    "confirmer": "Le rendez-vous est confirmé.",
    "decliner": "C’est noté : proposez un autre moment.",
    "note": "La note est au dossier. La brigade numérique la lit.",
    "tentative": "La tentative est au dossier.",
    "suite": "La suite est enregistrée, la brigade numérique la lit. Le dossier est clos.",
    "rouvrir": "Le dossier est rouvert.",
}
"""What a page may say of the act before, by the word in its address."""

P = ParamSpec("P")
UnitView = Callable[Concatenate[HttpRequest, Unit, P], HttpResponseBase]


def of_a_unit(view: UnitView[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Only for an account that is attached to a unit; one that is attached to none is told whom to ask. What is not
    the unit's is not found. Within the view every hour is on the clock of the unit's department."""

    @require(Act.SEE_UNIT)
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        unit = Unit.objects.filter(pk=officer_of(request).unit or 0).select_related("department").first()
        if unit is None:
            return render(request, "unit/unattached.html", status=403)
        with timezone.override(zone_of(unit)):
            try:
                return view(request, unit, *args, **kwargs)
            except NotFound:
                return page(request, unit, "", "missing", {}, status=404)

    return guarded


def page(
    request: HttpRequest, unit: Unit, section: str, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """One page."""
    zone = zone_of(unit)
    shared = {
        "officer": officer_of(request),
        "unit": unit,
        "section": section,
        "now": timezone.now(),
        "clock": "" if zone.key == PARIS else place(zone.key),
        "said": SAID.get(request.GET.get("dit", ""), "") if request.method != "POST" else "",
    }
    response = render(request, f"unit/{template}.html", {**shared, **context}, status=status)
    response.headers["Content-Security-Policy"] = PAGE_POLICY
    return response


def zone_of(unit: Unit) -> ZoneInfo:
    """The clock that the unit works by."""
    return ZoneInfo(territory.time_zone(unit.department_id))


def done(name: str, said: str, *args: object) -> HttpResponse:
    """To the page that shows the result, which says what was done."""
    return redirect(f"{reverse(name, args=args)}?dit={said}")
