"""Between the first and the second step of signing in: who has proved what, for five minutes.

Answers for: the officer whose password was right, kept by id in the server's session until the second step; the
second factor proposed to them, sealed. Refuses an account deactivated or changed in between.
"""

import base64
import binascii
import time

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from permanence.accounts import sessions
from permanence.accounts.models import Officer
from permanence.vault.sealing import Unreadable, seal_with_master, unseal_with_master

LASTS_S = 300
KEY = "second step"


def remember(request: HttpRequest, officer: Officer) -> None:
    """The first step is passed. The session's key changes, so that one planted beforehand is worth nothing."""
    request.session.cycle_key()
    request.session[KEY] = {
        "officer": officer.pk,
        "hash": officer.get_session_auth_hash(),
        "until": time.time() + LASTS_S,
    }


def pending(request: HttpRequest) -> Officer | None:
    """Who passed the first step less than five minutes ago, with the same password, and is still active."""
    kept = request.session.get(KEY)
    if not kept or kept["until"] < time.time():
        return None
    officer = Officer.objects.filter(pk=kept["officer"], is_active=True).first()
    if officer is None or not constant_time_compare(kept["hash"], officer.get_session_auth_hash()):
        return None
    return officer


def proposed_factor(request: HttpRequest, officer: Officer) -> tuple[str, str]:
    """The secret shown to this officer and its `otpauth:` address: the same one through the whole enrolment."""
    kept = request.session[KEY]
    secret = _unsealed(kept.get("factor", ""), officer)
    if not secret:
        secret, _ = sessions.new_second_factor(officer)
        sealed = seal_with_master(secret, "enrolment", officer.pk)
        request.session[KEY] = {**kept, "factor": base64.b64encode(sealed).decode()}
    return secret, sessions.factor_address(officer, secret)


def forget(request: HttpRequest) -> None:
    """Both steps are passed, or given up."""
    request.session.pop(KEY, None)


def _unsealed(text: str, officer: Officer) -> str:
    try:
        return unseal_with_master(base64.b64decode(text), "enrolment", officer.pk) if text else ""
    except (Unreadable, binascii.Error):
        return ""
