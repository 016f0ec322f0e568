"""What visitors have just written, judged in memory a moment after it was stored, beside the path of the message.

Almost every message says nothing of a danger: it is judged where it was heard, without a question to the store. What
does is judged again from the store, with the conversation around it (`signals.judge`). What was not heard here, or not
in time, is found by a sweep: after a crash, or where a flood was longer than what is remembered.

Invariants
- Judging takes at most a twentieth of the time: under a flood it comes later, and messages do not wait for it.
- Whoever wrote first is judged first, however much the others write.
- Of each conversation a few messages are kept in memory, and none once it is calm and forgotten.
"""

import asyncio
import logging
import time
from collections import OrderedDict, deque
from collections.abc import Sequence
from uuid import UUID

from django.db import DatabaseError

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

log = logging.getLogger(__name__)
_fresh: OrderedDict[UUID, deque[Said]] = OrderedDict()
_before: OrderedDict[UUID, Sequence[Said]] = OrderedDict()
_calm: dict[UUID, int] = {}


def heard(messages: Sequence[Said]) -> None:
    """A visitor has written: judged at the next look. May be called from any thread, and costs nothing."""
    _fresh.setdefault(messages[0].conversation, deque(maxlen=KEPT)).extend(messages)


async def run() -> None:
    """Judges what is heard, until cancelled; whatever fails is told and tried again by the sweep."""
    swept_at = 0.0
    while True:
        worked_s = 0.0
        try:
            if time.monotonic() - swept_at > SWEEP_S:
                swept_at = time.monotonic()
                for conversation in await in_store(_sweep):
                    await in_store(_timed, conversation, None)
            if _fresh:
                worked_s = await in_store(_timed, *_fresh.popitem(last=False))
        except Refused:
            log.warning("signals: the store does not answer")
        except Exception:
            log.exception("signals: a look failed")
        await asyncio.sleep(min(LONGEST_S, REST * worked_s) if _fresh else SHORTEST_S)


def look(conversation: UUID, fresh: Sequence[Said]) -> None:
    """Judges what was just heard of a conversation."""
    before = _before.pop(conversation, None)
    spoken = [*(before or ()), *fresh]
    is_in_the_store_alone = (before is None and fresh[0].seq > 1) or len(fresh) == KEPT
    if is_in_the_store_alone or triage.score([one.text for one in spoken]).signals:
        _calm.pop(conversation, None)
        signals.judge(conversation)
    else:
        _calm[conversation] = spoken[-1].seq
    _before[conversation] = spoken[-BEFORE:]
    if len(_before) > REMEMBERED:
        _before.popitem(last=False)


def _sweep() -> set[UUID]:
    """Notes what was calm, and finds what was heard nowhere."""
    judged = dict(_calm)
    _calm.clear()
    if judged:
        signals.note_calm(judged)
    return signals.behind() - _fresh.keys()


def _timed(conversation: UUID, fresh: Sequence[Said] | None) -> float:
    """Judges; how many seconds of this thread's work it took, however busy the machine is."""
    began = time.thread_time()
    try:
        if fresh is None:
            signals.judge(conversation)
        else:
            look(conversation, list(fresh))
    except (DatabaseError, Refused):
        raise
    except Exception:  # what cannot be judged keeps nobody else from being
        log.exception("signals: a conversation could not be judged")
    return time.thread_time() - began
