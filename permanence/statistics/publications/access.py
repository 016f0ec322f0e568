"""Reaching an edition: whoever publishes may; corrections are read by all who see figures, each of their own force."""

from django.db.models import Case, QuerySet, When

from permanence.accounts.models import Officer, Role
from permanence.accounts.policy import Act, permits
from permanence.audit import journal as audit
from permanence.lib.errors import NotFound
from permanence.statistics.publications.models import Correction, Publication

UNKNOWN = "Cette édition n’existe pas."


def publication(officer: Officer, pk: int, act: Act) -> Publication:
    """Raises `NotFound`. Call it outside a transaction: the refusal must remain."""
    found = Publication.objects.filter(pk=pk).first()
    if found is None or not permits(officer, act):
        audit.record_refusal(by=officer.actor, act=act, on=("publication", pk), reason="policy")
        raise NotFound(UNKNOWN)
    return found


def corrections(officer: Officer) -> QuerySet[Correction]:
    """What this officer may read, the latest first, and of one moment the whole figures before their parts: whoever
    serves one force, of that force alone."""
    is_part = Case(When(key__contains="|", then=1), default=0)
    found = Correction.objects.select_related("publication", "by").order_by("-at", is_part, "pk")
    return found.filter(force=officer.force) if officer.force and officer.role != Role.ANALYST else found
