"""The countdowns of people in danger, kept as rows: looked at by the processes that know who is connected.

Invariants
- A countdown is a row with a deadline: whoever crashes, it stands. After a start of the server none sounds before
  a grace, so that people and officers may come back first: a deployment is no mass alarm.
- Each change is a conditional update: several processes begin, sound and end a countdown once.
- A process that does not know of a visitor believes the last sign of life in the store, which the process she is
  connected to renews: it is never taken for her departure.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from permanence.accounts.models import Officer, Role
from permanence.audit import journal as audit
from permanence.desk.models import Intake
from permanence.desk.vocabulary import Level
from permanence.interventions import watchdog
from permanence.interventions.models import Watch
from permanence.interventions.watchdog import GONE, Cause, Countdown, Look, Patience, Running, countdown, is_another
from permanence.lib.errors import Refused
from permanence.live import actions as live
from permanence.live import hub, presence
from permanence.live.models import Conversation, Message, Sender, State
from permanence.live.store import in_store

log = logging.getLogger(__name__)
EVERY_S = 2
SEEN_EVERY = timedelta(seconds=20)
"""How often the store is told that a person in danger is still connected."""
ENDED_LATELY = timedelta(hours=12)
"""How long somebody has to look after a person in danger who ended her conversation herself."""
SEEN_FOR = timedelta(seconds=45)
"""How long that is believed by a process that knows nothing of her."""


async def run() -> None:
    """Looks every `EVERY_S` seconds, until cancelled; whatever fails is told and tried again."""
    started_at, is_armed = timezone.now(), False
    while True:
        await asyncio.sleep(EVERY_S)
        try:
            if not is_armed:
                await in_store(rearm)
                is_armed = True
            await in_store(observe, started_at)
        except Refused:
            log.warning("countdowns: the store does not answer")
        except Exception:
            log.exception("countdowns: a look failed")


def rearm() -> int:
    """After a start: no countdown sounds before people could come back; how many were put off."""
    now = timezone.now()
    soon = now + _grace()
    due = Watch.objects.filter(alarmed_at=None, handled_at=None, deadline__lt=soon)
    moved = [watch for watch in due if watchdog.put_off(_running(watch), patience(), soon, now)]
    return sum(
        Watch.objects.filter(pk=watch.pk, deadline=watch.deadline, alarmed_at=None).update(deadline=soon)
        for watch in moved
    )


def observe(started_at: datetime) -> None:
    """One look: begins, changes, ends and sounds countdowns. `started_at`: since when this process could know."""
    watched = {watch.pk: watch for watch in Watch.objects.all()}
    for intake in _dangerous():
        _alone(_look_at, intake, watched.pop(intake.pk, None), started_at)
    for watch in watched.values():  # no longer dangerous, or over
        _alone(_end, watch, "not dangerous")
    for watch in Watch.objects.filter(alarmed_at=None, handled_at=None, deadline__lte=timezone.now()):
        _alone(_sound, watch)


def _alone(act: Callable[..., None], *given: Any) -> None:
    """One person of whom something fails is told, and keeps nobody else from being looked at."""
    try:
        act(*given)
    except (DatabaseError, Refused):
        raise
    except Exception:
        log.exception("countdowns: one could not be looked at")


def patience() -> Patience:
    """As the operator has set it."""
    chosen = settings.PERMANENCE
    seconds = (chosen.watchdog_silent_s, chosen.watchdog_dropped_s, chosen.watchdog_quick_exit_s)
    return Patience(*(timedelta(seconds=one) for one in seconds))


def _grace() -> timedelta:
    return timedelta(seconds=settings.PERMANENCE.watchdog_grace_s)


def tell_supervisors(conversation: UUID) -> None:
    """Supervisors of the conversation's force look up what is theirs to see, after the commit."""
    force = Intake.objects.values_list("force", flat=True).get(pk=conversation)
    theirs = Officer.objects.filter(role=Role.SUPERVISOR, is_active=True)
    topics = list((theirs.filter(force__in=["", force]) if force else theirs).values_list("pk", flat=True))
    transaction.on_commit(lambda: hub.changed(*topics))


def _dangerous() -> QuerySet[Intake]:
    said = Message.objects.filter(conversation=OuterRef("pk"))
    spoke = said.filter(sender=Sender.VISITOR).order_by("-seq").values("seq")[:1]
    asked = said.filter(sender=Sender.OFFICER, seq__gt=OuterRef("spoke_seq")).order_by("seq").values("at")[:1]
    found = Intake.objects.filter(level=Level.IMMEDIATE).filter(~Q(conversation__state=State.ENDED) | _ended_by_her())
    found = found.annotate(spoke_seq=Coalesce(Subquery(spoke), 0)).annotate(asked_at=Subquery(asked))
    return found.select_related("conversation").order_by("pk")


