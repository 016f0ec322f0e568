"""Figures for a period, exact to the day: whole months from the cells of months, the days of broken months from the
cells of days; for one department, those days from the shares of its conversations.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Q, Sum

from permanence.lib.errors import Invalid
from permanence.statistics import cells, counting
from permanence.statistics.models import Cell, Forgotten, Share, Visits
from permanence.statistics.scopes import ALL

Vector = Counter[str]
Place = tuple[str, str, str]
"""Force, department, scope."""
ONE_DAY = timedelta(days=1)


class NoLongerByDay(Invalid):
    """Retention destroyed conversations of that month: a department's figures are known for the whole month alone."""


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


def many(questions: Sequence[Question]) -> list[Vector]:
    """The figures of several, in their order, in as few statements as their departments and scopes allow."""
    found = _Found()
    parts = [_parts(one.from_on, one.to_on) for one in questions]
    for question, (months, days) in zip(questions, parts, strict=True):
        found.want(question, cells.MONTH, months)
        found.want(question, cells.DAY, days)
    found.load()
    return [
        _summed([*found.of(one, cells.MONTH, months), *found.of(one, cells.DAY, days)])
        for one, (months, days) in zip(questions, parts, strict=True)
    ]


def monthly(question: Question) -> dict[date, Vector]:
    """By the first of each month of the period, what of it lies in the period."""
    months = _months(question.from_on, question.to_on)
    ends = [_next(month) - ONE_DAY for month in months]
    parts = [
        replace(question, from_on=max(month, question.from_on), to_on=min(end, question.to_on))
        for month, end in zip(months, ends, strict=True)
    ]
    return dict(zip(months, many(parts), strict=True))


def daily(question: Question) -> dict[date, Vector]:
    """By day of the period."""
    days, found = _days(question.from_on, question.to_on), _Found()
    found.want(question, cells.DAY, days)
    found.load()
    return {day: _summed(found.of(question, cells.DAY, [day])) for day in days}


def check_kept(question: Question) -> None:
    """Raises `NoLongerByDay` where days that it breaks months for are no longer known apart for its department."""
    if question.department:
        _check_kept(question.department, _parts(question.from_on, question.to_on)[1])


def visits(question: Question) -> Vector:
    """How often each page of the visitors' door was reached in the period, by name; of no force and no department."""
    found = Visits.objects.filter(day__gte=question.from_on, day__lte=question.to_on)
    return Counter(dict(found.order_by().values_list("name").annotate(Sum("count"))))


class _Found:
    """The cells that some questions need, read together."""

    def __init__(self) -> None:
        self._wanted: dict[tuple[str, str, str], set[date]] = defaultdict(set)
        self._shares: dict[str, set[date]] = defaultdict(set)
        self._texts: dict[tuple[str, date, str, str], list[tuple[str, str]]] = defaultdict(list)
        self._counts: dict[tuple[date, str, str], list[tuple[str, Mapping[str, int]]]] = defaultdict(list)

    def want(self, question: Question, grain: str, starts: Iterable[date]) -> None:
        """What a question will be answered from."""
        if question.department and grain == cells.DAY:
            self._shares[question.department].update(starts)
        else:
            self._wanted[grain, question.department, question.scope].update(starts)

    def load(self) -> None:
        """Reads it: one statement for the cells, one for the shares of broken months where departments need them."""
        wanted = Q(pk=None)
        for (grain, department, scope), starts in self._wanted.items():
            if starts:
                wanted |= Q(grain=grain, department=department, scope=scope, start__in=starts)
        rows = Cell.objects.filter(wanted) if any(self._wanted.values()) else Cell.objects.none()
        for grain, start, force, department, scope, counts in rows.values_list(
            "grain", "start", "force", "department", "scope", "counts"
        ):
            self._texts[grain, start, department, scope].append((force, counts))
        if any(self._shares.values()):
            self._load_shares()

    def of(self, question: Question, grain: str, starts: Iterable[date]) -> list[Mapping[str, int]]:
        """The counts that answer it."""
        department, scope = question.department, question.scope
        if department and grain == cells.DAY:
            parts = [part for start in starts for part in self._counts.get((start, department, scope), ())]
            return [counts for force, counts in parts if question.force in ("", force)]
        texts = [text for start in starts for text in self._texts.get((grain, start, department, scope), ())]
        return [cells.decoded(text) for force, text in texts if question.force in ("", force)]

    def _load_shares(self) -> None:
        wanted = Q(pk=None)
        for department, days in self._shares.items():
            if days:
                _check_kept(department, days)
                wanted |= Q(department=department, day__in=days)
        fields = ("day", "force", "department", "scopes", "counts")
        for day, force, department, scopes, text in Share.objects.filter(wanted).values_list(*fields):
            counts = counting.vector(counting.unpacked(day, force, department, text))
            for scope in scopes.split():
                self._counts[day, department, scope].append((force, counts))


def _check_kept(department: str, days: Iterable[date]) -> None:
    months = {day.replace(day=1) for day in days}
    found = Forgotten.objects.filter(department=department, start__in=months).order_by("start").first()
    if found is not None:
        refusal = f"Les conversations de {found.start:%m/%Y} ont été détruites : demandez des mois entiers."
        raise NoLongerByDay(
            "Cette période ne peut plus être comptée au jour près pour un département.", errors={"from": refusal}
        )


def _summed(parts: Iterable[Mapping[str, int]]) -> Vector:
    total: Vector = Counter()
    for part in parts:
        for key, count in part.items():
            total[key] += count
    return total


def _parts(from_on: date, to_on: date) -> tuple[list[date], list[date]]:
    """The whole months of a period, and the days of those that it breaks."""
    whole, days = [], []
    for month in _months(from_on, to_on):
        end = _next(month) - ONE_DAY
        if from_on <= month and end <= to_on:
            whole.append(month)
        else:
            days += _days(max(month, from_on), min(end, to_on))
    return whole, days


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
