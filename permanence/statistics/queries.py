"""Figures for a period, exact to the day: whole months from the cells of months, the days of broken months (or those
that they have beyond the period, taken away) from the cells of days; for one department, those days from the shares of
its conversations.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Sum

from permanence.statistics.finding import Found, NoLongerByDay, Parts, add, check_days
from permanence.statistics.models import Visits
from permanence.statistics.scopes import ALL

__all__ = ["NoLongerByDay", "Question", "check_kept", "daily", "many", "monthly", "vector", "visits"]

Vector = Counter[str]
Place = tuple[str, str, str]
"""Force, department, scope."""
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Question:
    """Which figures: of a period (both days in it, in Paris), a force, a department, a scope.

    `force`: empty for both, and for what no force has yet. `department`: its code, empty for all.
    """

    from_on: date
    to_on: date
    force: str = ""
    department: str = ""
    scope: str = ALL


def vector(question: Question) -> Vector:
    """All the figures of one question; nothing where the period ends before it begins. Raises `NoLongerByDay`."""
    return many([question])[0]


def many(questions: Sequence[Question], keys: Collection[str] = ()) -> list[Vector]:
    """The figures of several, in their order, in as few statements as their departments and scopes allow. `keys`: these
    alone, much sooner; by default all."""
    found = Found(keys)
    parts = [_parts(one.from_on, one.to_on) for one in questions]
    for question, part in zip(questions, parts, strict=True):
        found.want(question.department, question.scope, part)
    found.load()
    return [_answer(found, one, part) for one, part in zip(questions, parts, strict=True)]


def monthly(question: Question, keys: Collection[str] = ()) -> dict[date, Vector]:
    """By the first of each month of the period, what of it lies in the period. `keys`: these alone."""
    months = _months(question.from_on, question.to_on)
    ends = [_next(month) - ONE_DAY for month in months]
    parts = [
        replace(question, from_on=max(month, question.from_on), to_on=min(end, question.to_on))
        for month, end in zip(months, ends, strict=True)
    ]
    return dict(zip(months, many(parts, keys), strict=True))


def daily(question: Question) -> dict[date, Vector]:
    """By day of the period."""
    days, found = _days(question.from_on, question.to_on), Found()
    found.want(question.department, question.scope, Parts((), tuple(days), ()))
    found.load()
    return {day: _answer(found, question, Parts((), (day,), ())) for day in days}


def check_kept(question: Question) -> None:
    """Raises `NoLongerByDay` where days that it breaks months for are no longer known apart for its department."""
    if question.department:
        check_days(question.department, _parts(question.from_on, question.to_on).apart)


def visits(question: Question) -> Vector:
    """How often each page of the visitors' door was reached in the period, by name; of no force and no department."""
    found = Visits.objects.filter(day__gte=question.from_on, day__lte=question.to_on)
    return Counter(dict(found.order_by().values_list("name").annotate(Sum("count"))))


def _answer(found: Found, question: Question, parts: Parts) -> Vector:
    by_force = found.by_force(question.department, question.scope, parts)
    total: dict[str, int] = {}
    for force, counts in by_force.items():
        if question.force in ("", force):
            add(total, counts)
    return Counter({key: count for key, count in total.items() if count})


def _parts(from_on: date, to_on: date) -> Parts:
    """The whole months of a period, and of each that it breaks the days in it, or the month without the others:
    whichever are fewer."""
    months, days, less = [], list[date](), list[date]()
    for month in _months(from_on, to_on):
        end = _next(month) - ONE_DAY
        first, last = max(month, from_on), min(end, to_on)
        inside, outside = _days(first, last), _days(month, first - ONE_DAY) + _days(last + ONE_DAY, end)
        if len(outside) < len(inside):
            months.append(month)
            less += outside
        else:
            days += inside
    return Parts(tuple(months), tuple(days), tuple(less))


def _months(from_on: date, to_on: date) -> list[date]:
    found, month = [], from_on.replace(day=1)
    while month <= to_on and from_on <= to_on:
        found.append(month)
        month = _next(month)
    return found


def _next(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)


def _days(from_on: date, to_on: date) -> list[date]:
    return [from_on + number * ONE_DAY for number in range((to_on - from_on).days + 1)]
