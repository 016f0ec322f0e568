"""Teams: the list by force, and a new one."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from permanence.accounts.policy import Act, Scope, permits
from permanence.accounts.web import officer_of, require
from permanence.roster import access, actions, words
from permanence.roster.forms.shifts import TeamForm
from permanence.roster.models import Team
from permanence.roster.pages.shared import attempt, page, submitted, to, told

SECTION = "teams"


@require_safe
@require(Act.SEE_ROSTER)
def listing(request: HttpRequest) -> HttpResponse:
    """The teams of the forces that the reader may see."""
    officer = officer_of(request)
    ahead = Count("shifts", filter=Q(shifts__ends_at__gt=timezone.now()))
    teams = Team.objects.filter(force__in=access.visible_forces(officer)).annotate(ahead=ahead)
    context = {
        "teams": [(team, words.place(team.time_zone)) for team in teams.order_by("force", "name")],
        "editable": permits(officer, Act.EDIT_ROSTER),
    }
    return page(request, SECTION, "teams", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require(Act.EDIT_ROSTER)
@told(SECTION)
def new(request: HttpRequest) -> HttpResponse:
    """A team, which has no shift yet."""
    officer = officer_of(request)
    forces = [force for force in access.visible_forces(officer) if permits(officer, Act.EDIT_ROSTER, Scope(force))]
    form = TeamForm(submitted(request), forces=forces)
    if request.method == "POST" and attempt(form, lambda: actions.create_team(by=officer, **form.cleaned_data)):
        return to("roster:teams", said="equipe")
    return page(request, SECTION, "team", {"form": form}, status=422 if form.is_bound else 200)
