"""What a connector is told of a step: the intervention as it stands when it is told, and what happened.

Nothing is kept for it: an attempt that comes later tells more. The sheet and the place, never a word of the
conversation, an officer's name, or anything of another one.
"""

from typing import Any

from django.utils import timezone

from permanence.desk.models import Intake
from permanence.interventions import queries
from permanence.interventions.connectors import rc_eda
from permanence.interventions.connectors.models import Sending
from permanence.interventions.connectors.peers import Connector
from permanence.interventions.models import Intervention
from permanence.live.protocol import moment

Told = dict[str, Any]
TOLD = (
    "id",
    "state",
    "centre",
    "requested_at",
    "rung",
    "commune",
    "department",
    "sheet",
    "position",
    "next",
)
"""What of the desk's own view leaves."""
OF_A_STEP = ("number", "kind", "at", "text", "fields")


def body(sending: Sending, connector: Connector) -> Told:
    """The message of a row, in the connector's format."""
    told = _told(sending, connector)
    if connector.format == "rc-eda":
        return rc_eda.envelope(
            told, sender=connector.sender, recipient=connector.recipient, sent_at=timezone.localtime()
        )
    return told


def _told(sending: Sending, connector: Connector) -> Told:
    intervention = sending.intervention
    view = queries.view(intervention)
    steps = {step["number"]: step for step in view["timeline"]}
    return {
        "service": "permanence",
        "to": connector.name,
        "id": str(sending.pk),
        "event": sending.step.kind,
        "first": is_first(sending),
        "number": sending.number,
        "step": {name: value for name, value in steps[sending.number].items() if name in OF_A_STEP},
        "written_at": moment(sending.written_at),
        "intervention": {name: view[name] for name in TOLD} | _whose(intervention, view),
    }


def _whose(intervention: Intervention, view: Told) -> Told:
    intake = Intake.objects.get(pk=intervention.conversation_id)
    centres = [{name: one[name] for name in ("id", "name", "force", "why", "at")} for one in view["centres"]]
    return {
        "force": intervention.force or None,
        "centres": centres,
        "reporter": intake.reporter or None,
        "age": intake.age or None,
        "language": intake.language,
    }


def is_first(sending: Sending) -> bool:
    """Whether the connector is told of the intervention for the first time, whatever the step that made it so."""
    known = Sending.objects.filter(connector=sending.connector, intervention_id=sending.intervention_id)
    return not known.filter(number__lt=sending.number).exists()


def is_alarm(sending: Sending) -> bool:
    """Whether somebody must come because of it."""
    return sending.step.kind == "reopen" or is_first(sending)
