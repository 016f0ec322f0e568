"""What is read in half a minute: the sentence, how sure it is, and five figures beside it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from permanence.accounts.models import Force
from permanence.statistics import comparing, durations, sentences
from permanence.statistics.exports.rows import Vector
from permanence.statistics.queries import Question
from permanence.statistics.scopes import ALL, SCOPES
from permanence.territory import queries as territory


@dataclass(frozen=True)
class Brief:
    """One figure in a word, against the year before; `section`: the part of the page that says more."""

    label: str
    value: str
    against: str
    section: str


def sentence(question: Question, figures: comparing.Comparison, *, today: date) -> str:
    """The sentence on top, as one would say it to a journalist."""
    asking = sentences.Asked(
        "report", question.from_on, question.to_on, today, question.force, _place(question), question.scope
    )
    said = sentences.headline(asking, figures)
    return said[:1].upper() + said[1:]


def sure(figures: comparing.Comparison) -> str:
    """What the percent is worth; empty where there is none."""
    between = sentences.interval(figures)
    if not between or not figures.difference:
        return ""
    return f"Compte tenu du hasard, l’évolution est {between} (intervalle de confiance à 95{sentences.THIN}%)."


def asked(question: Question) -> str:
    """« 1er janvier au 30 novembre 2026 · les deux forces · tous les départements · toutes les violences »."""
    force = str(Force(question.force).label) if question.force else "Les deux forces"
    place = _place(question) or "tous les départements"
    scope = "toutes les violences" if question.scope == ALL else SCOPES[question.scope][0]
    days = sentences.span(question.from_on, question.to_on)
    return " · ".join((days[:1].upper() + days[1:], force, place, scope))


def _place(question: Question) -> str:
    return territory.department_name(question.department) if question.department else ""


def against(question: Question) -> str:
    """The period that this one is compared with, in words."""
    return sentences.span(*comparing.year_before(question.from_on, question.to_on))


def ago(question: Question) -> str:
    """« un an avant », « 3 ans avant » for a period that is longer."""
    years = comparing.years_back(question.from_on, question.to_on)
    return "un an avant" if years == 1 else f"{years} ans avant"


def figures(now: Vector, before: Vector, when: str) -> Iterator[Brief]:
    """The five; `when`: what `ago` says."""
    yield _counted("Conversations où la personne a écrit", "genuine", now, before, when, "essentiel")
    yield _counted("Urgences", "emergency", now, before, when, "urgences")
    waits = [_wait(vector) for vector in (now, before)]
    yield Brief("Attente médiane", waits[0], f"{waits[1]} {when}", "reponse")
    lost = [sentences.share(one.get("abandoned", 0), one.get("conversation", 0)) for one in (now, before)]
    yield Brief("Abandons", lost[0], f"{lost[1]} {when}", "reponse")
    yield _counted("Plaintes", "complaint", now, before, when, "suites")


def _counted(label: str, measure: str, now: Vector, before: Vector, when: str, section: str) -> Brief:
    found = comparing.compare(now.get(measure, 0), before.get(measure, 0))
    change = f" ({sentences.percent(found.percent)})" if sentences.is_enough(found) and found.difference else ""
    return Brief(label, sentences.number(found.now), f"{sentences.number(found.before)} {when}{change}", section)


def _wait(vector: Vector) -> str:
    return sentences.duration(durations.quantile(vector, "wait", 0.5))
