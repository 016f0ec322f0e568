"""From a question to its book: the tables, the sentence, the definitions of the day. Reads, never writes."""

from dataclasses import replace
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone
from django.utils.text import capfirst

from permanence.lib.errors import Invalid
from permanence.statistics import comparing, sentences
from permanence.statistics.definitions import DEFINITIONS
from permanence.statistics.exports import tables
from permanence.statistics.exports.book import Book, Meaning
from permanence.statistics.exports.material import Material, before, gather
from permanence.statistics.paris import PARIS
from permanence.statistics.queries import Question
from permanence.territory import queries as territory

NOT_YET = "Cette période n’a pas commencé : il n’y a rien à compter."


def book(question: Question, *, made_at: datetime | None = None) -> Book:
    """Everything that a file says of a question."""
    return of(question, gather(question), made_at or timezone.now())


def of(question: Question, material: Material, made_at: datetime) -> Book:
    """The same, of what was gathered."""
    department = territory.department_name(question.department)
    return Book(
        question=question,
        before=before(question),
        tables=tuple(tables.of(material)),
        made_at=made_at,
        sentence=sentence(question, material, made_at.astimezone(PARIS).date(), department),
        definitions=meanings(),
        department=department,
        is_demonstration=settings.PERMANENCE.demonstration,
    )


def sentence(question: Question, material: Material, today: date, department: str = "") -> str:
    """What one says on this day of the figure asked for most: how many reports, against how many a year before."""
    period = {"from_on": question.from_on, "to_on": question.to_on, "today": today}
    asked = sentences.Asked("report", **period, force=question.force, department=department, scope=question.scope)
    reports = comparing.compare(material.now.get("report", 0), material.before.get("report", 0))
    return capfirst(sentences.headline(asked, reports))


def until_today(question: Question) -> Question:
    """The question without the days that have not come: a period under way is compared with as much of the other year.
    Raises `Invalid` where none has come."""
    today = timezone.now().astimezone(PARIS).date()
    if question.from_on > today:
        raise Invalid(NOT_YET, errors={"from": NOT_YET})
    return replace(question, to_on=min(question.to_on, today))


def meanings() -> tuple[Meaning, ...]:
    """The definitions as they stand."""
    return tuple(
        Meaning(one.code, one.name, one.meaning, " ".join(one.is_not), one.since) for one in DEFINITIONS.values()
    )
