"""Writing the audit journal.

Answers for: `record`, called inside the transaction of the act it tells of, so that neither exists without the
other; `record_apart`, for refusals and readings, which must remain when the transaction around them fails.
Refuses: words of visitors, names, addresses. `detail` holds codes, numbers and ids.
"""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from permanence.audit.models import Entry

OPERATOR = "operator"
"""Whoever runs `permanence` commands on the machine."""
SYSTEM = "system"
"""The periodic work."""


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
        "object_id": str(identifier),
        "reason": reason,
        "outcome": outcome,
        "detail": dict(detail),
    }
