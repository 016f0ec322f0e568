"""The week of needs of a force, beside what the forecast asks for."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from permanence.accounts.models import Force
from permanence.accounts.policy import Act
from permanence.accounts.web import officer_of, require
from permanence.lib.errors import NotFound
from permanence.roster import access, actions, needs, queries, words
from permanence.roster.forms.needs import NeedForm
from permanence.roster.pages.shared import attempt, page, submitted, to, told

SECTION = "coverage"


@require_http_methods(["GET", "HEAD", "POST"])
@require(Act.EDIT_ROSTER)
@told(SECTION)
def week(request: HttpRequest, force: str) -> HttpResponse:
    """Seven days of half-hours; the form changes some of them."""
    officer = officer_of(request)
    _may(request, force)
    form = NeedForm(submitted(request))
    if request.method == "POST" and attempt(
        form, lambda: actions.set_need(by=officer, force=force, **form.cleaned_data)
    ):
        return to("roster:needs", force, said="besoin")
    kept, foreseen = queries.needs_of(force), queries.foreseen(force)
    context = {
        "form": form,
        "force": Force(force),
        "rows": [_row(day, kept) for day in range(7)],
        "foreseen": [_row(day, foreseen) for day in range(7)] if foreseen else [],
        "place": words.place(queries.zone_of(force)),
    }
    return page(request, SECTION, "needs", context, status=422 if form.is_bound else 200)


@require_POST
@require(Act.EDIT_ROSTER)
@told(SECTION)
def take(request: HttpRequest, force: str) -> HttpResponse:
    """The forecast becomes the need."""
    _may(request, force)
    actions.take_forecast(by=officer_of(request), force=force)
    return to("roster:needs", force, said="besoin-prevu")


def _may(request: HttpRequest, force: str) -> None:
    if force not in Force.values:
        raise NotFound("Cette force n’existe pas.")
    access.may_edit(officer_of(request), force)


def _row(day: int, week: needs.Week) -> dict[str, object]:
    cells = [week.get(day * needs.SLOTS + number, 1) for number in range(needs.SLOTS)]
    least, most = min(cells), max(cells)
    told = f"de {least} à {most}" if least < most else f"{most} à toute heure"
    return {"name": words.DAYS[day], "cells": cells, "told": told}
