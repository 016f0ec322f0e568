"""What a visitor's words say of the danger, kept with the conversation: they raise its priority, a human decides.

`listening` hears what is written; here is what becomes of it. A level that an officer has set is never changed by
words: they then only suggest.

Invariants
- Words raise a level, they never lower it.
- A message judged twice, by two processes or after a crash, changes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery

from permanence.audit import journal as audit
from permanence.desk.models import Intake
from permanence.desk.queue import RANKS
from permanence.desk.vocabulary import Level
from permanence.interventions import triage
from permanence.interventions.models import Signals
from permanence.live import actions as live
from permanence.live import journal
from permanence.live.journal import Said
from permanence.live.models import Conversation, Message, Sender, State
from permanence.vault.sealing import Unreadable

WINDOW = 12
"""Messages of the visitor before what is new that are judged with it."""
LOOKED_BACK = 40
"""Numbers of the conversation among which they are looked for."""
MOST_AT_ONCE = 120
"""Numbers that are looked at together: more than anybody types between two looks; of a flood only the end is judged."""
BY_WORDS = "signals"
"""Who set a level, where the words did."""

Span = dict[str, Any]


def behind() -> set[UUID]:
    """Conversations under way in which a visitor wrote something that was not judged yet."""
    said = Message.objects.filter(conversation=OuterRef("pk"), sender=Sender.VISITOR).order_by("-seq")
    open_ones = Conversation.objects.exclude(state=State.ENDED).annotate(spoke=Subquery(said.values("seq")[:1]))
    found = open_ones.filter(Q(signals=None) | Q(signals__seq__lt=F("spoke")), spoke__gt=0)
    return set(found.values_list("pk", flat=True))


def note_calm(judged: Mapping[UUID, int]) -> None:
    """Nothing was seen up to these numbers."""
    known = Conversation.objects.filter(pk__in=list(judged)).values_list("pk", flat=True)
    rows = [Signals(conversation_id=pk, seq=judged[pk]) for pk in known]
    Signals.objects.bulk_create(rows, update_conflicts=True, unique_fields=["conversation"], update_fields=["seq"])


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
    after = max(0, judged - LOOKED_BACK, conversation.last_seq - MOST_AT_ONCE)
    said = journal.read(conversation, after=after, limit=MOST_AT_ONCE)
    spoken = [one for one in said if one.sender == Sender.VISITOR]
    fresh = sum(one.seq > judged for one in spoken)
    return spoken[-(fresh + WINDOW) :]


def _keep(conversation: Conversation, signals: Signals, spans: list[Span]) -> None:
    signals.spans = spans
    with transaction.atomic():
        locked = live.lock(conversation.pk)
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
