"""Absences: told by an officer on their own page, by supervisors for anybody of their force; ended early."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act
from permanence.accounts.web import officer_of, require
from permanence.lib.errors import NotFound
from permanence.roster import access, actions, queries, words
from permanence.roster.forms.mine import AbsenceForm
from permanence.roster.pages.shared import attempt, page, submitted, to, told

SECTION = "mine"


@require_http_methods(["GET", "HEAD", "POST"])
@require(Act.TELL_ABSENCE)
@told(SECTION)
def new(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """An absence of one's own, or of the officer of the address."""
    by = officer_of(request)
    officer = _officer(by, pk)
    zone = queries.zone_of(officer.force)
    form = AbsenceForm(submitted(request), zone=zone)
    if request.method == "POST" and attempt(form, lambda: _tell(by, officer, form)):
        return to("roster:mine", said="absence") if officer == by else to("roster:coverage", said="absence")
    absences = [(one, words.span(one.starts_at, one.ends_at, zone)) for one in queries.absences_to_come(officer)]
    context = {"form": form, "of": officer, "own": officer == by, "absences": absences, "place": words.place(zone)}
    return page(request, SECTION, "absence", context, status=422 if form.is_bound else 200)


@require_POST
@require(Act.TELL_ABSENCE)
@told(SECTION)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """They are there again."""
    by = officer_of(request)
    officer = access.absence(by, pk).officer
    actions.end_absence(by=by, absence=pk)
    return to("roster:mine", said="retour") if officer == by else to("roster:coverage", said="retour")


def _officer(by: Officer, pk: int | None) -> Officer:
    found = by if pk is None else Officer.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound("Cet agent n’existe pas.")
    access.may_tell_absence(by, found)
    return found


def _tell(by: Officer, officer: Officer, form: AbsenceForm) -> None:
    typed = form.cleaned_data
    actions.tell_absence(by=by, officer=officer, starts_at=typed["starts_at"], ends_at=typed["ends_at"])
