"""What every page of the administration shares: its sections, its forms, what it says after an act."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from permanence.accounts.forms import KindForm
from permanence.accounts.policy import Act, permits
from permanence.accounts.web import officer_of
from permanence.lib.errors import NotFound, Refused

ROWS = 50

SAID = {
    "cree": "Le compte est créé.",
    "enregistre": "C’est enregistré.",
    "desactive": "Le compte est désactivé : ses sessions sont fermées.",
    "reactive": "Le compte est réactivé.",
    "second-facteur": "Le second facteur est effacé : la prochaine connexion en enregistre un nouveau.",
    "retenue": "La force est retenue pour cette commune.",
    "rendue": "La question est rendue aux données officielles.",
    "ajoute": "Le numéro est ajouté.",
    "retire": "Le numéro n’est plus montré aux visiteurs.",
    "remis": "Le numéro est de nouveau montré aux visiteurs.",
    "partenaire-ajoute": "Le partenaire est ajouté : on peut lui orienter des personnes dès maintenant.",
    "partenaire-retire": "Le partenaire n’est plus proposé aux policiers et aux gendarmes.",
    "partenaire-remis": "Le partenaire est de nouveau proposé aux policiers et aux gendarmes.",
    "reponse-ajoutee": "La réponse est ajoutée : les postes la proposent dès maintenant.",
    "reponse-retiree": "La réponse n’est plus proposée aux postes.",
    "reponse-remise": "La réponse est de nouveau proposée aux postes.",
    "debriefing-clos": "C’est noté : vous en avez parlé.",
}
"""What a page may say of the act before, by the word in its address."""


@dataclass(frozen=True)
class Section:
    """One entry of the menu: who may see it is the policy's to say."""

    key: str
    label: str
    url: str
    act: Act


SECTIONS = [
    Section("desk", "Brigade", "desk:console", Act.SEE_QUEUE),
    Section("figures", "Chiffres", "figures:dashboard", Act.SEE_STATISTICS),
    Section("home", "Aperçu", "administration:home", Act.SEE_AUDIT),
    Section("officers", "Comptes", "administration:officers", Act.SEE_OFFICERS),
    Section("communes", "Communes", "administration:communes", Act.SEE_TERRITORY),
    Section("units", "Unités", "administration:units", Act.SEE_TERRITORY),
    Section("centres", "Centres", "administration:centres", Act.SEE_TERRITORY),
    Section("replies", "Réponses", "administration:replies", Act.EDIT_REPLIES),
    Section("debriefs", "Débriefings", "administration:debriefs", Act.SEE_DEBRIEFS),
    Section("lines", "Numéros d’aide", "administration:lines", Act.EDIT_HELP_LINES),
    Section("partners", "Partenaires", "partners:listing", Act.EDIT_PARTNERS),
    Section("roster", "Planning", "roster:coverage", Act.EDIT_ROSTER),
    Section("journal", "Journal d’audit", "administration:journal", Act.SEE_AUDIT),
]


def page(
    request: HttpRequest, section: str, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """One page, with the menu that its reader may use."""
    officer = officer_of(request)
    shared = {
        "officer": officer,
        "section": section,
        "sections": [entry for entry in SECTIONS if permits(officer, entry.act)],
        "said": SAID.get(request.GET.get("dit", ""), "") if request.method != "POST" else "",
    }
    return render(request, f"administration/{template}.html", {**shared, **context}, status=status)


def missing(request: HttpRequest, section: str, refusal: Refused) -> HttpResponse:
    """404, in words."""
    return page(request, section, "missing", {"refusal": refusal}, status=404)


def submitted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with; None when it is only shown."""
    return request.POST if request.method == "POST" else None


def done(name: str, said: str, *args: object) -> HttpResponse:
    """To the page that shows the result, which says what was done."""
    return redirect(f"{reverse(name, args=args)}?dit={said}")


def attempt(form: KindForm, act: Callable[[], object]) -> bool:
    """Does the act if the form holds; a refusal goes to its fields. True when it was done. Raises `NotFound`."""
    if not form.is_valid():
        form.mark_errors()
        return False
    try:
        act()
    except NotFound:
        raise
    except Refused as refusal:
        form.add_refusal(refusal)
        form.mark_errors()
        return False
    return True


def part(request: HttpRequest, rows: "QuerySet[Any, Any]") -> "Page[Any]":
    """One page of a long list, by `?page=`."""
    return Paginator(rows, ROWS).get_page(request.GET.get("page"))


def number(text: str) -> int | None:
    """What an address or a field says, if it is a number a table could hold."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def kept_query(request: HttpRequest) -> str:
    """The filters of the address, for the links to other pages of the same list."""
    query = request.GET.copy()
    for name in ("page", "dit", "avant"):
        query.pop(name, None)
    return query.urlencode()
