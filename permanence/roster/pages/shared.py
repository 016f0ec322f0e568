"""What every page of rosters shares: its menu, its forms, what it says after an act."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from permanence.accounts.forms import KindForm
from permanence.accounts.models import Role
from permanence.accounts.policy import Act, permits
from permanence.accounts.web import officer_of
from permanence.lib.errors import NotFound, Refused
from permanence.roster.actions import SHORT_REST

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

SAID = {
    "vacation": "La vacation est enregistrée.",
    "modifiee": "La vacation est modifiée.",
    "retiree": "La vacation est retirée.",
    "cycle": "Le cycle est commencé : ses vacations sont posées pour huit semaines, et la suite se pose d’elle-même.",
    "cycle-arrete": "Le cycle est arrêté : ses vacations à venir sont retirées à partir de ce jour.",
    "absence": "L’absence est enregistrée : les vacations de ces heures ne couvrent plus rien.",
    "retour": "L’absence est finie : les vacations couvrent de nouveau leurs heures.",
    "echange-demande": "Votre collègue verra votre demande sur sa page. La vacation reste la vôtre en attendant.",
    "echange-done": "L’échange est fait.",
    "echange-confirm": "Un superviseur doit valider cet échange : il laisse moins de 11 heures de repos.",
    "echange-refused": "L’échange est refusé : chacun garde sa vacation.",
    "echange-withdrawn": "La demande est retirée.",
    "besoin": "Le besoin est enregistré : la couverture en tient compte.",
    "besoin-prevu": "La prévision est devenue le besoin de chaque demi-heure.",
    "import": "Les vacations du fichier sont enregistrées.",
    "equipe": "L’équipe est créée : elle peut recevoir des vacations.",
}
"""What a page may say of the act before, by the word in its address."""
WARNED = {
    "repos": SHORT_REST,
    "laissees": "Certaines vacations n’ont pas été posées : leur agent en a déjà une à ces heures.",
    "double": "L’heure saisie vient deux fois cette nuit-là : la première des deux est retenue.",
}
"""What the author of an act should know of it; nothing of it was refused."""


@dataclass(frozen=True)
class Section:
    """One entry of the menu: who may see it is the policy's to say."""

    key: str
    label: str
    url: str
    act: Act


SECTIONS = [
    Section("coverage", "Couverture", "roster:coverage", Act.SEE_ROSTER),
    Section("cycles", "Cycles", "roster:cycles", Act.SEE_ROSTER),
    Section("teams", "Équipes", "roster:teams", Act.SEE_ROSTER),
    Section("mine", "Mes vacations", "roster:mine", Act.SEE_OWN_ROSTER),
]


def page(
    request: HttpRequest, section: str, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """One page, with the menu that its reader may use."""
    officer = officer_of(request)
    shown = request.GET if request.method != "POST" else QueryDict()
    shared = {
        "officer": officer,
        "section": section,
        "sections": [entry for entry in SECTIONS if permits(officer, entry.act)],
        "has_console": permits(officer, Act.SEE_QUEUE),
        "administers": officer.role == Role.ADMINISTRATOR,
        "said": SAID.get(shown.get("dit", ""), ""),
        "warned": [WARNED[word] for word in shown.getlist("garde") if word in WARNED],
    }
    return render(request, f"roster/{template}.html", {**shared, **context}, status=status)


def told(section: str) -> Callable[[View[P]], View[P]]:
    """A view whose refusals become a page of their own, in words, with the way back."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except Refused as refusal:
                detail = " ".join([refusal.detail, *refusal.errors.values()])
                context = {"refusal": refusal, "detail": detail}
                return page(request, section, "refused", context, status=refusal.status)

        return guarded

    return decorate


def submitted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with; None when it is only shown."""
    return request.POST if request.method == "POST" else None


def attempt(form: KindForm, act: Callable[[], object]) -> bool:
    """Does the act if the form holds; a refusal goes to its fields. True when it was done. Raises `NotFound`."""
    if form.is_valid():
        try:
            act()
        except NotFound:
            raise
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            return True
    form.mark_errors()
    return False


def to(name: str, *args: object, said: str = "", warned: list[str] | None = None, **query: str) -> HttpResponse:
    """To the page that shows the result, which says what was done and what to watch."""
    address = QueryDict(mutable=True)
    address.update({key: value for key, value in {**query, "dit": said}.items() if value})
    address.setlist("garde", warned or [])
    return redirect(f"{reverse(name, args=args)}?{address.urlencode()}".rstrip("?"))
