"""Everything that the tables of one question are made of, read in a few statements."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Sum

from permanence.accounts.models import Force
from permanence.statistics import comparing, queries, visits
from permanence.statistics.exports.rows import Vector
from permanence.statistics.queries import Question
from permanence.statistics.scopes import ALL, SCOPES
from permanence.territory import queries as territory
from permanence.territory.models import Commune

Pair = tuple[Vector, Vector]
"""Of the period, and of the same period of the year before."""
MONTHLY = ("conversation", "genuine", "answered", "abandoned", "report", "emergency", "intervention", "referral")
"""What is read of each month."""
BY_SCOPE = ("report",)
"""What is read of each scope beside that of the question."""


@dataclass(frozen=True)
class Material:
    """Vectors of the period and of the same period of the year before: whole, by month, by force and by scope; how many
    live in each department, and what it is called."""

    now: Vector
    before: Vector
    months: Mapping[date, Pair] = field(default_factory=dict)
    """By the first of each month of the period; only what `MONTHLY` names."""
    forces: Mapping[str, Pair] = field(default_factory=dict)
    """Empty where the question is of one force. The force that is not settled is under the empty code."""
    scopes: Mapping[str, Pair] = field(default_factory=dict)
    """Only what `BY_SCOPE` names; empty where the question is of one scope."""
    departments: Mapping[str, str] = field(default_factory=dict)
    """Names by code; empty where the question is of one department."""
    populations: Mapping[str, int] = field(default_factory=dict)
    visits: Pair | None = None
    """What the counters at the door say; None where the question is of one force, department or scope: they know
    none."""


def before(question: Question) -> Question:
    """The same question of the same period of the year before."""
    first, last = comparing.year_before(question.from_on, question.to_on)
    return replace(question, from_on=first, to_on=last)


def gather(question: Question) -> Material:
    """The material of a question."""
    forces = [] if question.force else list(Force.values)
    scopes = [] if question.scope != ALL else [scope for scope in SCOPES if scope != ALL]
    pairs = _pairs([question, *(replace(question, force=force) for force in forces)])
    by_force = dict(zip(forces, pairs[1:], strict=False))
    if by_force:
        by_force[""] = _rest(pairs[0], list(by_force.values()))
    return Material(
        now=pairs[0][0],
        before=pairs[0][1],
        months=_months(question),
        forces=by_force,
        scopes=dict(zip(scopes, _pairs([replace(question, scope=one) for one in scopes], BY_SCOPE), strict=True)),
        departments={} if question.department else {one["code"]: one["name"] for one in territory.departments()},
        populations={} if question.department else populations(),
        visits=None if question.force or question.department or question.scope != ALL else _visits(question),
    )


def _pairs(questions: list[Question], keys: Collection[str] = ()) -> list[Pair]:
    found = queries.many([*questions, *map(before, questions)], keys)
    return list(zip(found[: len(questions)], found[len(questions) :], strict=True))


def _visits(question: Question) -> Pair:
    now, ago = (visits.between(one.from_on, one.to_on) for one in (question, before(question)))
    return now, ago


def populations() -> dict[str, int]:
    """How many live in each department: the sum of its communes; an arrondissement is in its commune."""
    rows = Commune.objects.filter(parent="", population__isnull=False).values_list("department")
    return dict(rows.annotate(inhabitants=Sum("population")).order_by("department"))


def _months(question: Question) -> dict[date, Pair]:
    """Each month with the month of as many years before; what a month of this period has no twin for stands against
    nothing."""
    years = comparing.years_back(question.from_on, question.to_on)
    ago = queries.monthly(before(question), MONTHLY)
    return {
        month: (vector, ago.get(month.replace(year=month.year - years), {}))
        for month, vector in queries.monthly(question, MONTHLY).items()
    }


def _rest(whole: Pair, parts: list[Pair]) -> Pair:
    """What is in the whole and in none of the parts."""
    now, ago = (
        {key: count - sum(part[side].get(key, 0) for part in parts) for key, count in whole[side].items()}
        for side in (0, 1)
    )
    return now, ago
