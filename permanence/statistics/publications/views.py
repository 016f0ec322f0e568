"""What was published, what has moved since, and what explains it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from permanence.accounts.policy import Act
from permanence.accounts.web import officer_of, require
from permanence.audit import journal as audit
from permanence.lib.errors import Conflict, Invalid, NotFound, Refused
from permanence.statistics.pages.menu import page
from permanence.statistics.paris import PARIS
from permanence.statistics.publications import access, actions, orders, reading, signed, watching
from permanence.statistics.publications.models import Order, Publication
from permanence.ui.views import refused

SHOWN = 200
"""Corrections on a page."""
BAD_YEAR = "Choisissez une année de la liste."
NOT_MOVED = "Plus rien n’attend d’explication : les chiffres sont ceux de l’édition et de ses corrections."


@require_safe
@require(Act.PUBLISH_STATISTICS)
def every(request: HttpRequest) -> HttpResponse:
    """All editions, and what is being made."""
    return _every(request)


@require_POST
@require(Act.PUBLISH_STATISTICS)
def ask(request: HttpRequest) -> HttpResponse:
    """Asks that a year be closed, or its open data published."""
    kind, year = request.POST.get("kind", ""), request.POST.get("year", "")
    if kind not in orders.WORK or year not in {str(one) for one in _years()}:
        return _every(request, Invalid(BAD_YEAR))
    try:
        orders.order(by=officer_of(request), kind=kind, year=int(year))
    except Conflict as refusal:
        return _every(request, refusal)
    return redirect("publications:every")


@require_safe
@require(Act.PUBLISH_STATISTICS)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One edition: its signature, its files, what has moved since."""
    return _one(request, pk)


@require_POST
@require(Act.CORRECT_STATISTICS)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """One reason for all that has moved: a correction for each figure."""
    officer = officer_of(request)
    try:
        publication = access.publication(officer, pk, Act.CORRECT_STATISTICS)
    except NotFound as refusal:
        return refused(request, refusal)
    changes = [actions.Change(one.place, one.key, one.now) for one in watching.moved(publication)]
    reason = request.POST.get("reason", "")
    if not changes:
        return _one(request, pk, Invalid(NOT_MOVED), reason)
    try:
        actions.correct(by=officer, publication=publication, changes=changes, reason=reason)
    except Invalid as refusal:
        return _one(request, pk, refusal, reason)
    return redirect("publications:corrections")


@require_safe
@require(Act.PUBLISH_STATISTICS)
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed document, as `permanence statistics verify` takes it."""
    officer = officer_of(request)
    try:
        publication = access.publication(officer, pk, Act.PUBLISH_STATISTICS)
    except NotFound as refusal:
        return refused(request, refusal)
    audit.record_reading(by=officer.actor, act=Act.PUBLISH_STATISTICS, on=("publication", pk), document=True)
    name = f"permanence-{publication.kind}-{publication.number}.json.gz"
    return HttpResponse(
        bytes(publication.document),
        content_type="application/gzip",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"},
    )


@require_safe
@require(Act.SEE_STATISTICS)
def corrections(request: HttpRequest) -> HttpResponse:
    """Every correction, the latest first."""
    found = access.corrections(officer_of(request))
    shown = {"corrections": reading.lines(found[:SHOWN]), "count": found.count(), "most": SHOWN}
    return page(request, "corrections", shown, section="corrections")


def _every(request: HttpRequest, refusal: Refused | None = None) -> HttpResponse:
    shown: dict[str, Any] = {
        "editions": reading.editions(),
        "count": Publication.objects.count(),
        "orders": Order.objects.select_related("asked_by")[:10],
        "years": _years(),
        "refusal": refusal,
        "typed": request.POST.get("year", ""),
    }
    return page(request, "publications", shown, section="publications", status=refusal.status if refusal else 200)


def _one(request: HttpRequest, pk: int, refusal: Refused | None = None, typed: str = "") -> HttpResponse:
    officer = officer_of(request)
    try:
        publication = access.publication(officer, pk, Act.PUBLISH_STATISTICS)
    except NotFound as unknown:
        return refused(request, unknown)
    shown: dict[str, Any] = {"edition": publication, "refusal": refusal, "typed": typed}
    try:
        moved = watching.moved(publication)
        shown |= {"told": reading.told(publication), "moved": reading.moved(moved), "moved_count": len(moved)}
    except signed.Fault as fault:
        shown["fault"] = str(fault)
    return page(request, "publication", shown, section="publications", status=refusal.status if refusal else 200)


def _years() -> list[int]:
    """The last six years that are over in Paris."""
    this = timezone.now().astimezone(PARIS).year
    first = Publication.objects.order_by("from_on").values_list("from_on__year", flat=True).first() or this - 6
    return list(range(this - 1, min(first, this - 6) - 1, -1))
