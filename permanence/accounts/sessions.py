"""Signing in, second factor, tokens.

Answers for: who somebody is. Refuses to tell whether the name or the password was wrong, to take a one-time code
twice, to keep a token in clear. Guessing is slowed by client and by name, and every refusal is in the audit journal.
"""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyotp
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from permanence.accounts import leaving
from permanence.accounts.models import Officer, Token
from permanence.audit import journal as audit
from permanence.lib.errors import Forbidden, Unauthorised
from permanence.lib.limits import Limit
from permanence.vault.sealing import seal_with_master, unseal_with_master

TOKEN_LASTS = timedelta(hours=1)
STEP_S = 30
SEEN_EVERY = timedelta(minutes=1)

_guesses = Limit("sign in, by name and client", 10, 300)
_client_guesses = Limit("sign in, by client", 60, 300)
SLOWED = "Trop d’essais. Patientez quelques minutes, ou demandez à un administrateur de vérifier votre compte."


class OtpRequired(Forbidden):
    """The password is right; a one-time code is needed, or none is enrolled yet and this deployment requires one."""

    code = "otp_required"
    title = "Code à usage unique demandé"


@dataclass(frozen=True)
class Issued:
    """A token as its officer receives it, once."""

    token: str
    expires_at: datetime


def sign_in(username: str, password: str, otp: str | None, *, client: str) -> Officer:
    """The officer, wholly identified. Raises `Unauthorised`, `OtpRequired` or `TooMany`."""
    officer = check_password(username, password, client=client)
    if officer.otp_secret:
        if not otp:
            raise OtpRequired("Saisissez le code à usage unique de votre application.")
        check_code(officer, otp, client=client)
    elif settings.PERMANENCE.otp_required:
        raise OtpRequired("Enregistrez d’abord un second facteur sur la page de connexion de la brigade.")
    audit.record(by=officer.actor, act="sign in", on=("officer", officer.pk))
    return officer


def check_password(username: str, password: str, *, client: str) -> Officer:
    """The first step: name and password. Raises `Unauthorised` or `TooMany`."""
    _guesses.test(username, client, detail=SLOWED)
    _client_guesses.test(client, detail=SLOWED)
    officer = Officer.objects.filter(username=username, is_active=True).first()
    if officer is None:
        make_password(password)  # as long as for an account that exists
    if officer is None or not officer.check_password(password):
        _refuse(officer, username, client, "wrong name or password")
        raise Unauthorised("Identifiant ou mot de passe incorrect.")
    return officer


def check_code(officer: Officer, code: str, *, client: str) -> None:
    """The second step: a one-time code of the enrolled second factor, good once. Raises `Unauthorised` or `TooMany`."""
    _guesses.test(officer.username, client, detail=SLOWED)
    secret = unseal_with_master(bytes(officer.otp_secret or b""), "second factor", officer.pk)
    step = _matching_step(secret, code)
    accepted = step is not None and _advance(officer, step)
    if not accepted:
        _refuse(officer, officer.username, client, "wrong one-time code")
        raise Unauthorised("Code incorrect ou déjà utilisé : attendez le suivant.")


def new_second_factor(officer: Officer) -> tuple[str, str]:
    """A fresh secret and its `otpauth:` address, to be confirmed by `enrol`; nothing is kept yet."""
    secret = pyotp.random_base32()
    return secret, factor_address(officer, secret)


def factor_address(officer: Officer, secret: str) -> str:
    """The `otpauth:` address of a second factor, as a telephone's application reads it."""
    return pyotp.TOTP(secret).provisioning_uri(name=officer.username, issuer_name="Permanence")


