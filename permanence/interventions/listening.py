"""What visitors have just written, judged in memory a moment after it was stored, beside the path of the message.

Almost every message says nothing of a danger: it is judged where it was heard, without a question to the store. What
does is judged again from the store, with the conversation around it (`signals.judge`). What was not heard here, or not
in time, is found by a sweep: after a crash, or where a flood was longer than what is remembered.

Invariants
- Judging takes at most a twentieth of the time: under a flood it comes later, and messages do not wait for it.
- Whoever wrote first is judged first, however much the others write.
- What is owed a look in the store is never noted as calm, whatever is written after it.
- Of the last `REMEMBERED` conversations the last `BEFORE` messages are kept in memory, in this process alone.
"""

import asyncio
import logging
import time
from collections import OrderedDict, deque
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import DatabaseError

from permanence.desk.queue import RANKS
from permanence.desk.vocabulary import Level
from permanence.interventions import signals, triage
from permanence.lib.errors import Refused
from permanence.live.journal import Said
from permanence.live.store import in_store

KEPT = 20
"""Messages of a visitor that are judged at once: more than anybody types between two looks."""
BEFORE = 2
"""Messages before them that a signal may have begun in."""
REMEMBERED = 5_000
"""Conversations whose last messages are kept."""
SHORTEST_S, LONGEST_S, REST = 0.1, 5.0, 19
"""After a conversation nothing is judged for so many times as long as it took; where nobody wrote, for the shortest."""
SWEEP_S = 10
AGAIN_S, FLOODED_S = 1.0, 20.0
"""From the store a conversation is judged once a second, at once where it is more urgent; by the sweep less often."""

log = logging.getLogger(__name__)
_fresh: OrderedDict[UUID, deque[Said]] = OrderedDict()
_before: OrderedDict[UUID, Sequence[Said]] = OrderedDict()
_calm: dict[UUID, int] = {}
_judged: dict[UUID, tuple[float, int]] = {}
"""By conversation, since when the sweep leaves it alone: it was judged from the store, or is to be; and how urgent its
words were then (`RANKS`)."""
_behind: OrderedDict[UUID, None] = OrderedDict()


def heard(messages: Sequence[Said]) -> None:
    """A visitor has written: judged at the next look. May be called from any thread, and costs nothing."""
    _fresh.setdefault(messages[0].conversation, deque(maxlen=KEPT)).extend(messages)


async def run() -> None:
    """Judges what is heard, until cancelled; whatever fails is told and tried again by the sweep."""
    swept_at = 0.0
    await asyncio.to_thread(triage.score, ["bonjour"])  # reads the lexicon
    while True:
        worked_s = 0.0
        try:
            if time.monotonic() - swept_at > SWEEP_S:
                swept_at = time.monotonic()
                _behind.update(dict.fromkeys(await in_store(_sweep)))
            if _fresh:
                worked_s = await _hear(*_fresh.popitem(last=False))
            if _behind:  # in turn with the others: a flood does not hold up what was missed
                worked_s += await in_store(_judge, _behind.popitem(last=False)[0])
        except Refused:
            worked_s = AGAIN_S / REST
            log.warning("signals: the store does not answer")
        except Exception:
            log.exception("signals: a look failed")
        await asyncio.sleep(min(LONGEST_S, REST * worked_s) if _fresh or _behind else SHORTEST_S)


async def _hear(conversation: UUID, fresh: Iterable[Said]) -> float:
    """Looks, on the event loop: a thread that works for a millisecond keeps it from the interpreter for longer."""
    began = time.thread_time()
    says_danger = look(conversation, list(fresh))
    worked_s = time.thread_time() - began
    return worked_s + (await in_store(_judge, conversation) if says_danger else 0)


def look(conversation: UUID, fresh: Sequence[Said]) -> bool:
    """Whether what was just heard must be judged from the store now. Of a flood the sweep judges the end."""
    before = _before.pop(conversation, None)
    spoken = [*(before or ()), *fresh]
    _before[conversation] = spoken[-BEFORE:]
    if len(_before) > REMEMBERED:
        _before.popitem(last=False)
    found = _scored(spoken)
    now, rank = time.monotonic(), RANKS[Level(found.level)]
    is_flood, is_new_here = len(fresh) == KEPT, before is None and fresh[0].seq > 1
    if not found.signals and not is_flood and not is_new_here:
        if conversation not in _judged and conversation not in _behind:
            _calm[conversation] = spoken[-1].seq
        return False
    _calm.pop(conversation, None)
    if is_flood and not found.signals:
        _judged.setdefault(conversation, (now, rank))
        return False
    judged_at, judged_as = _judged.get(conversation, (-AGAIN_S, rank))
    if now - judged_at < AGAIN_S and rank >= judged_as:  # nothing more urgent than a moment ago
        return False
    _judged[conversation] = now, min(rank, judged_as)
    return True


def _scored(spoken: Sequence[Said]) -> triage.Assessment:
    try:
        return triage.score([one.text for one in spoken])
    except Exception:  # what cannot be judged keeps nobody else from being
        log.exception("signals: a message could not be judged")
        return triage.NOTHING


def _sweep() -> set[UUID]:
    """Notes what was calm, and finds what was heard nowhere, or not judged because it came too fast."""
    judged = dict(_calm)
    _calm.clear()
    if judged:
        signals.note_calm(judged)
    now = time.monotonic()
    for conversation in [one for one, (at, _) in _judged.items() if now - at > FLOODED_S]:
        del _judged[conversation]
    return signals.behind() - _fresh.keys() - _judged.keys()


def _judge(conversation: UUID) -> float:
    """Judges from the store; how many seconds of this thread's work it took, however busy the machine is."""
    began = time.thread_time()
    try:
        signals.judge(conversation)
    except (DatabaseError, Refused):
        _behind[conversation] = None
        raise
    except Exception:  # what cannot be judged keeps nobody else from being
        log.exception("signals: a conversation could not be judged")
    return time.thread_time() - began
