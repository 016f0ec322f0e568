"""Sending what is due, each row by one process: it takes the row first, by a conditional update, then sends.

A thread a connector, beside the periodic work: one that is slow or dead holds up neither the others nor the clock.
"""

import logging
import threading
from collections import defaultdict
from datetime import timedelta

from django.db import DatabaseError, connections, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from permanence.audit import journal as audit
from permanence.interventions import timeline
from permanence.interventions.connectors import messages, outbox, pulse, transport
from permanence.interventions.connectors.models import Sending
from permanence.interventions.connectors.peers import Connector
from permanence.live import actions as live

TAKEN_FOR = timedelta(seconds=30)
"""A process that took a row and died leaves it to another after so long: many times what sending may last."""
BACKOFF_S = (2, 5, 10, 20, 40, 60)
"""Before what did not arrive is tried again; the last one from then on."""
REFUSALS = (400, 413, 415, 422)
"""The peer read it and will not have it."""
TOLD_AFTER = 2
"""How many failures of an alarm are told to its officer."""

log = logging.getLogger(__name__)
_busy: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


def deliver_in_threads() -> None:
    """Begins to send what is due by each connector that this process is not at already, and asks for signs of life."""
    for connector in outbox.configured():
        if not _busy[connector.name].locked() and (_due(connector).exists() or pulse.is_due(connector)):
            name = f"connector {connector.name}"
            threading.Thread(target=_deliver_and_close, args=(connector,), name=name, daemon=True).start()


def deliver() -> int:
    """Sends everything that is due and that nobody else is sending; how much arrived."""
    return sum(_deliver_by(connector) for connector in outbox.configured())


def _deliver_and_close(connector: Connector) -> None:
    try:
        _deliver_by(connector)
        if pulse.is_due(connector):
            pulse.ask(connector)
    except DatabaseError as error:
        log.warning("connector %s: the store does not answer (%s)", connector.name, type(error).__name__)
    except Exception:
        log.exception("connector %s: a message could not be made", connector.name)
    finally:
        connections.close_all()


def _deliver_by(connector: Connector) -> int:
    """Row after row, the oldest first, until one does not arrive: what follows has the next turn."""
    arrived = 0
    with _busy[connector.name]:
        while sending := _due(connector).order_by("due_at", "number").first():
            has_arrived = _deliver(sending, connector)
            arrived += has_arrived is True
            if has_arrived is False:
                break
    return arrived


def _due(connector: Connector) -> QuerySet[Sending]:
    """What may leave now: of each intervention, what nothing before it holds back."""
    now = timezone.now()
    before = Sending.objects.filter(
        connector=connector.name,
        intervention=OuterRef("intervention"),
        number__lt=OuterRef("number"),
        arrived_at=None,
        is_refused=False,
    )
    free = Q(taken_until=None) | Q(taken_until__lte=now)
    mine = Sending.objects.filter(free, connector=connector.name, arrived_at=None, due_at__lte=now)
    return mine.filter(~Exists(before), intervention__is_exercise=False)


def _deliver(sending: Sending, connector: Connector) -> bool | None:
    """Whether it arrived; None: another process has it."""
    untaken = Sending.objects.filter(pk=sending.pk, arrived_at=None)
    as_seen = untaken.filter(taken_until=sending.taken_until, due_at=sending.due_at)
    if not as_seen.update(taken_until=timezone.now() + TAKEN_FOR):
        return None
    try:
        transport.send(connector, messages.body(sending, connector), key=str(sending.pk))
    except transport.NotDelivered as failure:
        _failed(sending, failure)
        return False
    _arrived(sending)
    return True


def _arrived(sending: Sending) -> None:
    now, name = timezone.now(), sending.connector
    with transaction.atomic():
        _lock(sending)
        first = Sending.objects.filter(pk=sending.pk, arrived_at=None)
        if not first.update(arrived_at=now, tried_at=now, taken_until=None, is_refused=False, fault=""):
            return  # it took so long that another process sent it too
        if sending.failures:  # it answers again: whatever waits for it goes at once
            outbox.hurry(name)
        if messages.is_alarm(sending):
            _say(sending, "arrived")
        on, tries = ("intervention", sending.intervention_id), sending.failures + 1
        conversation = str(sending.intervention.conversation_id)
        audit.record(
            by=audit.SYSTEM,
            act="deliver intervention",
            on=on,
            conversation=conversation,
            connector=name,
            number=sending.number,
            tries=tries,
        )


def _failed(sending: Sending, failure: transport.NotDelivered) -> None:
    log.error("connector %s: a message does not arrive: %s", sending.connector, failure)
    now, failures = timezone.now(), sending.failures + 1
    later = BACKOFF_S[min(sending.failures, len(BACKOFF_S) - 1)]
    with transaction.atomic():
        _lock(sending)
        Sending.objects.filter(pk=sending.pk, arrived_at=None).update(
            tried_at=now,
            due_at=now + timedelta(seconds=later),
            taken_until=None,
            failures=failures,
            is_refused=failure.status in REFUSALS,
            fault=str(failure)[:80],
        )
        if failures == TOLD_AFTER and messages.is_alarm(sending):
            _say(sending, "failing")


def _say(sending: Sending, how: str) -> None:
    """The request's officer and centres see whether it arrived outside."""
    timeline.add(sending.intervention, "delivery", words={"connector": sending.connector, "delivery": how})
    timeline.tell(sending.intervention)


def _lock(sending: Sending) -> None:
    """The conversation, as every act on an intervention locks it: the timeline counts on it."""
    sending.intervention.conversation = live.lock(sending.intervention.conversation_id)
