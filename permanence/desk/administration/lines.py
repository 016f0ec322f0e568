"""Numbers to call: the list in the order visitors see, one number, a new one; withdrawn ones can come back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from permanence.accounts.policy import Act
from permanence.accounts.web import officer_of, require
from permanence.audit.models import Entry
from permanence.desk.administration import entries
from permanence.desk.administration.forms import LineForm
from permanence.desk.administration.pages import attempt, done, missing, page, submitted
from permanence.lib.errors import NotFound
from permanence.territory import actions
from permanence.territory.models import HelpLine

SECTION = "lines"


@require_safe
@require(Act.EDIT_HELP_LINES)
def listing(request: HttpRequest) -> HttpResponse:
    """What visitors see, then what was withdrawn."""
    shown = HelpLine.objects.filter(withdrawn_at=None)
    withdrawn = HelpLine.objects.exclude(withdrawn_at=None)
    return page(request, SECTION, "lines", {"shown": shown, "withdrawn": withdrawn})


@require_http_methods(["GET", "HEAD", "POST"])
@require(Act.EDIT_HELP_LINES)
def new(request: HttpRequest) -> HttpResponse:
    """A number that visitors will see at once."""
    form = LineForm(submitted(request))
    by = officer_of(request).actor
    if request.method == "POST" and attempt(form, lambda: actions.add_help_line(by=by, **form.cleaned_data)):
        return done("administration:lines", "ajoute")
    return page(request, SECTION, "line", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@require(Act.EDIT_HELP_LINES)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One number."""
    line = HelpLine.objects.filter(pk=pk).first()
    if line is None:
        return missing(request, SECTION, NotFound("Ce numéro n’existe pas."))
    form = LineForm(submitted(request), initial=_initial(line))
    by = officer_of(request).actor
    if request.method == "POST" and attempt(form, lambda: actions.edit_help_line(line=pk, by=by, **form.cleaned_data)):
        return done("administration:line", "enregistre", pk)
    about = Entry.objects.filter(object_kind="help line", object_id=str(pk)).order_by("-pk")[:12]
    context = {"form": form, "line": line, "history": entries.told(about)}
    return page(request, SECTION, "line", context, status=422 if form.is_bound else 200)


@require_POST
@require(Act.EDIT_HELP_LINES)
def show_or_not(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Withdraws a number, or shows it again."""
    by, reason = officer_of(request).actor, request.POST.get("reason", "").strip()[:300]
    try:
        if verb == "retirer":
            actions.withdraw_help_line(line=pk, by=by, reason=reason)
        elif verb == "remettre":
            actions.restore_help_line(line=pk, by=by, reason=reason)
        else:
            raise NotFound("Cette action n’existe pas.")
    except NotFound as refusal:
        return missing(request, SECTION, refusal)
    return done("administration:lines", "retire" if verb == "retirer" else "remis")


def _initial(line: HelpLine) -> dict[str, Any]:
    fields = {name: getattr(line, name) for name in LineForm.base_fields}
    return {**fields, "departments": " ".join(line.departments)}