def _ended_by_her() -> Q:
    """She, or somebody who holds her telephone: in danger, that is a way of going like another."""
    lately = timezone.now() - ENDED_LATELY
    return Q(conversation__ended_by=Conversation.EndedBy.VISITOR, conversation__ended_at__gte=lately)


def _look_at(intake: Intake, watch: Watch | None, started_at: datetime) -> None:
    conversation = intake.conversation
    how, since = _presence(conversation, watch, started_at)
    if watch is not None and how == "away" and timezone.now() < started_at + _grace():
        return  # her page may be about to come back: what was known before the start stands
    asked_at: datetime | None = intake.asked_at  # type: ignore[attr-defined]  # `_dangerous` annotates it
    found = countdown(Look(how, since, asked_at), patience())
    if found is None:
        if watch is not None:
            _end(watch, "back")
    elif watch is None:
        _begin(conversation, found)
    elif is_another(watch.cause, watch.since, found):
        _change(watch, found)


def _presence(conversation: Conversation, watch: Watch | None, started_at: datetime) -> tuple[str, datetime]:
    if conversation.state == State.ENDED and conversation.ended_at:
        return Cause.CLOSED, conversation.ended_at
    how, since = presence.visitor(conversation)
    if how == "here":
        _still_here(conversation)
    if how not in ("dropped", "away"):
        return how, since
    seen_at = conversation.visitor_seen_at
    if how == "away" and watch is not None and watch.cause in GONE.values() and watch.since >= seen_at:
        return _how(watch), watch.since  # her last sign of life is older than her going
    is_told_by_another = how == "away" or seen_at > since
    if is_told_by_another and timezone.now() - seen_at < SEEN_FOR:
        return "here", seen_at
    return how, max(since, seen_at, started_at) if how == "away" else max(since, seen_at)


def _how(watch: Watch) -> str:
    return next(how for how, cause in GONE.items() if cause == watch.cause)


def _still_here(conversation: Conversation) -> None:
    now = timezone.now()
    if now - conversation.visitor_seen_at > SEEN_EVERY:
        Conversation.objects.filter(pk=conversation.pk, visitor_seen_at__lt=now).update(visitor_seen_at=now)


def _begin(conversation: Conversation, found: Countdown) -> None:
    with transaction.atomic():
        live.lock(conversation.pk)
        if Watch.objects.filter(pk=conversation.pk).exists():
            return  # another process was quicker
        watch = Watch(conversation=conversation, cause=found.cause, since=found.since, deadline=found.deadline)
        watch.save(force_insert=True)
        _record(watch, "begin countdown", cause=found.cause)
        live.touch(conversation)


def _change(watch: Watch, found: Countdown) -> None:
    """She went in another way, or again, or came back without a word; an alarm nobody looks after goes on."""
    now, running = timezone.now(), _running(watch)
    anew: dict[str, Any] = {"cause": found.cause, "since": found.since}
    if not watchdog.goes_on(running, found, now):
        deadline = watchdog.next_deadline(running, found, patience(), now)
        anew |= {"deadline": deadline, "alarmed_at": None, "handled_at": None, "handled_by": None}
    with transaction.atomic():
        same = Watch.objects.filter(pk=watch.pk, cause=watch.cause, since=watch.since, handled_at=watch.handled_at)
        if same.filter(alarmed_at=watch.alarmed_at).update(**anew):
            _record(watch, "begin countdown", cause=found.cause)
            live.touch(watch.conversation)
            if running.sounds:
                tell_supervisors(watch.pk)


def _running(watch: Watch) -> Running:
    sounds, is_handled = watch.alarmed_at is not None, watch.handled_at is not None
    return Running(watch.cause, watch.since, watch.deadline, sounds, is_handled)


def _end(watch: Watch, why: str) -> None:
    with transaction.atomic():
        gone, _ = Watch.objects.filter(pk=watch.pk, since=watch.since).delete()
        if gone:
            _record(watch, "end countdown", why=why, alarmed=watch.alarmed_at is not None)
            live.touch(watch.conversation)
            tell_supervisors(watch.pk)


def _sound(watch: Watch) -> None:
    with transaction.atomic():
        due = Watch.objects.filter(pk=watch.pk, deadline=watch.deadline, alarmed_at=None, handled_at=None)
        if due.update(alarmed_at=timezone.now()):
            _record(watch, "sound countdown", cause=watch.cause)
            live.touch(watch.conversation)
            tell_supervisors(watch.pk)


def _record(watch: Watch, act: str, **detail: Any) -> None:
    audit.record(by=audit.SYSTEM, act=act, on=("conversation", watch.pk), **detail)


def alarmed() -> QuerySet[Watch]:
    """What sounds and nobody looks after yet, the oldest first; exercises left out."""
    found = Watch.objects.filter(alarmed_at__isnull=False, handled_at=None, conversation__intake__exercise="")
    return found.select_related("conversation__key", "conversation__intake__officer").order_by("alarmed_at")
