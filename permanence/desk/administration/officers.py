"""Accounts: the list, one account, a new one; a password and a second factor given anew.

Refuses that administrators close or demote themselves: the last door must not be locked from inside. A password made
here is shown once, on the page that answers, and kept nowhere in clear.
"""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from permanence.accounts import actions
from permanence.accounts.models import Force, Officer, Role
from permanence.accounts.policy import Act
from permanence.accounts.web import officer_of, require
from permanence.audit import journal as audit
from permanence.audit.models import Entry
from permanence.desk.administration import entries
from permanence.desk.administration.forms import OfficerForm
from permanence.desk.administration.pages import attempt, done, kept_query, missing, page, part, submitted
from permanence.lib.errors import Conflict, Invalid, NotFound
from permanence.territory.models import OperationsCentre, Unit

SECTION = "officers"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@require_safe
@require(Act.SEE_OFFICERS)
def listing(request: HttpRequest) -> HttpResponse:
    """Every account, by name, filtered."""
    given = request.GET
    rows = Officer.objects.order_by("-is_active", "username")
    if words := given.get("q", "").strip()[:60]:
        rows = rows.filter(Q(username__icontains=words) | Q(first_name__icontains=words) | Q(rank__icontains=words))
    if given.get("role") in Role.values:
        rows = rows.filter(role=given["role"])
    if given.get("force") in Force.values:
        rows = rows.filter(force=given["force"])
    if given.get("etat") in ("actif", "ferme"):
        rows = rows.filter(is_active=given["etat"] == "actif")
    context = {"rows": part(request, rows), "given": given, "roles": Role.choices, "forces": Force.choices}
    return page(request, SECTION, "officers", {**context, "query": kept_query(request)})


@require_http_methods(["GET", "HEAD", "POST"])
@require(Act.EDIT_OFFICERS)
def new(request: HttpRequest) -> HttpResponse:
    """A new account: its first password is shown once. The address may say for which unit or centre."""
    form = OfficerForm(submitted(request), initial=_wanted(request))
    password = _fresh_password()
    if request.method == "POST" and attempt(form, lambda: _create(request, form, password)):
        return _password_page(request, Officer.objects.get(username=form.cleaned_data["username"]), password)
    return page(request, SECTION, "officer_new", {"form": form}, status=422 if form.is_bound else 200)


def _wanted(request: HttpRequest) -> dict[str, str]:
    return {name: given[:15] for name in ("role", "force", "unit", "centre") if (given := request.GET.get(name))}


@require_http_methods(["GET", "HEAD", "POST"])
@require(Act.SEE_OFFICERS)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One account, its settings and its history."""
    try:
        account = _account(pk)
    except NotFound as refusal:
        return missing(request, SECTION, refusal)
    if request.method == "POST":
        return _edit(request, account)  # type: ignore[return-value]
    audit.record_reading(by=officer_of(request).actor, act=Act.SEE_OFFICERS, on=("officer", pk))
    return _shown(request, account, OfficerForm().for_account(account))


@require(Act.EDIT_OFFICERS)
def _edit(request: HttpRequest, account: Officer) -> HttpResponse:
    form = OfficerForm(request.POST).for_account(account)
    if attempt(form, lambda: _save(request, form, account)):
        return done("administration:officer", "enregistre", account.pk)
    return _shown(request, account, form, status=422)


@require_POST
@require(Act.EDIT_OFFICERS)
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One act on an account; what it does is in its address, and asked once on the page."""
    by = officer_of(request)
    try:
        account = _account(pk)
        _not_oneself(by, account, verb)
        if verb == "mot-de-passe":
            return _new_password(request, account)
        said = _do(verb, by.actor, pk)
    except NotFound as refusal:
        return missing(request, SECTION, refusal)
    except Conflict as refusal:
        form = OfficerForm().for_account(_account(pk))
        return _shown(request, _account(pk), form, status=409, refused=refusal.detail)
    return done("administration:officer", said, pk)


def _do(verb: str, by: str, pk: int) -> str:
    if verb == "desactiver":
        actions.deactivate(by=by, officer=pk)
        return "desactive"
    if verb == "reactiver":
        actions.reactivate(by=by, officer=pk)
        return "reactive"
    if verb == "second-facteur":
        actions.reset_second_factor(by=by, officer=pk)
        return "second-facteur"
    raise NotFound("Cette action n’existe pas.")


def _not_oneself(by: Officer, account: Officer, verb: str) -> None:
    if by.pk == account.pk and verb == "desactiver":
        raise Conflict("Vous ne pouvez pas désactiver votre propre compte : demandez à un autre administrateur.")


def _create(request: HttpRequest, form: OfficerForm, password: str) -> None:
    given = form.cleaned_data
    if Officer.objects.filter(username=given["username"]).exists():
        raise Invalid("Ce compte existe déjà.", errors={"username": "Cet identifiant est déjà pris."})
    _check_places(given)
    actions.save_officer(by=officer_of(request).actor, password=password, **given)


def _save(request: HttpRequest, form: OfficerForm, account: Officer) -> None:
    given = {**form.cleaned_data, "username": account.username}
    by = officer_of(request)
    if by.pk == account.pk and given["role"] != account.role:
        raise Invalid("", errors={"role": "Vous ne pouvez pas changer votre propre rôle."})
    _check_places(given)
    actions.save_officer(by=by.actor, **given)


def _check_places(given: dict[str, Any]) -> None:
    """The unit or the centre exists where the role needs one. Raises `Invalid` by field."""
    errors = {}
    if given["role"] == Role.UNIT and not Unit.objects.filter(pk=given["unit"]).exists():
        errors["unit"] = "Donnez le numéro d’une unité de la liste."
    if given["role"] == Role.CENTRE and not OperationsCentre.objects.filter(pk=given["centre"]).exists():
        errors["centre"] = "Donnez le numéro d’un centre de la liste."
    if errors:
        raise Invalid("Corrigez les champs signalés.", errors=errors)


def _new_password(request: HttpRequest, account: Officer) -> HttpResponse:
    password = _fresh_password()
    actions.save_officer(
        by=officer_of(request).actor,
        username=account.username,
        role=account.role,
        force=account.force,
        unit=account.unit,
        centre=account.centre,
        password=password,
    )
    return _password_page(request, account, password, renewed=True)


def _password_page(request: HttpRequest, account: Officer, password: str, *, renewed: bool = False) -> HttpResponse:
    return page(request, SECTION, "officer_password", {"account": account, "password": password, "renewed": renewed})


def _fresh_password() -> str:
    """Five groups of four letters and digits that nobody confuses: 98 bits, easy to dictate."""
    return "-".join(get_random_string(4, LETTERS) for _ in range(5))


def _account(pk: int) -> Officer:
    account = Officer.objects.filter(pk=pk).first()
    if account is None:
        raise NotFound("Ce compte n’existe pas.")
    return account


def _shown(
    request: HttpRequest, account: Officer, form: OfficerForm, *, status: int = 200, refused: str = ""
) -> HttpResponse:
    about = Entry.objects.filter(object_kind="officer", object_id=str(account.pk)).order_by("-pk")[:12]
    context = {"account": account, "form": form, "refused": refused, "history": entries.told(about)}
    return page(
        request, SECTION, "officer", {**context, "oneself": account.pk == officer_of(request).pk}, status=status
    )
