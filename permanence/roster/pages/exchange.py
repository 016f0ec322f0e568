"""Files of shifts: one's own calendar, a force's table and calendar, and what is imported, shown before it is entered.

Downloads ask for the session and the right like every page: no address of theirs opens anything by itself.
"""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from permanence.accounts.models import Force
from permanence.accounts.policy import Act
from permanence.accounts.web import officer_of, require
from permanence.audit import journal as audit
from permanence.lib.errors import NotFound, Refused
from permanence.roster import access, actions, exchange, queries
from permanence.roster.forms.exchange import ImportForm
from permanence.roster.pages.shared import page, submitted, to, told

SECTION = "coverage"
CSV, ICS = "text/csv; charset=utf-8", "text/calendar; charset=utf-8"
BOM = "\ufeff"
"""By which spreadsheets know that accents are UTF-8."""


@require_safe
@require(Act.SEE_OWN_ROSTER)
def own(request: HttpRequest) -> HttpResponse:
    """One's own shifts to come, for a calendar."""
    officer = officer_of(request)
    shifts = queries.of_officer_to_come(officer)
    return _file(exchange.ics_of(shifts, now=timezone.now(), named=False), ICS, "mes-vacations.ics")


@require_safe
@require(Act.SEE_ROSTER)
@told(SECTION)
def of_force(request: HttpRequest, force: str, form: str) -> HttpResponse:
    """A force's shifts to come, as a table or a calendar: one row in the audit journal."""
    officer = officer_of(request)
    if force not in access.visible_forces(officer) or form not in ("csv", "ics"):
        raise NotFound("Ce planning n’existe pas, ou n’est pas de votre force.")
    audit.record_reading(by=officer.actor, act=Act.SEE_ROSTER, on=("roster", force), form=form)
    shifts, name = queries.to_come(force), f"vacations-{force}.{form}"
    if form == "csv":
        return _file((BOM + exchange.csv_of(shifts)).encode(), CSV, name)
    return _file(exchange.ics_of(shifts, now=timezone.now(), named=True), ICS, name)


@require_http_methods(["GET", "HEAD", "POST"])
@require(Act.EDIT_ROSTER)
@told(SECTION)
def bring(request: HttpRequest, force: str) -> HttpResponse:
    """A file is read and shown; entered only when that is asked for, and all of it or nothing."""
    officer = officer_of(request)
    if force not in Force.values:
        raise NotFound("Cette force n’existe pas.")
    access.may_edit(officer, force)
    form = ImportForm(submitted(request), request.FILES or None, force=force)
    context: dict[str, object] = {"form": form, "force": Force(force)}
    if request.method == "POST" and form.is_valid():
        found, entering = form.cleaned_data["found"], "importer" in request.POST
        team = form.cleaned_data["team"]
        wrong = {str(number): text for number, text in found.wrong.items()}
        try:
            done = actions.import_shifts(by=officer, team=team.pk, lines=found.lines, dry=bool(wrong) or not entering)
        except Refused as refusal:
            wrong = refusal.errors if not wrong else wrong | {n: text for n, text in refusal.errors.items() if n}
        else:
            if entering and not wrong:
                return to("roster:coverage", said="import", warned=["repos"] * bool(done.short_rests), force=force)
            context |= {"done": done, "lines": found.lines[:20], "team": team, "content": form.cleaned_data["content"]}
        context["wrong"] = sorted(wrong.items(), key=lambda one: int(one[0] or 0))
    form.mark_errors()
    is_bad = form.is_bound and (not form.is_valid() or bool(context.get("wrong")))
    return page(request, SECTION, "import", context, status=422 if is_bad else 200)


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(data, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
