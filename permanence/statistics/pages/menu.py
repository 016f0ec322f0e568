"""The menu of the figures' pages, and how each page is answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act, Scope, permits
from permanence.accounts.web import officer_of


@dataclass(frozen=True)
class Entry:
    """One entry of the menu: who may see it is the policy's to say."""

    key: str
    label: str
    url: str
    act: Act


ENTRIES = (
    Entry("dashboard", "Chiffres", "figures:dashboard", Act.SEE_STATISTICS),
    Entry("definitions", "Définitions", "figures:definitions", Act.SEE_STATISTICS),
    Entry("files", "Fichiers", "figures-files:shelf", Act.EXPORT_STATISTICS),
    Entry("publications", "Publications", "publications:every", Act.PUBLISH_STATISTICS),
    Entry("corrections", "Corrections", "publications:corrections", Act.SEE_STATISTICS),
    Entry("wallboard", "Tableau mural", "wallboard:wall", Act.SEE_WALLBOARD),
    Entry("roster", "Planning", "roster:coverage", Act.SEE_ROSTER),
    Entry("desk", "Console", "desk:console", Act.SEE_QUEUE),
    Entry("administration", "Administration", "administration:home", Act.SEE_AUDIT),
)


def entries(officer: Officer) -> list[Entry]:
    """What this officer may open from here."""
    scope = Scope(force=officer.force)
    return [entry for entry in ENTRIES if permits(officer, entry.act, scope)]


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, section: str, status: int = 200
) -> HttpResponse:
    """A page of the figures, with its menu."""
    officer = officer_of(request)
    around = {"officer": officer, "sections": entries(officer), "section": section}
    return render(request, f"statistics/{template}.html", {**around, **context}, status=status)
