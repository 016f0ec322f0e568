"""Today's figures: how soon people were answered, and who left before they were.

Definitions (the page and the glossary say the same)
- Today: conversations begun since midnight, in Paris.
- First answer: the first message written by an officer; a claim without a word answers nobody.
- Answered within 20 s, 60 s: share of today's conversations with a first answer, from beginning to first answer.
- Abandoned: ended, or left by the visitor's own act, before any first answer. Who lost the network still waits.
- Only genuine conversations count: no exercise, test, abuse or duplicate.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from permanence.desk.models import Intake
from permanence.desk.vocabulary import Exercise, Mark
from permanence.live.models import Conversation, Message, Sender, State

QUICKLY = timedelta(seconds=20)
SOON = timedelta(seconds=60)


@dataclass(frozen=True)
class Begun:
    """One of today's conversations, as the figures know it."""

    force: str
    answered_after: timedelta | None
    abandoned: bool


@dataclass(frozen=True)
class Figures:
    """`within_20_s`, `within_60_s`: whole percents, rounded down; None while nobody was answered."""

    answered: int
    within_20_s: int | None
    within_60_s: int | None
    abandoned: int


def genuine() -> QuerySet[Intake]:
    """The intakes that figures count."""
    return Intake.objects.filter(mark=Mark.GENUINE, exercise=Exercise.NO)


def begun() -> list[Begun]:
    """Today's conversations, in one query."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    answers = Message.objects.filter(conversation=OuterRef("pk"), sender=Sender.OFFICER).order_by("seq").values("at")
    found = genuine().filter(conversation__created_at__gte=midnight).annotate(answered_at=Subquery(answers[:1]))
    fields = ("force", "answered_at", "conversation__created_at", "conversation__state", "conversation__left_how")
    return [_begun(*row) for row in found.values_list(*fields)]


def figures(conversations: Iterable[Begun]) -> Figures:
    """The figures of these conversations (pure)."""
    every = list(conversations)
    delays = [one.answered_after for one in every if one.answered_after is not None]
    return Figures(len(delays), _share(delays, QUICKLY), _share(delays, SOON), sum(one.abandoned for one in every))


def _begun(force: str, answered_at: datetime | None, created_at: datetime, state: str, left_how: str) -> Begun:
    if answered_at is not None:
        return Begun(force, answered_at - created_at, abandoned=False)
    gone = state == State.ENDED or left_how != Conversation.Left.NOT
    return Begun(force, None, abandoned=gone)


def _share(delays: list[timedelta], within: timedelta) -> int | None:
    return 100 * sum(delay <= within for delay in delays) // len(delays) if delays else None
