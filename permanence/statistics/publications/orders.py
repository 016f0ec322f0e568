"""Closing a year and publishing its open data, asked for on a page and done by the periodic work.

An order is begun by whoever claims its row, in a thread of its own: what is recounted and proved takes a minute or
more. One begun by a process that died is begun again after `TAKES_AT_MOST`: closing and publishing happen once, so
that doing it twice does it once.
"""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError, connections, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act
from permanence.audit import journal as audit
from permanence.lib.errors import Conflict, Refused
from permanence.statistics import closing
from permanence.statistics.open_data import making
from permanence.statistics.publications.models import Order, Publication

TAKES_AT_MOST = timedelta(minutes=30)
ALREADY = "C’est déjà demandé : le résultat s’affiche ici dès qu’il est connu."
FAILED = "Le problème vient de nous : il est écrit dans le journal du serveur. Réessayez dans une heure."
WORK: dict[str, Callable[..., Publication]] = {
    Publication.Kind.YEAR: closing.close,
    Publication.Kind.OPEN_DATA: making.publish,
}
log = logging.getLogger(__name__)
_busy = threading.Lock()


def order(*, by: Officer, kind: str, year: int) -> Order:
    """Asks for it. Raises `Conflict` where it is asked for already."""
    try:
        with transaction.atomic():
            asked = Order.objects.create(kind=kind, year=year, asked_at=timezone.now(), asked_by=by)
            audit.record(by=by.actor, act=Act.PUBLISH_STATISTICS, on=("year", year), kind=kind, asked=True)
    except IntegrityError:
        raise Conflict(ALREADY) from None
    return asked


def begin_in_a_thread() -> None:
    """A piece of the periodic work: does what is asked for, unless this process is at it already."""
    if not _busy.locked() and _open().exists():
        threading.Thread(target=_do_and_close, name="publications", daemon=True).start()


def do_next() -> bool:
    """Does the oldest order; whether there was one."""
    asked = _open().order_by("asked_at").first()
    if asked is None or not _open().filter(pk=asked.pk).update(begun_at=timezone.now()):
        return False
    refusal = ""
    try:
        WORK[asked.kind](asked.year, by=asked.asked_by)
    except Refused as refused:
        refusal = refused.detail
    except Exception:
        log.exception("publications: %s failed", asked)
        refusal = FAILED
    Order.objects.filter(pk=asked.pk).update(done_at=timezone.now(), refusal=refusal)
    return True


def _open() -> QuerySet[Order]:
    free = Q(begun_at=None) | Q(begun_at__lt=timezone.now() - TAKES_AT_MOST)
    return Order.objects.filter(free, done_at=None)


def _do_and_close() -> None:
    try:
        with _busy:
            while do_next():
                pass
    finally:
        connections.close_all()
