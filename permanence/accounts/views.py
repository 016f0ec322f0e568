"""Signing in and out, the second factor, one's own password: pages that work without a script.

Answers for: nobody is signed in before every step that this deployment asks for is passed; what was proved at the
first step is remembered for five minutes, in the server's session, and nowhere else. Refuses to say which of name
and password was wrong, and to lead anywhere but back into this site.
"""

from urllib.parse import urlencode

import segno
from django.conf import settings
from django.contrib.auth import login, logout, update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from permanence.accounts import actions, sessions, steps
from permanence.accounts.forms import CodeForm, KindForm, PasswordForm, SignInForm
from permanence.accounts.homes import HOMES
from permanence.accounts.models import Officer, Role
from permanence.accounts.policy import Act
from permanence.accounts.web import officer_of, require
from permanence.audit import journal as audit
from permanence.lib.errors import Refused, TooMany
from permanence.lib.limits import Limit, client_of

SAID = {
    "fin": "Vous êtes déconnecté.",
    "ailleurs": "Votre session est terminée. Connectez-vous pour reprendre : cet onglet a gardé vos brouillons.",
    "centre": "Votre session est terminée. Connectez-vous de nouveau : aucune alerte ne sonne sur ce poste d’ici là.",
    "mot-de-passe": "Votre mot de passe est changé.",
}
"""What a page may say of the one before, by the word in its address."""

Shown = dict[str, str]
"""What a step shows besides its form."""

_password_guesses = Limit("change password", 10, 300)


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The first step: name and password."""
    if isinstance(request.user, Officer):
        return redirect(_destination(request, request.user))
    form = SignInForm(_submitted(request))
    if not (request.method == "POST" and form.is_valid()):
        return _page(request, "sign_in", form)
    try:
        officer = sessions.check_password(**form.cleaned_data, client=_client(request))
    except Refused as refusal:
        return _refused(request, "sign_in", form, refusal)
    return _after_password(request, officer)


@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The second step, for an account with a second factor."""
    officer = steps.pending(request)
    if officer is None or not officer.otp_secret:
        return redirect(_sign_in_address(request))
    form = CodeForm(_submitted(request))
    if not (request.method == "POST" and form.is_valid()):
        return _page(request, "code", form)
    try:
        sessions.check_code(officer, form.cleaned_data["code"], client=_client(request))
    except Refused as refusal:
        return _refused(request, "code", form, refusal, "code")
    return _open(request, officer)


@require_http_methods(["GET", "HEAD", "POST"])
def enrolment(request: HttpRequest) -> HttpResponse:
    """The first sign-in where a second factor is required: shows its secret, takes a code that proves it works."""
    officer = steps.pending(request)
    if officer is None or officer.otp_secret:
        return redirect(_sign_in_address(request))
    secret, address = steps.proposed_factor(request, officer)
    form = CodeForm(_submitted(request))
    shown = {"secret": _in_fours(secret), "drawing": _drawing(address)}
    if not (request.method == "POST" and form.is_valid()):
        return _page(request, "enrolment", form, shown)
    try:
        sessions.enrol(officer, secret, form.cleaned_data["code"], client=_client(request))
    except Refused as refusal:
        return _refused(request, "enrolment", form, refusal, "code", shown)
    return _open(request, officer)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session and every token: all tabs close."""
    if isinstance(request.user, Officer):
        sessions.sign_out(request.user)
    logout(request)
    response = redirect(f"{reverse('accounts:sign-in')}?dit=fin")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@require(Act.SIGN_IN)
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Who I am here, and where I work."""
    officer = officer_of(request)
    said = SAID.get(request.GET.get("dit", ""), "")
    shown = {"officer": officer, "home": HOMES[Role(officer.role)], "said": said}
    return render(request, "accounts/account.html", shown)


@require(Act.SIGN_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """One's own password; every other session of the account ends."""
    officer = officer_of(request)
    form = PasswordForm(_submitted(request))
    if not (request.method == "POST" and form.is_valid()):
        return _page(request, "password", form)
    try:
        _password_guesses.hit(officer.pk, detail=sessions.SLOWED)
        actions.change_password(by=officer, current=form.cleaned_data["current"], new=form.cleaned_data["password"])
    except Refused as refusal:
        return _refused(request, "password", form, refusal, "current")
    update_session_auth_hash(request, officer)
    return redirect(f"{reverse('accounts:account')}?dit=mot-de-passe")


def _after_password(request: HttpRequest, officer: Officer) -> HttpResponse:
    if not officer.otp_secret and not settings.PERMANENCE.otp_required:
        return _open(request, officer)
    steps.remember(request, officer)
    step = "accounts:code" if officer.otp_secret else "accounts:enrolment"
    return redirect(reverse(step) + _next_query(request))


def _open(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Every step is passed."""
    steps.forget(request)
    with transaction.atomic():
        login(request, officer)
        audit.record(by=officer.actor, act=Act.SIGN_IN, on=("officer", officer.pk))
    return redirect(_destination(request, officer))


def _destination(request: HttpRequest, officer: Officer) -> str:
    wanted = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return HOMES[Role(officer.role)]


def _sign_in_address(request: HttpRequest) -> str:
    return reverse("accounts:sign-in") + _next_query(request)


def _next_query(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "")
    return f"?{urlencode({'next': wanted})}" if wanted else ""


def _page(
    request: HttpRequest, name: str, form: KindForm, shown: Shown | None = None, *, status: int | None = None
) -> HttpResponse:
    form.mark_errors()
    said = SAID.get(request.GET.get("dit", ""), "") if request.method != "POST" else ""
    status = status or (422 if form.is_bound else 200)
    return render(request, f"accounts/{name}.html", {"form": form, "said": said, **(shown or {})}, status=status)


def _refused(
    request: HttpRequest,
    name: str,
    form: KindForm,
    refusal: Refused,
    field: str | None = None,
    shown: Shown | None = None,
) -> HttpResponse:
    """The same page again, with the refusal in words; what was typed stays, save passwords."""
    form.add_refusal(refusal, None if isinstance(refusal, TooMany) else field)
    response = _page(request, name, form, shown, status=refusal.status)
    if isinstance(refusal, TooMany):
        response.headers["Retry-After"] = str(refusal.retry_after_s)
    return response


def _submitted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _client(request: HttpRequest) -> str:
    return client_of(request.META.get("REMOTE_ADDR", ""))


def _drawing(address: str) -> str:
    """The QR code as an SVG element: no image file, no third party."""
    drawing = segno.make(address, error="m").svg_inline(scale=4, border=4, dark="#000", light="#fff", omitsize=True)
    return mark_safe(drawing)  # noqa: S308 - drawn by segno from our own address


def _in_fours(secret: str) -> str:
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
