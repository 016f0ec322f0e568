"""What comes from a connector: a step of the centre it serves, or a note; once, however often it is said."""

import json
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from permanence.audit import journal as audit
from permanence.interventions.actions import progress
from permanence.interventions.connectors import outbox
from permanence.interventions.connectors.models import Event
from permanence.interventions.connectors.peers import Connector, Peer
from permanence.interventions.models import Intervention
from permanence.interventions.steps import Act as Way
from permanence.lib.errors import Conflict, NotFound
from permanence.vault.sealing import fingerprint

NOTE = "note"
STEPS = (Way.ACKNOWLEDGE, Way.DISPATCH, Way.ARRIVE, Way.CLOSE, Way.CANCEL)
UNKNOWN = "Intervention introuvable."
Answer = dict[str, Any]


class AnotherEvent(Conflict):
    """This id was used for something else."""


def receive(
    connector: Connector, *, event: str, kind: str, intervention: UUID, said: str = "", centre: int | None = None
) -> Answer:
    """Does what the peer says (`kind`: one of `STEPS`, or a note) for one of its centres; the same `event` again
    does nothing and is answered alike.

    Raises `NotFound` for what none of its centres was told of, `OutOfOrder`, `InOtherHands`, `Invalid`,
    `AnotherEvent`.
    """
    mark = fingerprint("connector event", json.dumps([kind, str(intervention), said, centre]))
    if known := _known(connector, event, mark):
        return known
    peer = _peer(connector, intervention, centre)
    try:
        with transaction.atomic():
            kept = Event.objects.create(
                connector=connector.name, event=event, mark=mark, intervention_id=intervention, at=timezone.now()
            )
            found = _do(peer, kind, intervention, said)
            number = found.steps.latest("number").number
            kept.answer = {"intervention": str(intervention), "state": found.state, "number": number}
            kept.save(update_fields=["answer"])
    except IntegrityError:  # the same one, at this very instant
        if known := _known(connector, event, mark):
            return known
        raise
    return dict(kept.answer)


def connector(name: str) -> Connector | None:
    """The connector of that name."""
    return next((one for one in outbox.configured() if one.name == name), None)


def _do(peer: Peer, kind: str, intervention: UUID, said: str) -> Intervention:
    if kind == NOTE:
        return progress.note(by=peer, intervention=intervention, text=said)
    return progress.advance(by=peer, intervention=intervention, act=Way(kind), said=said)


def _peer(connector: Connector, pk: UUID, centre: int | None) -> Peer:
    """The connector, for the centre it names, for the one in charge, or for the first it serves of those told."""
    found = Intervention.objects.filter(pk=pk, is_exercise=False).first()
    told = found.alerts.select_related("centre").order_by("pk") if found else []
    served = [one.centre_id for one in told if connector.serves(one.centre.force, one.centre.department_id)]
    if found is None or not served or (centre is not None and centre not in served):
        actor = f"connector:{connector.name}"
        audit.record_refusal(by=actor, act="advance intervention", on=("intervention", pk), reason="policy")
        raise NotFound(UNKNOWN)
    if centre is None:
        centre = found.centre_id if found.centre_id in served else served[0]
    return Peer(connector.name, centre)


def _known(connector: Connector, event: str, mark: bytes) -> Answer | None:
    known = Event.objects.filter(connector=connector.name, event=event).first()
    if known is not None and bytes(known.mark) != mark:
        raise AnotherEvent("Cet identifiant d’évènement a déjà servi pour autre chose.")
    return dict(known.answer) if known else None
