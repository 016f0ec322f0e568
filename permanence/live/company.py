"""Who speaks in a conversation beside the officer who holds it: questions only; they join and part in `actions.py`."""

from collections.abc import Collection
from uuid import UUID

from permanence.accounts.models import Officer
from permanence.live.models import Guest


def joined_by(officer: int) -> set[UUID]:
    """The conversations in which this officer is a guest now."""
    return set(Guest.objects.filter(officer=officer, left_at=None).values_list("conversation_id", flat=True))


def of_each(conversations: Collection[UUID]) -> dict[UUID, list[Officer]]:
    """The guests of each, the first to come first; those that have none are left out."""
    found: dict[UUID, list[Officer]] = {}
    rows = Guest.objects.filter(conversation__in=list(conversations), left_at=None).select_related("officer")
    for guest in rows.order_by("joined_at", "pk"):
        found.setdefault(guest.conversation_id, []).append(guest.officer)
    return found


def of(conversation: UUID) -> list[Officer]:
    """The guests of one."""
    return of_each([conversation]).get(conversation, [])
