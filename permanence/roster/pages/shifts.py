"""Entering, moving and removing shifts: forms that work without a script and keep what was typed."""

from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from permanence.accounts.models import Force
from permanence.accounts.policy import Act
from permanence.accounts.web import officer_of, require
from permanence.lib.errors import NotFound
from permanence.roster import access, actions, words
from permanence.roster.actions import Entered
from permanence.roster.forms.shifts import ShiftForm
from permanence.roster.models import Shift, Team
from permanence.roster.pages.shared import attempt, page, submitted, to, told

SECTION = "coverage"


@require_http_methods(["GET", "HEAD", "POST"])
@require(Act.EDIT_ROSTER)
@told(SECTION)
def new(request: HttpRequest, force: str) -> HttpResponse:
    """A shift of one force; the address may carry the hours of the hole that it is to fill."""
    officer = officer_of(request)
    if force not in Force.values:
        raise NotFound("Cette force n’existe pas.")
    access.may_edit(officer, force)
    form = ShiftForm(submitted(request), force=force, initial=_asked(request, force))
    entered: list[Entered] = []
    if request.method == "POST" and attempt(form, lambda: entered.append(_enter(request, form))):
        return _to_day(entered[0], form, "vacation")
    context = {"form": form, "force": Force(force), "has_teams": Team.objects.filter(force=force).exists()}
    return page(request, SECTION, "shift", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@require(Act.EDIT_ROSTER)
@told(SECTION)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A shift that has not begun: other hours, or somebody else."""
    shift = access.shift(officer_of(request), pk)
    form = ShiftForm(submitted(request), force=shift.team.force).of_shift(shift)
    begun = shift.starts_at <= timezone.now()
    entered: list[Entered] = []
    if request.method == "POST" and attempt(form, lambda: entered.append(_move(request, shift, form))):
        return _to_day(entered[0], form, "modifiee")
    context = {
        "form": form,
        "shift": shift,
        "force": Force(shift.team.force),
        "has_teams": True,
        "begun": begun,
        "hours": words.span(shift.starts_at, shift.ends_at, shift.team.time_zone),
    }
    return page(request, SECTION, "shift", context, status=422 if form.is_bound else 200)


@require_POST
@require(Act.EDIT_ROSTER)
@told(SECTION)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """The shift is no more; its half-hours are empty again."""
    shift = access.shift(officer_of(request), pk)
    actions.remove_shift(by=officer_of(request), shift=pk)
    return to("roster:day", shift.team.force, _day(shift), said="retiree")


def _enter(request: HttpRequest, form: ShiftForm) -> Entered:
    typed = form.cleaned_data
    return actions.enter_shift(
        by=officer_of(request),
        team=typed["team"].pk,
        officer=typed["officer"],
        starts_at=typed["starts_at"],
        ends_at=typed["ends_at"],
        kind=typed["kind"],
    )


def _move(request: HttpRequest, shift: Shift, form: ShiftForm) -> Entered:
    typed = form.cleaned_data
    return actions.move_shift(
        by=officer_of(request),
        shift=shift.pk,
        officer=typed["officer"],
        starts_at=typed["starts_at"],
        ends_at=typed["ends_at"],
    )


def _to_day(entered: Entered, form: ShiftForm, said: str) -> HttpResponse:
    warned = ["repos"] * bool(entered.warnings) + ["double"] * bool(form.doubts())
    return to("roster:day", entered.shift.team.force, _day(entered.shift), said=said, warned=warned)


def _day(shift: Shift) -> str:
    return f"{shift.starts_at.astimezone(ZoneInfo(shift.team.time_zone)):%Y-%m-%d}"


def _asked(request: HttpRequest, force: str) -> dict[str, Any]:
    only = Team.objects.filter(force=force)[:2]
    asked = {"day": "jour", "begins": "debut", "ends": "fin"}
    given = {field: request.GET.get(name, "") for field, name in asked.items()}
    return {**given, "team": only[0].pk if len(only) == 1 else None}
