"""Whom somebody in immediate danger rings at, and when: everyone on duty in the force, the free ones first, then the
supervisors. The other force is called by `queue.overflows`, and rings at once. Pure but for the operator's settings."""

from datetime import timedelta

from django.conf import settings

from permanence.accounts.models import Officer, Presence, Role

NOT_FREE_AFTER = timedelta(seconds=5)
"""A head start for who has a place left: one of them may take the person before the others are disturbed."""


def after(officer: Officer, *, holding: int) -> timedelta:
    """How long after the person began to wait it rings at this officer, who holds so many conversations."""
    if officer.role == Role.SUPERVISOR:
        return timedelta(seconds=settings.PERMANENCE.ring_supervisors_s)
    is_free = officer.presence == Presence.AVAILABLE and holding < officer.capacity
    return timedelta(0) if is_free else NOT_FREE_AFTER
