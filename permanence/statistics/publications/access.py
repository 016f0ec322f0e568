"""Reaching an edition: whoever publishes may; corrections are read by all who see figures, each of their own force."""

from django.db.models import QuerySet

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
    """What this officer may read: whoever serves one force, of that force alone."""
    found = Correction.objects.select_related("publication", "by")
    return found.filter(force=officer.force) if officer.force and officer.role != Role.ANALYST else found
