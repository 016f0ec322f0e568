"""A sign of life asked of every connector each minute, so that a dead one is known before somebody needs it.

A row a connector, taken by a conditional update like everything that leaves; it tells nothing and needs no more than a
2xx. An exchange network (`rc-eda`) has no word for it, and an operator may turn it off (`"pulse": false`).
"""

import logging
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from permanence.interventions.connectors import outbox, transport
from permanence.interventions.connectors.models import Pulse
from permanence.interventions.connectors.peers import Connector
from permanence.live.protocol import moment

EVERY = timedelta(minutes=1)
AGAIN = timedelta(seconds=10)
"""After one that was not answered."""

log = logging.getLogger(__name__)


def is_due(connector: Connector) -> bool:
    """Whether it is time to ask."""
    if not connector.is_asked:
        return False
    known = Pulse.objects.filter(connector=connector.name).first()
    return known is None or known.due_at <= timezone.now()


def ask(connector: Connector) -> None:
    """Asks, if nobody else is asking."""
    now = timezone.now()
    known, _ = Pulse.objects.get_or_create(connector=connector.name, defaults={"due_at": now})
    taken = Pulse.objects.filter(pk=known.pk, due_at=known.due_at, due_at__lte=now)
    if not taken.update(due_at=now + EVERY):
        return
    key = str(uuid4())
    told = {"service": "permanence", "to": connector.name, "id": key, "event": "pulse", "written_at": moment(now)}
    ours = Pulse.objects.filter(pk=known.pk)
    try:
        transport.send(connector, told, key=key)
    except transport.NotDelivered as failure:
        log.warning("connector %s gives no sign of life: %s", connector.name, failure)
        ours.update(due_at=timezone.now() + AGAIN, silent_since=known.silent_since or now, fault=str(failure)[:80])
    else:
        ours.update(answered_at=timezone.now(), silent_since=None, fault="")
        if known.silent_since is not None:
            outbox.hurry(connector.name)
