"""What leaves: a row a step and connector, written in the transaction of the act (`timeline.add` calls it)."""

from collections.abc import Sequence

from django.conf import settings
from django.utils import timezone

from permanence.interventions.connectors.models import Sending
from permanence.interventions.connectors.peers import Connector
from permanence.interventions.models import Intervention, Step

STAYS = ("delivery",)
"""Kinds of steps that tell of the connectors themselves."""


def configured() -> Sequence[Connector]:
    """The connectors that the operator named."""
    named: Sequence[Connector] = settings.PERMANENCE.connectors
    return named


def put(intervention: Intervention, step: Step, *, but: str = "") -> None:
    """Makes a step due to every connector that serves a centre which was told; `but`: the one that told us of it.

    Call it in the transaction that wrote the step, the conversation locked. An exercise leaves for nobody.
    """
    if intervention.is_exercise or step.kind in STAYS:
        return
    named = [connector for connector in configured() if connector.name != but]
    if not named:
        return
    told = list(intervention.alerts.values_list("centre__force", "centre__department"))
    now = timezone.now()
    Sending.objects.bulk_create(
        Sending(
            connector=connector.name,
            intervention=intervention,
            step=step,
            number=step.number,
            written_at=now,
            due_at=now,
        )
        for connector in named
        if any(connector.serves(force, department) for force, department in told)
    )


def hurry(connector: str) -> None:
    """The connector answers again: what waits for it is due at once, whatever delay had grown."""
    now = timezone.now()
    Sending.objects.filter(connector=connector, arrived_at=None, due_at__gt=now).update(due_at=now)
