"""Who waits, as a row that officers choose from: what is known without opening it, and the first words."""

from collections.abc import Sequence
from typing import Any

from permanence.desk.models import Intake
from permanence.live import journal, presence
from permanence.live.protocol import moment

FIRST_WORDS = 140
"""Code points of the first message that are shown."""

Row = dict[str, Any]


def of(intakes: Sequence[Intake]) -> list[Row]:
    """A row for each, in their order; their conversations and keys come with them."""
    words = journal.first_words([intake.conversation for intake in intakes], FIRST_WORDS)
    counts = journal.counts(intake.pk for intake in intakes)
    return [_row(intake, words.get(intake.pk, ""), counts.get(intake.pk, 0)) for intake in intakes]


def _row(intake: Intake, first_words: str, messages: int) -> Row:
    return {
        "conversation": str(intake.pk),
        "force": intake.force or None,
        "overflow": bool(getattr(intake, "reinforces", 0)),
        "level": intake.level,
        "waiting_since": moment(intake.waiting_since),
        "queued_at": moment(intake.queued_at),
        "reporter": intake.reporter or None,
        "categories": intake.categories,
        "language": intake.language,
        "department": intake.department or None,
        "messages": messages,
        "first_words": first_words,
        "here": presence.visitor(intake.conversation)[0] == "here",
        "in_danger": intake.in_danger,
        "exercise": bool(intake.exercise),
    }
