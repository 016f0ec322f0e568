"""Units and operations centres: the lists, and what is known of each."""

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from permanence.accounts.models import Officer, Role
from permanence.accounts.policy import Act, permits
from permanence.accounts.web import officer_of, require
from permanence.audit.models import Entry
from permanence.desk.administration import entries
from permanence.desk.administration.forms import CentreForm, UnitForm, department_choices
from permanence.desk.administration.pages import attempt, done, kept_query, missing, page, part
from permanence.lib.errors import NotFound
from permanence.territory import actions
from permanence.territory.models import Force, OperationsCentre, Unit

FIELDS = ("name", "address", "telephone", "opening_hours", "url")


@require_safe
@require(Act.SEE_TERRITORY)
def listing(request: HttpRequest) -> HttpResponse:
    """Every unit, by department, filtered."""
    given = request.GET
    rows = Unit.objects.select_related("department").annotate(communes=Count("jurisdictions"))
    accounts = _accounts().filter(unit=OuterRef("pk")).values("unit").annotate(count=Count("pk")).values("count")
    rows = rows.annotate(accounts=Subquery(accounts))
    if words := given.get("q", "").strip()[:80]:
        rows = rows.filter(Q(name__icontains=words) | Q(source_name__icontains=words) | Q(official_id=words[:12]))
    if department := given.get("departement", "")[:3]:
        rows = rows.filter(department=department)
    if given.get("force") in Force.values:
        rows = rows.filter(force=given["force"])
    context = {
        "rows": part(request, rows.order_by("department", "force", "name", "pk")),
        "given": given,
        "departments": department_choices(),
        "forces": Force.choices,
        "query": kept_query(request),
    }
    return page(request, "units", "units", context)


def _accounts() -> QuerySet[Officer]:
    """Whoever can sign in for a unit."""
    return Officer.objects.filter(role=Role.UNIT, is_active=True)


@require_http_methods(["GET", "HEAD", "POST"])
@require(Act.SEE_TERRITORY)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit: what is known of it, from whom, and where it answers."""
    unit = Unit.objects.select_related("department", "details_edition").filter(pk=pk).first()
    if unit is None:
        return missing(request, "units", NotFound("Cette unité n’existe pas."))
    if request.method == "POST":
        return _edit(request, unit)  # type: ignore[return-value]
    return _shown(request, unit, UnitForm(initial={name: getattr(unit, name) for name in FIELDS}))


@require(Act.EDIT_TERRITORY)
def _edit(request: HttpRequest, unit: Unit) -> HttpResponse:
    form = UnitForm(request.POST)
    by = officer_of(request).actor
    if attempt(form, lambda: actions.edit_unit(unit=unit.pk, by=by, **form.cleaned_data)):
        return done("administration:unit", "enregistre", unit.pk)
    return _shown(request, unit, form, status=422)


def _shown(request: HttpRequest, unit: Unit, form: UnitForm, *, status: int = 200) -> HttpResponse:
    answering = unit.jurisdictions.select_related("commune").order_by("commune__sort_name")
    about = Entry.objects.filter(object_kind="unit", object_id=str(unit.pk)).order_by("-pk")[:12]
    context = {
        "unit": unit,
        "form": form,
        "edited": [str(form.fields[name].label) for name in FIELDS if name in unit.edited],
        "communes": answering[:60],
        "count": answering.count(),
        "accounts": _accounts().filter(unit=unit.pk).order_by("username"),
        "may_see_accounts": permits(officer_of(request), Act.SEE_OFFICERS),
        "may_edit": permits(officer_of(request), Act.EDIT_TERRITORY),
        "history": entries.told(about),
    }
    return page(request, "units", "unit", context, status=status)


@require_safe
@require(Act.SEE_TERRITORY)
def centres(request: HttpRequest) -> HttpResponse:
    """Every operations centre, by department."""
    rows = OperationsCentre.objects.select_related("department").order_by("department", "force")
    named = sum("name" in row.edited for row in rows)
    return page(request, "centres", "centres", {"rows": rows, "named": named})


@require_http_methods(["GET", "HEAD", "POST"])
@require(Act.SEE_TERRITORY)
def centre(request: HttpRequest, pk: int) -> HttpResponse:
    """One operations centre."""
    row = OperationsCentre.objects.select_related("department").filter(pk=pk).first()
    if row is None:
        return missing(request, "centres", NotFound("Ce centre opérationnel n’existe pas."))
    if request.method == "POST":
        return _edit_centre(request, row)  # type: ignore[return-value]
    return _centre_shown(request, row, CentreForm(initial={"name": row.name, "telephone": row.telephone}))


@require(Act.EDIT_TERRITORY)
def _edit_centre(request: HttpRequest, row: OperationsCentre) -> HttpResponse:
    form = CentreForm(request.POST)
    by = officer_of(request).actor
    if attempt(form, lambda: actions.edit_centre(centre=row.pk, by=by, **form.cleaned_data)):
        return done("administration:centre", "enregistre", row.pk)
    return _centre_shown(request, row, form, status=422)


def _centre_shown(request: HttpRequest, row: OperationsCentre, form: CentreForm, *, status: int = 200) -> HttpResponse:
    about = Entry.objects.filter(object_kind="centre", object_id=str(row.pk)).order_by("-pk")[:12]
    context = {"centre": row, "form": form, "may_edit": permits(officer_of(request), Act.EDIT_TERRITORY)}
    return page(request, "centres", "centre", {**context, "history": entries.told(about)}, status=status)
