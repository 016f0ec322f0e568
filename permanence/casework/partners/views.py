"""The partners people may be referred to: the list, one of them, a new one; withdrawn ones can come back."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from permanence.accounts.policy import Act
from permanence.accounts.web import officer_of, require
from permanence.audit.models import Entry
from permanence.casework.partners import actions
from permanence.casework.partners.forms import PartnerForm
from permanence.casework.referrals.models import Partner
from permanence.desk.administration import entries
from permanence.desk.administration.forms import department_choices
from permanence.desk.administration.pages import attempt, done, missing, page, submitted
from permanence.desk.vocabulary import Category
from permanence.lib.errors import NotFound

SECTION = "partners"


@require_safe
@require(Act.EDIT_PARTNERS)
def listing(request: HttpRequest) -> HttpResponse:
    """Those people may be referred to, then those withdrawn; by name or department."""
    given = request.GET
    rows = Partner.objects.order_by("name", "pk")
    if words := given.get("q", "").strip()[:80]:
        rows = rows.filter(Q(name__icontains=words) | Q(purpose__icontains=words))
    found = [row for row in rows if _answers_in(row, given.get("departement", "")[:3])]
    context = {
        "shown": [(row, _violences(row)) for row in found if not row.withdrawn_at],
        "withdrawn": [row for row in found if row.withdrawn_at],
        "given": given,
        "departments": department_choices(),
        "filtered": bool(words or given.get("departement")),
    }
    return page(request, SECTION, "partners", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require(Act.EDIT_PARTNERS)
def new(request: HttpRequest) -> HttpResponse:
    """A partner that officers may choose at once."""
    form = PartnerForm(submitted(request))
    by = officer_of(request).actor
    if request.method == "POST" and attempt(form, lambda: actions.add_partner(by=by, **form.cleaned_data)):
        return done("partners:listing", "partenaire-ajoute")
    return page(request, SECTION, "partner", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@require(Act.EDIT_PARTNERS)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One partner."""
    partner = Partner.objects.filter(pk=pk).first()
    if partner is None:
        return missing(request, SECTION, NotFound(actions.UNKNOWN))
    form = PartnerForm(submitted(request), initial=_initial(partner))
    by = officer_of(request).actor
    if request.method == "POST" and attempt(form, lambda: actions.edit_partner(partner=pk, by=by, **form.cleaned_data)):
        return done("partners:one", "enregistre", pk)
    about = Entry.objects.filter(object_kind="partner", object_id=str(pk)).order_by("-pk")[:12]
    context = {"form": form, "partner": partner, "history": entries.told(about)}
    return page(request, SECTION, "partner", context, status=422 if form.is_bound else 200)


@require_POST
@require(Act.EDIT_PARTNERS)
def offered_or_not(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Withdraws a partner, or offers it again."""
    by, reason = officer_of(request).actor, request.POST.get("reason", "").strip()[:300]
    act = {"retirer": actions.withdraw_partner, "remettre": actions.restore_partner}.get(verb)
    try:
        if act is None:
            raise NotFound("Cette action n’existe pas.")
        act(partner=pk, by=by, reason=reason)
    except NotFound as refusal:
        return missing(request, SECTION, refusal)
    return done("partners:listing", "partenaire-retire" if verb == "retirer" else "partenaire-remis")


def _answers_in(partner: Partner, department: str) -> bool:
    return not department or not partner.departments or department in partner.departments


def _violences(partner: Partner) -> list[str]:
    return [str(Category(code).label) for code in partner.categories if code in Category.values]


def _initial(partner: Partner) -> dict[str, Any]:
    fields = {name: getattr(partner, name) for name in PartnerForm.base_fields}
    return {**fields, "departments": " ".join(partner.departments)}
