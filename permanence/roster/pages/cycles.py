"""Cycles: the list, a new one in one of three rhythms, stopping one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from permanence.accounts.models import Force
from permanence.accounts.policy import Act, Scope, permits
from permanence.accounts.web import officer_of, require
from permanence.lib.errors import NotFound
from permanence.roster import access, actions, words
from permanence.roster.actions import Started
from permanence.roster.forms.cycles import FORMS, NAMES, CycleForm, StopForm
from permanence.roster.models import Cycle, Team
from permanence.roster.pages.shared import attempt, page, submitted, to, told

SECTION = "cycles"


@require_safe
@require(Act.SEE_ROSTER)
def listing(request: HttpRequest) -> HttpResponse:
    """The cycles of the forces that the reader may see, those that go on first."""
    officer = officer_of(request)
    forces = access.visible_forces(officer)
    cycles = Cycle.objects.filter(team__force__in=forces).select_related("team").prefetch_related("members__officer")
    today = timezone.localdate()
    going_on = [_told(one) for one in cycles.order_by("team", "pk") if one.last_on is None or one.last_on >= today]
    editable = [Force(force) for force in forces if permits(officer, Act.EDIT_ROSTER, Scope(force=force))]
    context = {"cycles": going_on, "ended": cycles.count() - len(going_on), "rhythms": NAMES, "editable": editable}
    return page(request, SECTION, "cycles", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require(Act.EDIT_ROSTER)
@told(SECTION)
def new(request: HttpRequest, force: str, rhythm: str) -> HttpResponse:
    """A cycle of one force; what it laid is told on the list."""
    if force not in Force.values or rhythm not in FORMS:
        raise NotFound("Ce rythme n’existe pas.")
    access.may_edit(officer_of(request), force)
    form = FORMS[rhythm](submitted(request), force=force, initial=_asked(force))
    started: list[Started] = []
    if request.method == "POST" and attempt(form, lambda: started.append(_start(request, form))):
        return _to_list(started[0])
    context = {
        "form": form,
        "force": Force(force),
        "rhythm": rhythm,
        "rhythms": NAMES,
        "has_teams": Team.objects.filter(force=force).exists(),
    }
    return page(request, SECTION, "cycle_new", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@require(Act.EDIT_ROSTER)
@told(SECTION)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A cycle, and the day from which it is to lay nothing more."""
    officer = officer_of(request)
    cycle = access.cycle(officer, pk)
    form = StopForm(submitted(request), initial={"on": timezone.localdate()})
    if request.method == "POST" and attempt(
        form, lambda: actions.stop_cycle(by=officer, cycle=pk, on=form.cleaned_data["on"])
    ):
        return to("roster:cycles", said="cycle-arrete")
    return page(request, SECTION, "cycle", {"form": form, "cycle": _told(cycle)}, status=422 if form.is_bound else 200)


def _start(request: HttpRequest, form: CycleForm) -> Started:
    typed, asked = form.cleaned_data, form.asked()
    return actions.start_cycle(
        by=officer_of(request),
        team=typed["team"].pk,
        name=typed["name"],
        days=asked.days,
        anchor_on=asked.anchor_on,
        turns=asked.turns,
        members=form.members(),
        first_on=typed["first_on"],
        last_on=typed["last_on"],
        kind=typed["kind"],
    )


def _to_list(started: Started) -> HttpResponse:
    warned = ["laissees"] if started.left_out else []
    return to("roster:cycles", said="cycle", warned=warned)


def _told(cycle: Cycle) -> dict[str, Any]:
    members = sorted(cycle.members.all(), key=lambda member: (member.ahead, member.pk))
    return {
        "cycle": cycle,
        "pattern": cycle.pattern.said,
        "place": words.place(cycle.team.time_zone),
        "members": members,
        "laid_until": max((member.laid_until for member in members), default=None),
        "rotates": len({member.ahead for member in members}) > 1,
    }


def _asked(force: str) -> dict[str, Any]:
    only = Team.objects.filter(force=force)[:2]
    return {"team": only[0].pk if len(only) == 1 else None, "first_on": timezone.localdate()}
