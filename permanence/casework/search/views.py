"""The search's page and a case's page, rendered here and working without a script.

What is typed comes by POST and is answered at an address that does not hold it (`remembered`). Each time cases are
looked for, a row says by which kinds of criteria and how many were found; each opening of a case leaves one too.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from permanence.accounts.policy import Act, permits
from permanence.accounts.web import officer_of, require
from permanence.audit import journal as audit
from permanence.casework.search import access, queries, remembered
from permanence.casework.search import case as whole
from permanence.casework.search.criteria import Criteria, read
from permanence.casework.search.forms import SearchForm
from permanence.casework.search.lines import line
from permanence.desk import access as desk
from permanence.desk.views import CONSOLE_POLICY
from permanence.lib.errors import Invalid, NotFound
from permanence.territory.models import Department

GONE = "Cette recherche n’est plus gardée : refaites-la."


@require_http_methods(["GET", "HEAD", "POST"])
@require(Act.SEARCH_CASES)
def search(request: HttpRequest) -> HttpResponse:
    """The form, with what it found: what was last changed, where nothing was asked for."""
    return _ask(request) if request.method == "POST" else _answer(request)


@require_safe
@require(Act.SEARCH_CASES)
def case(request: HttpRequest, conversation: UUID) -> HttpResponse:
    """A whole case, to be read."""
    officer = officer_of(request)
    try:
        intake, report = access.case(officer, conversation)
    except NotFound:
        return _page(request, "missing", {}, status=404)
    audit.record_reading(by=officer.actor, act=Act.SEE_CASE, on=("conversation", conversation))
    documents = report is not None and permits(officer, Act.ISSUE_DOCUMENT, desk.scope(intake))
    context = {"intake": intake, "report": report, "parts": whole.parts(intake, report), "documents": documents}
    return _page(request, "case", context)


def _ask(request: HttpRequest) -> HttpResponse:
    officer = officer_of(request)
    form = SearchForm(officer, request.POST)
    if form.is_valid():
        try:
            asked = read(form.cleaned_data, force=officer.force, year=timezone.localdate().year)
            if asked.unit and not queries.is_unit(asked.unit):
                raise Invalid("Unité à corriger.", errors={"unit": "Aucune unité n’a ces mots dans son nom."})
        except Invalid as refusal:
            form.add_refusal(refusal)
        else:
            return redirect(f"{reverse('cases:search')}?r={remembered.keep(request, officer, asked)}")
    form.mark_errors()
    return _page(request, "list", {"form": form, "refused": True}, status=422)


def _answer(request: HttpRequest) -> HttpResponse:
    officer, name = officer_of(request), request.GET.get("r", "")
    asked = remembered.recall(request, officer, name) if name else Criteria()
    if asked is None:
        return _page(request, "list", {"form": SearchForm(officer), "refused": True, "gone": GONE}, status=404)
    cursor = request.GET.get("apres", "")
    found = queries.find(officer, asked, cursor=cursor)
    kinds = {"criteria": asked.kinds, "found": found.count, "further": bool(cursor)}
    audit.record_reading(by=officer.actor, act=Act.SEARCH_CASES, on=("page", request.path), **kinds)
    departments = dict(Department.objects.values_list("code", "name"))
    context = {
        "form": SearchForm(officer, initial=asked.stored()),
        "found": found,
        "lines": [line(report, departments) for report in found.reports],
        "asked": bool(asked.kinds),
        "name": name,
        "further": bool(cursor),
    }
    return _page(request, "list", {**context, "section": "search"})


def _page(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    response = render(request, f"search/{template}.html", {"officer": officer_of(request), **context}, status=status)
    response.headers["Content-Security-Policy"] = CONSOLE_POLICY
    return response
