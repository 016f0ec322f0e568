"""What is asked for: a period, a force, a department, a scope, in an address that can be shared.

A period by name moves with the days (« depuis le 1er janvier »); one by dates stands still. Nothing later than today is
asked for, or a period under way would be compared with one that is over.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from permanence.accounts.models import Force, Officer
from permanence.lib.errors import Invalid
from permanence.statistics import access, queries
from permanence.statistics.exports.material import before
from permanence.statistics.queries import Question
from permanence.statistics.scopes import SCOPES
from permanence.territory import queries as territory

SINCE, MONTH, LAST_MONTH, TWELVE, DATES = "since", "month", "last-month", "12-months", "dates"
PERIODS = {
    SINCE: "Depuis le 1er janvier",
    MONTH: "Ce mois",
    LAST_MONTH: "Mois dernier",
    TWELVE: "12 derniers mois",
}
YEARS = 4
"""How many whole years are offered by name."""
FIELDS = ("force", "department", "scope")
NOT_A_DAY = "Donnez un jour, par exemple 31/01/2026."
NOT_A_PERIOD = "Choisissez une des périodes proposées."


@dataclass(frozen=True)
class Choice:
    """One of several, as a link or an option."""

    value: str
    label: str
    chosen: bool
    address: str = ""


@dataclass(frozen=True)
class Asking:
    """The form as it was sent. `question` is None where `errors` say why, by field."""

    officer: Officer
    today: date
    period: str
    typed: Mapping[str, str]
    question: Question | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    is_cut: bool = False
    """The period went beyond today."""

    def periods(self) -> Iterator[Choice]:
        """The periods that have a name, each with the address that keeps the rest of the question."""
        for value, label in (*PERIODS.items(), *((year, year) for year in years(self.today))):
            yield Choice(value, label, value == self.period, self._address(value))

    def options(self) -> Iterator[Choice]:
        """The same, and dates of one's own, for the form."""
        yield from self.periods()
        yield Choice(DATES, "Du … au …", self.period == DATES)

    def forces(self) -> list[Choice]:
        """The forces that may be asked for: none to choose from for whoever serves one."""
        if self.bound:
            return []
        every = [("", "Les deux forces"), *((str(value), str(label)) for value, label in Force.choices)]
        return [Choice(value, label, value == self.typed["force"]) for value, label in every]

    def departments(self) -> list[Choice]:
        """All of them, then each by its code."""
        every = [("", "Tous les départements")]
        every += [(one["code"], f"{one['code']} {one['name']}") for one in territory.departments()]
        return [Choice(value, label, value == self.typed["department"]) for value, label in every]

    def scopes(self) -> list[Choice]:
        """By their French names."""
        asked = self.typed["scope"] or "all"
        return [Choice(code, name, code == asked) for code, (name, _) in SCOPES.items()]

    @property
    def bound(self) -> str:
        """The one force whose figures this officer sees; empty: both."""
        return "" if self.officer.role == "analyst" else self.officer.force

    @property
    def kept(self) -> str:
        """What is asked besides the period, to put into an address."""
        return urlencode([(name, self.typed[name]) for name in FIELDS if self.typed[name]])

    @property
    def dated(self) -> str:
        """The question with its days, as the files and the command know it."""
        if self.question is None:
            return ""
        days = [("from", self.question.from_on.isoformat()), ("to", self.question.to_on.isoformat())]
        return "&".join(part for part in (urlencode(days), self.kept) if part)

    def with_(self, **more: str) -> str:
        """The address of the same question with something more said of it."""
        period = {} if self.period == SINCE else {"period": self.period}
        days = {name: self.typed[name] for name in ("from", "to") if self.period == DATES}
        kept = {name: self.typed[name] for name in FIELDS if self.typed[name]}
        return f"?{urlencode({**period, **days, **kept, **more})}"

    def _address(self, period: str) -> str:
        return replace(self, period=period).with_()


def years(today: date) -> list[str]:
    """The whole years that are offered, the last one first."""
    return [str(today.year - ago) for ago in range(1, YEARS + 1)]


def read(officer: Officer, given: Mapping[str, str], today: date) -> Asking:
    """The question as it was sent. Raises `Forbidden` for a force that is not the officer's to see."""
    typed = {name: given.get(name, "").strip()[:20] for name in ("from", "to", *FIELDS)}
    period = given.get("period", "").strip() or (DATES if typed["from"] or typed["to"] else SINCE)
    asking = Asking(officer, today, period, typed)
    days = {"from": _iso(typed["from"]), "to": _iso(typed["to"])}
    if period != DATES:
        named = dates(period, today)
        if named is None:
            return replace(asking, period=SINCE, errors={"period": NOT_A_PERIOD})
        days = {"from": named[0].isoformat(), "to": named[1].isoformat()}
    if wrong := {name: NOT_A_DAY for name, day in days.items() if not _is_day(day)}:
        return replace(asking, errors=wrong)
    try:
        question = access.question(officer, {**typed, **days})
        queries.check_kept(before(question))
    except Invalid as refusal:
        return replace(asking, errors=dict(refusal.errors))
    return _cut(asking, question)


def dates(period: str, today: date) -> tuple[date, date] | None:
    """First and last day of a period that has a name; None where it has none."""
    first = today.replace(day=1)
    yesterday = first - timedelta(days=1)
    if period in years(today):
        return date(int(period), 1, 1), date(int(period), 12, 31)
    return {
        SINCE: (today.replace(month=1, day=1), today),
        MONTH: (first, today),
        LAST_MONTH: (yesterday.replace(day=1), yesterday),
        TWELVE: (first.replace(year=first.year - 1), yesterday),
    }.get(period)


def _cut(asking: Asking, question: Question) -> Asking:
    if question.from_on > asking.today:
        return replace(asking, errors={"from": "Cette période n’a pas encore commencé."})
    if question.to_on > asking.today:
        return replace(asking, question=replace(question, to_on=asking.today), is_cut=True)
    return replace(asking, question=question)


def _is_day(iso: str) -> bool:
    """Nothing is a day too: one that was not said."""
    try:
        return not iso or bool(date.fromisoformat(iso))
    except ValueError:
        return False


def _iso(typed: str) -> str:
    """A day as it is written in France is a day too: `31/01/2026`, `31/1/26`."""
    parts = typed.split("/")
    if len(parts) == 3 and all(part.isdigit() for part in parts):
        day, month, year = parts
        century = "20" if len(year) == 2 else ""
        return f"{century}{year}-{month:0>2}-{day:0>2}"
    return typed
