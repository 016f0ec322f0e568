"""What a visitor's words say of the danger, kept with the conversation: they raise its priority, a human decides.

Each message of a visitor is judged a moment after it was stored, beside the path of the message; what a crash left
unjudged is found by a sweep. A level that an officer has set is never changed by words: they then only suggest.

Invariants
- Words raise a level, they never lower it.
- A message judged twice, by two processes or after a crash, changes nothing.
- Judging takes at most a tenth of the time: under a flood it comes later, and messages do not wait for it.
"""

import asyncio
import logging
import time
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import DatabaseError, transaction
from django.db.models import F, Q

from permanence.audit import journal as audit
from permanence.desk.models import Intake
from permanence.desk.queue import RANKS
from permanence.desk.vocabulary import Level
from permanence.interventions import triage
from permanence.interventions.models import Signals
from permanence.lib.errors import Refused
from permanence.live import actions as live
from permanence.live import journal
from permanence.live.journal import Said
from permanence.live.models import Conversation, Sender, State
from permanence.live.store import in_store
from permanence.vault.sealing import Unreadable

WINDOW = 12
"""Messages of the visitor before what is new that are judged with it."""
LOOKED_BACK = 60
"""Numbers of the conversation among which they are looked for."""
SHORTEST_S, LONGEST_S, REST = 0.2, 5.0, 9
"""Between two looks: nine times the work of the last one, within these bounds."""
SWEEP_S = 10
BY_WORDS = "signals"
"""Who set a level, where the words did."""

log = logging.getLogger(__name__)
Span = dict[str, Any]
_heard: set[UUID] = set()


def heard(conversation: UUID) -> None:
    """A visitor has written: judged at the next look. May be called from any thread, and costs nothing."""
    _heard.add(conversation)


async def run() -> None:
    """Judges what is heard, until cancelled; whatever fails is told and tried again by the sweep."""
    swept_at = 0.0
    while True:
        worked_s = 0.0
        try:
            if time.monotonic() - swept_at > SWEEP_S:
                swept_at = time.monotonic()
                _heard.update(await in_store(behind))
            for conversation in [_heard.pop() for _ in range(len(_heard))]:
                worked_s += await in_store(_timed, conversation)
        except Refused:
            log.warning("signals: the store does not answer")
        except Exception:
            log.exception("signals: a look failed")
        await asyncio.sleep(min(LONGEST_S, max(SHORTEST_S, REST * worked_s)))


def _timed(conversation: UUID) -> float:
    """Judges; how many seconds of this thread's work it took, however busy the machine is."""
    began = time.thread_time()
    try:
        judge(conversation)
    except (DatabaseError, Refused):
        raise
    except Exception:  # what cannot be judged keeps nobody else from being
        log.exception("signals: a conversation could not be judged")
    return time.thread_time() - began


def behind() -> set[UUID]:
    """Conversations under way of which something was not judged yet."""
    open_ones = Conversation.objects.exclude(state=State.ENDED).filter(last_seq__gt=0)
    found = open_ones.filter(Q(signals=None) | Q(signals__seq__lt=F("last_seq")))
    return set(found.values_list("pk", flat=True))


def judge(pk: UUID) -> None:
    """Judges the last words of a conversation, keeps what they show and raises its level where they ask for it."""
    conversation = Conversation.objects.select_related("key").filter(pk=pk).exclude(state=State.ENDED).first()
    if conversation is None:
        return
    known = Signals.objects.filter(pk=pk).first()
    try:
        spoken = _spoken(conversation, known.seq if known else 0)
    except Unreadable:
        return
    found = triage.score([one.text for one in spoken])
    spans = _merged(known.spans if known else [], spoken, found.signals)
    level = _more_urgent(found.level, known.level if known else Level.STANDARD)
    score = max(found.score, known.score if known else 0.0)
    if known is not None and (known.spans, known.level) == (spans, level):
        Signals.objects.filter(pk=pk, seq__lt=conversation.last_seq).update(seq=conversation.last_seq)
        return
    _keep(conversation, Signals(conversation=conversation, seq=conversation.last_seq, level=level, score=score), spans)


def _spoken(conversation: Conversation, judged: int) -> list[Said]:
    """What the visitor wrote since number `judged`, with what they wrote just before."""
    after = max(0, min(judged, conversation.last_seq) - LOOKED_BACK)
    said = journal.read(conversation, after=after, limit=conversation.last_seq - after)
    spoken = [one for one in said if one.sender == Sender.VISITOR]
    fresh = sum(one.seq > judged for one in spoken)
    return spoken[-(fresh + WINDOW) :]


def _keep(conversation: Conversation, signals: Signals, spans: list[Span]) -> None:
    signals.spans = spans
    with transaction.atomic():
        locked = Conversation.objects.select_for_update(of=("self",)).get(pk=conversation.pk)
        signals.save()
        raised = _raise(Intake.objects.get(pk=locked.pk), Level(signals.level), spans)
        if spans or raised:
            live.touch(locked)


def _raise(intake: Intake, level: Level, spans: Sequence[Span]) -> bool:
    if intake.level_by == "officer" or RANKS[level] >= RANKS[Level(intake.level)]:
        return False
    before, intake.level, intake.level_by = intake.level, level, BY_WORDS
    intake.save(update_fields=["level", "level_by"])
    names = sorted({span["name"] for span in spans})
    on = ("conversation", intake.pk)
    audit.record(by=audit.SYSTEM, act="raise level", on=on, before=before, after=level, signals=names)
    return True


def _merged(known: Iterable[Span], spoken: Sequence[Said], found: Iterable[triage.Signal]) -> list[Span]:
    """What was seen before the window, and what is seen in it now."""
    first = spoken[0].seq if spoken else 0
    now = [{"seq": spoken[one.message].seq, "start": one.start, "end": one.end, "name": one.name} for one in found]
    return [span for span in known if span["seq"] < first] + sorted(now, key=lambda span: (span["seq"], span["start"]))


def _more_urgent(one: str, other: str) -> Level:
    return min(Level(one), Level(other), key=RANKS.__getitem__)


def numbers(conversation: Conversation) -> list[int]:
    """The messages in which something was seen, in order."""
    spans = Signals.objects.filter(pk=conversation.pk).values_list("spans", flat=True).first() or []
    return sorted({span["seq"] for span in spans})


def view(conversation: Conversation) -> dict[str, Any] | None:
    """`level`, `score` and the `spans` that made it, each with its French `label`; None where nothing was seen."""
    found = Signals.objects.filter(pk=conversation.pk).first()
    if found is None or not found.spans:
        return None
    spans = [{**span, "label": triage.in_french(span["name"])} for span in found.spans]
    return {"level": found.level, "score": found.score, "spans": spans}