def enrol(officer: Officer, secret: str, code: str, *, client: str) -> None:
    """Keeps the second factor once its officer has shown that it works. Raises `Unauthorised`."""
    _guesses.test(officer.username, client, detail=SLOWED)
    step = _matching_step(secret, code)
    if step is None:
        _refuse(officer, officer.username, client, "wrong code at enrolment")
        raise Unauthorised("Ce code ne correspond pas : vérifiez l’heure du téléphone et recommencez.")
    with transaction.atomic():
        kept = Officer.objects.filter(pk=officer.pk, otp_secret=None).update(
            otp_secret=seal_with_master(secret, "second factor", officer.pk), otp_last_step=step
        )
        if not kept:
            raise Forbidden("Un second facteur est déjà enregistré.")
        audit.record(by=officer.actor, act="enrol second factor", on=("officer", officer.pk))


def issue(officer: Officer) -> Issued:
    """A new token."""
    token = secrets.token_urlsafe(32)
    expires_at = timezone.now() + TOKEN_LASTS
    Token.objects.create(officer=officer, hashed=_hashed(token), expires_at=expires_at)
    return Issued(token, expires_at)


def bearer(token: str) -> Officer:
    """Whose token this is. Raises `Unauthorised`."""
    known = Token.objects.select_related("officer").filter(hashed=_hashed(token), expires_at__gt=timezone.now())
    found = known.filter(officer__is_active=True).first()
    if found is None:
        raise Unauthorised("Votre session a expiré : connectez-vous de nouveau.")
    return found.officer


def note_seen(officers: Collection[int]) -> None:
    """Remembers, to the minute, that these officers are at their desk."""
    now = timezone.now()
    stale = Q(seen_at=None) | Q(seen_at__lt=now - SEEN_EVERY)
    Officer.objects.filter(stale, pk__in=officers).update(seen_at=now)


def still_good(tokens: Collection[str]) -> set[str]:
    """Those among `tokens` that still open, in one question."""
    hashed = {_hashed(token): token for token in tokens}
    known = Token.objects.filter(hashed__in=hashed, expires_at__gt=timezone.now(), officer__is_active=True)
    return {hashed[bytes(found)] for found in known.values_list("hashed", flat=True)}


def renew(token: str) -> Issued:
    """The same token, longer. Raises `Unauthorised`."""
    bearer(token)
    expires_at = timezone.now() + TOKEN_LASTS
    Token.objects.filter(hashed=_hashed(token)).update(expires_at=expires_at)
    return Issued(token, expires_at)


def sign_out(officer: Officer) -> None:
    """Ends every token and every signed-in page of the officer: signing out in one place signs out of all."""
    with transaction.atomic():
        Officer.objects.filter(pk=officer.pk).update(sign_outs=F("sign_outs") + 1)
        Token.objects.filter(officer=officer).delete()
        audit.record(by=officer.actor, act="sign out", on=("officer", officer.pk))
        leaving.end_shift(officer)


def forget_expired() -> int:
    """Deletes tokens past their time (periodic work)."""
    return Token.objects.filter(expires_at__lte=timezone.now()).delete()[0]


def _hashed(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def _matching_step(secret: str, code: str) -> int | None:
    """The 30-second step that `code` belongs to, the one before and the one after included (RFC 6238, 5.2)."""
    digits = code.replace(" ", "")
    now = int(timezone.now().timestamp()) // STEP_S
    totp = pyotp.TOTP(secret)
    return next(
        (step for step in (now, now - 1, now + 1) if pyotp.utils.strings_equal(totp.generate_otp(step), digits)), None
    )


def _advance(officer: Officer, step: int) -> bool:
    """Accepts a step once, whoever asks at the same time."""
    return bool(Officer.objects.filter(pk=officer.pk, otp_last_step__lt=step).update(otp_last_step=step))


def _refuse(officer: Officer | None, username: str, client: str, reason: str) -> None:
    by = officer.actor if officer else "nobody"
    audit.record_refusal(by=by, act="sign in", on=("officer", officer.pk if officer else "unknown"), reason=reason)
    _guesses.hit(username, client, detail=SLOWED)
    _client_guesses.hit(client, detail=SLOWED)
