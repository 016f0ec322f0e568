"""Alarms by id: who may answer for them. A refusal leaves a row and looks like absence."""

from uuid import UUID

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act, Scope, permits
from permanence.audit import journal as audit
from permanence.desk.paging.models import Alarm
from permanence.lib.errors import NotFound


def alarm(by: Officer, identifier: UUID, act: Act) -> Alarm:
    """An alarm on which `by` may `act`. Raises `NotFound`."""
    found = Alarm.objects.filter(pk=identifier).first()
    if found is not None and permits(by, act, Scope(force=found.force)):
        return found
    audit.record_refusal(by=by.actor, act=act, on=("alarm", identifier), reason="policy")
    raise NotFound("Cette alarme n’existe pas.")
