"""The visitor's place, kept by their browser: one cookie that ends with it, and that nothing else can read.

Answers for: the cookie (conversation, secret, when it was last used; signed, HttpOnly, Secure, SameSite=Strict); the
lock after `AWAY` without a sign of life; forgetting everything when the visitor leaves.
Refuses to open a conversation that was left by quick exit: whoever comes next, on the same device, sees a blank entry.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from django.core import signing
from django.http import HttpRequest, HttpResponse

from permanence.lib.errors import Unauthorised
from permanence.live import access
from permanence.live.models import Conversation

COOKIE = "__Host-espace"
LEFT = "__Host-sorti"
"""Written by the quick exit's script, so that leaving holds even when no request got through."""
PROBE = "__Host-essai"
"""Tells a browser that keeps cookies from one that refuses them."""
AWAY = timedelta(minutes=20)

_signer = signing.TimestampSigner(salt="permanence.portal.session")


class Door(Enum):
    """What the visitor finds at `/espace`."""

    ENTRY = "entry"
    OPEN = "open"
    LOCKED = "locked"


@dataclass(frozen=True)
class Place:
    """A visitor's place in their conversation. `noted`: they said that they noted the return code."""

    conversation: str
    secret: str
    noted: bool = False


@dataclass(frozen=True)
class Found:
    """Who is at the door: the place and its conversation are there when it is `OPEN`."""

    door: Door
    place: Place | None = None
    conversation: Conversation | None = None


def look(request: HttpRequest) -> Found:
    """Who is at the door."""
    text = request.COOKIES.get(COOKIE, "")
    if not text or request.COOKIES.get(LEFT):
        return Found(Door.ENTRY)
    try:
        place = _place(_signer.unsign(text, max_age=AWAY))
        conversation = access.visitor(place.conversation, place.secret)
    except (signing.SignatureExpired, Unauthorised):
        return Found(Door.LOCKED)
    except signing.BadSignature:
        return Found(Door.ENTRY)
    if conversation.left_how == Conversation.Left.QUICK_EXIT:
        return Found(Door.ENTRY)
    return Found(Door.OPEN, place, conversation)


def keep(response: HttpResponse, place: Place) -> HttpResponse:
    """The visitor was here just now: the place is theirs for `AWAY` more."""
    text = f"{place.conversation}.{place.secret}.{'n' if place.noted else ''}"
    _set(response, COOKIE, _signer.sign(text))
    response.delete_cookie(LEFT, samesite="Strict")
    return response


def forget(response: HttpResponse) -> HttpResponse:
    """Nothing remains of the place in this browser."""
    for name in (COOKIE, LEFT):
        _set(response, name, "", max_age=0)
    return response


def forget_stale(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Forgets a place that no longer opens. A browser that sent none may hold one: a link on another site's page
    leaves the cookie behind, and following it loses nothing."""
    return forget(response) if COOKIE in request.COOKIES or LEFT in request.COOKIES else response


def forget_everything(response: HttpResponse) -> HttpResponse:
    """Not even that a page of ours was seen."""
    _set(response, PROBE, "", max_age=0)
    return forget(response)


def probe(response: HttpResponse) -> HttpResponse:
    """Leaves what `keeps_cookies` will look for."""
    _set(response, PROBE, "1")
    return response


def keeps_cookies(request: HttpRequest) -> bool:
    """Whether this browser gives back what it was given."""
    return PROBE in request.COOKIES or COOKIE in request.COOKIES


def _place(text: str) -> Place:
    conversation, _, rest = text.partition(".")
    secret, _, flags = rest.partition(".")
    return Place(conversation, secret, noted="n" in flags)


def _set(response: HttpResponse, name: str, value: str, max_age: int | None = None) -> None:
    response.set_cookie(name, value, max_age=max_age, path="/", secure=True, httponly=True, samesite="Strict")
