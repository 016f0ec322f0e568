"""A week, hour by hour: when people write, on which days; from the days of the period, so of a year at most."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from permanence.accounts.policy import Act
from permanence.accounts.web import officer_of, require
from permanence.audit import journal as audit
from permanence.lib.errors import Forbidden
from permanence.roster.words import DAYS
from permanence.statistics import queries, sentences
from permanence.statistics.exports.rows import Vector
from permanence.statistics.pages import asked, brief, charts
from permanence.statistics.pages.asking import Asking, read
from permanence.statistics.pages.menu import page

LONGEST_DAYS = 366
TOO_LONG = "Pour cette page, choisissez une période d’un an au plus."
HOUR = "genuine|hour|"


@dataclass(frozen=True)
class Row:
    """One hour of the seven days."""

    label: str
    cells: tuple[charts.Heat, ...]


@dataclass(frozen=True)
class Week:
    """The table: days across, hours down; each cell bears its number, the darker the more."""

    title: str
    days: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    note: str
    definition: str = "genuine"


@require_safe
@require(Act.SEE_STATISTICS)
def week(request: HttpRequest) -> HttpResponse:
    """The page."""
    officer = officer_of(request)
    try:
        asking = _short(read(officer, request.GET.dict(), asked.today()))
    except Forbidden as refusal:
        return page(request, "refused", {"refusal": refusal}, section="dashboard", status=refusal.status)
    context = asked.context(asking)
    if asking.question is None:
        return page(request, "week", context, section="dashboard", status=422)
    audit.record_reading(
        by=officer.actor, act=Act.SEE_STATISTICS, on=("page", request.path), **asked.detail(asking.question)
    )
    told = hours(queries.daily(asking.question))
    return page(
        request,
        "week",
        context | {"said": _said(told), "week": drawn(told), "asked": brief.asked(asking.question)},
        section="dashboard",
    )


def _short(asking: Asking) -> Asking:
    question = asking.question
    if question is not None and (question.to_on - question.from_on).days >= LONGEST_DAYS:
        return replace(asking, question=None, errors={"period": TOO_LONG})
    return asking


def hours(days: Mapping[date, Vector]) -> Counter[tuple[int, int]]:
    """How many people wrote, by day of the week (0: Monday) and hour of its beginning."""
    found: Counter[tuple[int, int]] = Counter()
    for day, vector in days.items():
        for key, count in vector.items():
            if key.startswith(HOUR):
                found[day.weekday(), int(key.removeprefix(HOUR))] += count
    return found


def drawn(told: Counter[tuple[int, int]]) -> Week:
    """The table of these."""
    most = max(told.values(), default=0)
    rows = tuple(
        Row(
            f"{hour} h",
            tuple(
                charts.Heat(sentences.number(told[day, hour]), charts.heat(told[day, hour], most)) for day in range(7)
            ),
        )
        for hour in range(24)
    )
    days = tuple((name[:3], name) for name in DAYS)
    note = "Heure de Paris, début de la conversation. Plus la case est sombre, plus on a écrit ; son nombre y est."
    return Week("Conversations où la personne a écrit, par jour et par heure", days, rows, note)


def _said(told: Counter[tuple[int, int]]) -> str:
    total = sum(told.values())
    if not total:
        return "Personne n’a écrit pendant cette période."
    (day, hour), most = max(told.items(), key=lambda item: (item[1], -item[0][0], -item[0][1]))
    night = sum(count for (_, at), count in told.items() if at >= 20 or at < 6)
    return (
        f"On écrit le plus le {DAYS[day]} entre {hour} h et {hour + 1} h ({sentences.number(most)} conversations sur "
        f"{sentences.number(total)}) ; {sentences.share(night, total)} entre 20 h et 6 h."
    )
