"""Communes: those that wait to be settled, a search, and one commune with who answers for it."""

from collections.abc import Sequence

from django.db.models import Case, IntegerField, Q, Value, When
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from permanence.accounts.policy import Act, permits
from permanence.accounts.web import officer_of, require
from permanence.audit.models import Entry
from permanence.desk.administration import entries
from permanence.desk.administration.forms import SettleForm
from permanence.desk.administration.pages import attempt, done, missing, number, page
from permanence.lib.errors import NotFound, Refused
from permanence.territory import actions, queries
from permanence.territory.index import CommuneEntry
from permanence.territory.models import Commune
from permanence.territory.names import plain

SECTION = "communes"
MOST = 60


@require_safe
@require(Act.SEE_TERRITORY)
def listing(request: HttpRequest) -> HttpResponse:
    """What is searched for; without a search, what waits to be settled and what is settled."""
    words = request.GET.get("q", "").strip()[:80]
    found = _search(words) if words else []
    settled = Commune.objects.exclude(settled_force="").select_related("department").order_by("sort_name")
    context = {
        "words": words,
        "found": found[:MOST],
        "more": len(found) > MOST,
        "undecided": queries.undecided(),
        "settled": settled,
    }
    return page(request, SECTION, "communes", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require(Act.SEE_TERRITORY)
def one(request: HttpRequest, insee: str) -> HttpResponse:
    """One commune: who answers, since when and why."""
    commune = Commune.objects.select_related("department", "settled_unit").filter(pk=insee.upper()).first()
    if commune is None:
        return missing(request, SECTION, NotFound("Cette commune n’existe pas."))
    if request.method == "POST":
        return _settle(request, commune)  # type: ignore[return-value]
    return _shown(request, commune, SettleForm().of(commune))


@require(Act.EDIT_TERRITORY)
def _settle(request: HttpRequest, commune: Commune) -> HttpResponse:
    form = SettleForm(request.POST).of(commune)
    by = officer_of(request).actor

    def settle() -> None:
        given = form.cleaned_data
        force = "" if given["force"] == "-" else given["force"]
        unit = number(given["unit"]) if force else None
        actions.settle_commune(insee=commune.pk, force=force, unit=unit, reason=given["reason"], by=by)

    if attempt(form, settle):
        said = "rendue" if form.cleaned_data["force"] == "-" else "retenue"
        return done("administration:commune", said, commune.pk)
    commune.refresh_from_db()
    return _shown(request, commune, form, status=422)


def _shown(request: HttpRequest, commune: Commune, form: SettleForm, *, status: int = 200) -> HttpResponse:
    about = Entry.objects.filter(object_kind="commune", object_id=commune.pk).order_by("-pk")[:12]
    context = {
        "commune": commune,
        "entry": queries.commune(commune.pk),
        "codes": commune.postal_codes.order_by("code").values_list("code", flat=True),
        "jurisdictions": commune.jurisdictions.select_related("unit").order_by("force"),
        "centres": queries.centres_of(commune.pk),
        "form": form,
        "may_edit": permits(officer_of(request), Act.EDIT_TERRITORY),
        "history": entries.told(about),
    }
    return page(request, SECTION, "commune", context, status=status)


def _search(words: str) -> Sequence[CommuneEntry]:
    """By postal code, by commune code, or by name: that very name, then those that begin so, then the others."""
    try:
        return queries.communes_of(queries.digits_of(words)) or _by_code(words)
    except Refused:
        return _by_name(words)


def _by_code(words: str) -> list[CommuneEntry]:
    return [queries.commune(insee) for insee in Commune.objects.filter(pk=words).values_list("pk", flat=True)]


def _by_name(words: str) -> list[CommuneEntry]:
    name = plain(words)
    if not name:
        return []
    begins = Case(
        When(sort_name=name, then=Value(0)),
        When(sort_name__startswith=name, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows = Commune.objects.filter(Q(sort_name__contains=name) | Q(pk=words.upper()))
    keys = rows.order_by(begins, "-population", "sort_name").values_list("pk", flat=True)[: MOST + 1]
    return [queries.commune(insee) for insee in keys]
