"""Writing the audit journal.

Answers for: `record`, called inside the transaction of the act it tells of, so that neither exists without the
other; `record_apart`, for refusals and readings, which must remain when the transaction around them fails.
Refuses: words of visitors, names, addresses. `detail` holds codes, numbers and ids.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from permanence.audit.models import Entry

OPERATOR = "operator"
"""Whoever runs `permanence` commands on the machine."""
SYSTEM = "system"
"""The periodic work."""
LONGEST_ID = 80
"""As much of what somebody put into an address as a row holds; PostgreSQL refuses more."""


def record(
    *,
    by: str,
    act: str,
    on: tuple[str, object],
    reason: str = "",
    **detail: Any,
) -> None:
    """One entry in the current transaction.

    `by` is the actor's plain id, `act` a verb and its object ("claim conversation"), `on` the kind and id of the
    object ("conversation", UUID), `detail` plain facts (JSON values).
    """
    Entry.objects.create(**_entry(by, act, on, reason, Entry.Outcome.DONE, detail))


def record_reading(*, by: str, act: str, on: tuple[str, object], **detail: Any) -> None:
    """Somebody looked: one row an opening."""
    Entry.objects.create(**_entry(by, act, on, "", Entry.Outcome.READ, detail))


def has_read(*, by: str, act: str, on: tuple[str, object], since: datetime) -> bool:
    """Whether a reading of this stands there since a moment: a page that reads again by itself is one opening."""
    kind, identifier = on
    found = Entry.objects.filter(
        object_kind=kind, object_id=str(identifier)[:LONGEST_ID], actor=by, act=act, at__gte=since
    )
    return found.filter(outcome=Entry.Outcome.READ).exists()


def record_refusal(*, by: str, act: str, on: tuple[str, object], reason: str, **detail: Any) -> None:
    """Somebody tried and was refused. Call it outside the transaction that fails."""
    Entry.objects.create(**_entry(by, act, on, reason, Entry.Outcome.REFUSED, detail))


def _entry(
    by: str, act: str, on: tuple[str, object], reason: str, outcome: Entry.Outcome, detail: Mapping[str, Any]
) -> dict[str, Any]:
    kind, identifier = on
    return {
        "at": timezone.now(),
        "actor": by,
        "act": act,
        "object_kind": kind,
        "object_id": str(identifier)[:LONGEST_ID],
        "reason": reason,
        "outcome": outcome,
        "detail": dict(detail),
    }
