"""What every page that asks a question shows of it, and what the journal keeps of it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils import timezone

from permanence.statistics.pages.asking import DATES, Asking
from permanence.statistics.paris import PARIS
from permanence.statistics.queries import Question


def today() -> date:
    """The day it is in Paris."""
    return timezone.now().astimezone(PARIS).date()


def context(asking: Asking) -> dict[str, Any]:
    """The form, its days, and what stands in the title until the question is answered."""
    return {"asking": asking, "days": list(_days(asking)), "short": "À corriger"}


def detail(question: Question) -> dict[str, str]:
    """The question, as the audit journal keeps it: no figure, nobody."""
    return {
        "from": question.from_on.isoformat(),
        "to": question.to_on.isoformat(),
        "force": question.force,
        "department": question.department,
        "scope": question.scope,
    }


def _days(asking: Asking) -> Iterator[dict[str, str]]:
    """The two days of the form: what was typed stays, even where it is no day."""
    question = asking.question
    known = {"from": question.from_on.isoformat(), "to": question.to_on.isoformat()} if question else {}
    for name, label in (("from", "Du"), ("to", "Au")):
        typed = asking.typed[name] if asking.period == DATES else ""
        value = known.get(name, typed)
        is_day = len(value) == 10 and value[4] == "-" and name not in asking.errors
        kind = "date" if is_day or not value else "text"
        yield {"name": name, "label": label, "value": value, "type": kind, "error": asking.errors.get(name, "")}
