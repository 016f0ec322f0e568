"""Who calls: a visitor by their secret, an officer by their token, a client by their address."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from permanence.accounts import sessions
from permanence.accounts.models import Officer
from permanence.accounts.policy import Act, permits
from permanence.audit import journal as audit
from permanence.lib.errors import Forbidden, Unauthorised
from permanence.lib.limits import client_of
from permanence.live import access
from permanence.live.models import Conversation


class Secret(HttpBearer):
    """A visitor's secret; which conversation it opens is checked with the id in the path."""

    def authenticate(self, request: HttpRequest, token: str) -> str:
        """See `HttpBearer`."""
        return token


class OfficerToken(HttpBearer):
    """An officer's token; `request.auth` is the officer."""

    def authenticate(self, request: HttpRequest, token: str) -> Officer:
        """See `HttpBearer`. Raises `Unauthorised`."""
        officer = sessions.bearer(token)
        sign_of_life(officer)
        return officer


def visitor(request: HttpRequest, conversation: str) -> Conversation:
    """The conversation that the caller's secret opens. Raises `Unauthorised`."""
    return access.visitor(conversation, str(_auth(request)))


def officer(request: HttpRequest, act: Act | None = None) -> Officer:
    """The officer who calls; with `act`, only if the policy permits it. Raises `Forbidden`."""
    found = _auth(request)
    assert isinstance(found, Officer)
    if act is not None and not permits(found, act):
        audit.record_refusal(by=found.actor, act=act, on=("api", request.path[:80]), reason="policy")
        raise Forbidden("Votre rôle ne permet pas cette action.")
    return found


def client(request: HttpRequest) -> str:
    """The key by which limits are counted."""
    return client_of(request.META.get("REMOTE_ADDR", ""))


def sign_of_life(found: Officer) -> None:
    """Remembers, to the minute, that the officer is at their desk."""
    if found.seen_at is None or timezone.now() - found.seen_at > sessions.SEEN_EVERY:
        sessions.note_seen([found.pk])


def identifier(text: str) -> UUID | None:
    """The UUID of a path; None when it is not one (the answer is then the same as for an unknown one)."""
    try:
        return UUID(text)
    except ValueError:
        return None


def bearer_text(request: HttpRequest) -> str:
    """The token as it came."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthorised("Présentez votre jeton dans l’en-tête Authorization: Bearer.")
    return token


def _auth(request: HttpRequest) -> Any:
    return request.auth  # type: ignore[attr-defined]
