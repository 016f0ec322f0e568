"""`/metrics`: what this process and the store have counted, as Prometheus reads it; numbers without people.

Refuses whoever is neither on this machine nor bears the token of the settings: they get 404. What comes through a proxy
is not from this machine, whatever its last leg.
"""

import hmac
import ipaddress
import os
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, PROCESS_COLLECTOR, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from config import jobs
from permanence.audit import chain
from permanence.desk import queue
from permanence.desk.paging import queries as paging
from permanence.interventions.connectors import outbox
from permanence.interventions.connectors import queries as connectors
from permanence.lib.memo import Remembered
from permanence.live import relay
from permanence.live.metrics import Histogram, counts
from permanence.live.socket import connections

Sample = tuple[dict[str, str], float]


def page(request: HttpRequest) -> HttpResponse:
    """Everything, once."""
    if not _may_read(request):
        raise Http404
    return HttpResponse(generate_latest(_everything), content_type=CONTENT_TYPE_LATEST)


def _may_read(request: HttpRequest) -> bool:
    token = settings.PERMANENCE.metrics_token
    if token and hmac.compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode()):
        return True
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


class OfThisProcess(Collector):
    """Counted in memory."""

    def collect(self) -> Iterator[Metric]:
        """See `prometheus_client.registry.Collector`."""
        yield _gauge("process", "1; the label tells apart the workers of one port.", [({"pid": str(os.getpid())}, 1.0)])
        yield _gauge("connections", "Open connections of the live channel, by who opened them.", _connections())
        by_door = {"live": counts.messages, "http": counts.messages_by_http}
        yield _counter("messages", "Messages stored, by door.", [({"door": door}, n) for door, n in by_door.items()])
        yield _counter("messages_refused", "Messages refused because they could not be stored.", counts.refused)
        yield _histogram("commit_batch_messages", "Messages a transaction.", counts.batch_size)
        yield _histogram("commit_seconds", "Duration of a transaction of the journal.", counts.commit_s)
        yield _histogram(
            "delivery_seconds", "From reading a batch's oldest message to telling it here.", counts.delivery_s
        )
        yield _counter("repair_turns", "Turns of repair.", counts.repair_turns)
        yield _counter("repair_failures", "Turns of repair that the store did not answer.", counts.repair_failures)
        yield from _relay()


class OfTheStore(Collector):
    """Asked of the store, at most once a second; left out while it does not answer."""

    def collect(self) -> Iterator[Metric]:
        """See `prometheus_client.registry.Collector`."""
        try:
            waiting, unsealed, age, pages, left = _stored()
        except DatabaseError:
            return
        by_force = [({"force": force or "none"}, float(number)) for force, number in waiting.items()]
        yield _gauge("waiting_visitors", "Conversations that wait for an officer, by force.", by_force)
        yield _gauge("audit_unsealed_entries", "Audit entries that wait for the sealer.", unsealed)
        yield _gauge("alarms_open", "Alarms that are not over.", float(pages.open_alarms))
        yield _gauge("pages_failing", "Channels by which nobody on call can be told.", float(len(pages.failing)))
        yield from _connectors(left)
        if age is not None:
            yield _gauge("jobs_age_seconds", "Since the periodic work last said that it is done.", age)


def _relay() -> Iterator[Metric]:
    running = relay.relay
    wire = running.wire.name if running else "none"
    listening = float(running.listening) if running else 0.0
    yield _gauge("relay_listening", "1 while hints of other processes are heard.", [({"wire": wire}, listening)])
    yield _gauge("relay_processes", "Other processes heard of lately.", float(len(running.others)) if running else 0.0)
    hints = {"out": counts.hints_sent, "in": counts.hints_heard}
    yield _counter("relay_hints", "Notifications between processes.", [({"way": way}, n) for way, n in hints.items()])
    yield _counter("relay_failures", "Times that the way between processes failed.", counts.relay_failures)


def _connections() -> list[Sample]:
    kinds = dict.fromkeys(("visitor", "officer", "nobody"), 0)
    for connection in list(connections):
        kinds["nobody" if connection.reader is None else connection.reader.sender.value] += 1
    return [({"who": kind}, float(number)) for kind, number in kinds.items()]


def _connectors(left: list[connectors.State]) -> Iterator[Metric]:
    found = dict.fromkeys((one.name for one in outbox.configured()), 0) | {one.name: one.waiting for one in left}
    waiting: list[Sample] = [({"connector": name}, float(number)) for name, number in found.items()]
    yield _gauge("connector_waiting_messages", "Messages that have not arrived at a centre's system.", waiting)
    yield _gauge("connectors_failing", "Systems of centres that are not reached.", sum(one.is_failing for one in left))


def _ask_store() -> tuple[dict[str, int], int, float | None, paging.State, list[connectors.State]]:
    return queue.how_many_wait(), chain.unsealed(), jobs.age_s(), paging.state(), connectors.states()


_stored = Remembered(_ask_store, for_s=1)


def _gauge(name: str, what: str, value: float | Iterable[Sample]) -> Metric:
    return _family(GaugeMetricFamily(f"permanence_{name}", what), f"permanence_{name}", value)


def _counter(name: str, what: str, value: float | Iterable[Sample]) -> Metric:
    return _family(CounterMetricFamily(f"permanence_{name}", what), f"permanence_{name}_total", value)


def _family(family: Metric, name: str, value: float | Iterable[Sample]) -> Metric:
    for labels, number in [({}, value)] if isinstance(value, int | float) else value:
        family.add_sample(name, labels, number)
    return family


def _histogram(name: str, what: str, histogram: Histogram) -> Metric:
    family = HistogramMetricFamily(f"permanence_{name}", what)
    family.add_metric([], histogram.buckets(), histogram.total)
    return family


_everything = CollectorRegistry(auto_describe=False)
for collector in (OfThisProcess(), OfTheStore(), PROCESS_COLLECTOR):
    _everything.register(collector)
