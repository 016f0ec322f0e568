"""The timeline of an intervention: a row a step, in the transaction of the act; who watches hears after the commit."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from permanence.accounts.models import Officer, Role
from permanence.interventions import sealed
from permanence.interventions.connectors import outbox
from permanence.interventions.connectors.peers import Peer
from permanence.interventions.models import Intervention, Step
from permanence.interventions.steps import OPEN
from permanence.live import actions as live
from permanence.live import hub


def topic(centre: int) -> str:
    """What the console of a centre listens to."""
    return f"{hub.CENTRE}{centre}"


def topics(officer: Officer) -> set[hub.Topic]:
    """What an operator's console listens to: the centre's own topic, and the conversations that stream there."""
    found = Intervention.objects.filter(alerts__centre=officer.centre, state__in=OPEN, is_exercise=officer.in_training)
    return {topic(officer.centre or 0), *found.values_list("conversation_id", flat=True)}


def add(
    intervention: Intervention,
    kind: str,
    *,
    by: Officer | Peer | None = None,
    words: Mapping[str, Any] = {},
    client_id: UUID | None = None,
) -> Step:
    """One step more, and what leaves because of it. Call it with the conversation locked."""
    if isinstance(by, Peer):
        words = {**words, "connector": by.name}
    last = intervention.steps.aggregate(Max("number"))["number__max"] or 0
    body = sealed.close(intervention.conversation.key, words, "step", intervention.pk, last + 1) if words else b""
    step = Step.objects.create(
        intervention=intervention,
        number=last + 1,
        kind=kind,
        at=timezone.now(),
        officer=by if isinstance(by, Officer) else None,
        centre_id=by.centre if by is not None and by.role == Role.CENTRE else None,
        body=body,
        client_id=client_id,
    )
    outbox.put(intervention, step, but=by.name if isinstance(by, Peer) else "")
    return step


def tell(intervention: Intervention) -> None:
    """Whoever watches it looks it up after the commit: the desk's side and every centre that was told."""
    live.touch(intervention.conversation)
    topics = [topic(centre) for centre in intervention.alerts.values_list("centre_id", flat=True)]
    transaction.on_commit(lambda: hub.changed(*topics))
