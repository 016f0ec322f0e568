"""The definitions, as pages: what each figure counts, what it does not, and the question to the database itself."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from permanence.accounts.policy import Act
from permanence.accounts.web import require
from permanence.statistics.definitions import DEFINITIONS
from permanence.statistics.pages.menu import page
from permanence.statistics.scopes import SCOPES


@require_safe
@require(Act.SEE_STATISTICS)
def every(request: HttpRequest) -> HttpResponse:
    """All of them, each in a sentence."""
    shown = {"definitions": list(DEFINITIONS.values()), "scopes": list(SCOPES.values())}
    return page(request, "definitions", shown, section="definitions")


@require_safe
@require(Act.SEE_STATISTICS)
def one(request: HttpRequest, code: str) -> HttpResponse:
    """One of them, with its question."""
    definition = DEFINITIONS.get(code)
    if definition is None:
        raise Http404
    shown = {"definition": definition, "scopes": list(SCOPES.values())}
    return page(request, "definition", shown, section="definitions")
