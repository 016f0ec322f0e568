"""The custody of a piece of evidence: what happened to it, by whom, numbered without a gap and never changed; each
with its row in the audit journal."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.audit import journal as audit
from permanence.casework.evidence.models import Attachment, Custody
from permanence.live.actions import visitor_actor
from permanence.live.protocol import moment

ONE_OPENING = timedelta(minutes=10)
"""A film that is looked at is asked for in parts: within this time it is one looking."""
BY_MACHINE = (Custody.Act.SCANNED, Custody.Act.WITHHELD)


def record(attachment: Attachment, act: Custody.Act, by: Officer | None = None) -> None:
    """Writes down what happened; in the act's own transaction where there is one. Nobody: the visitor, or for what
    machines do, the machine."""
    with transaction.atomic():
        Attachment.objects.select_for_update().filter(pk=attachment.pk).values_list("pk").get()
        last = Custody.objects.filter(attachment=attachment).order_by("-number").values_list("number", flat=True)
        number = (last.first() or 0) + 1
        now = timezone.now()
        Custody.objects.create(attachment=attachment, number=number, at=now, act=act, officer=by)
        actor = by.actor if by else audit.SYSTEM if act in BY_MACHINE else visitor_actor(attachment.conversation_id)
        audit.record(
            by=actor,
            act=f"{act} evidence",
            on=("attachment", attachment.pk),
            conversation=str(attachment.conversation_id),
        )


def record_looking(attachment: Attachment, by: Officer) -> None:
    """An officer looks: once an opening."""
    since = timezone.now() - ONE_OPENING
    seen = Custody.objects.filter(attachment=attachment, act=Custody.Act.VIEWED, officer=by, at__gt=since)
    if not seen.exists():
        record(attachment, Custody.Act.VIEWED, by)


def of(attachment: UUID) -> list[dict[str, Any]]:
    """The whole custody, in order: `number`, `at`, `act`, its French `words`, `by` (name) where it was an officer."""
    rows = Custody.objects.filter(attachment=attachment).select_related("officer")
    return [
        {
            "number": row.number,
            "at": moment(row.at),
            "act": row.act,
            "words": Custody.Act(row.act).label,
            "by": row.officer.display_name if row.officer else None,
        }
        for row in rows
    ]
