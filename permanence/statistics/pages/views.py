"""The dashboard: a question in the address, its figures on the page; audited once an opening, without a figure."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from permanence.accounts.policy import Act
from permanence.accounts.web import officer_of, require
from permanence.audit import journal as audit
from permanence.lib.errors import Forbidden
from permanence.statistics import comparing, sentences
from permanence.statistics.definitions import DEFINITIONS
from permanence.statistics.exports import web
from permanence.statistics.exports.material import gather
from permanence.statistics.exports.tables import of
from permanence.statistics.pages import asked, brief, parts
from permanence.statistics.pages.asking import Asking, read
from permanence.statistics.pages.menu import page
from permanence.statistics.queries import Question
from permanence.statistics.scopes import ALL, SCOPES


@require_safe
@require(Act.SEE_STATISTICS)
def dashboard(request: HttpRequest) -> HttpResponse:
    """One sentence, the figures it stands on, and all the others."""
    officer = officer_of(request)
    try:
        asking = read(officer, request.GET.dict(), asked.today())
    except Forbidden as refusal:
        return page(request, "refused", {"refusal": refusal}, section="dashboard", status=refusal.status)
    context = asked.context(asking)
    if asking.question is None:
        return page(request, "dashboard", context, section="dashboard", status=422)
    audit.record_reading(
        by=officer.actor, act=Act.SEE_STATISTICS, on=("page", request.path), **asked.detail(asking.question)
    )
    by = parts.COUNT if request.GET.get("map") == parts.COUNT else parts.RATE
    return page(request, "dashboard", context | _answered(asking, asking.question, by), section="dashboard")


def _answered(asking: Asking, question: Question, by: str) -> dict[str, Any]:
    material = gather(question)
    tables = {table.code: table for table in of(material)}
    figures = comparing.compare(material.now.get("report", 0), material.before.get("report", 0))
    return {
        "sentence": brief.sentence(question, figures, today=asking.today),
        "sure": brief.sure(figures),
        "asked": brief.asked(question),
        "short": capfirst(sentences.span(question.from_on, question.to_on)),
        "ago": brief.ago(question),
        "files": web.links(question),
        "brief": list(brief.figures(material.now, material.before, brief.ago(question))),
        "parts": parts.parts(tables, asking, by=by, meaning=tuple(_meaning(asking, question))),
    }


def _meaning(asking: Asking, question: Question) -> Iterator[str]:
    yield f"{DEFINITIONS['report'].name}. {DEFINITIONS['report'].meaning}"
    if question.scope != ALL:
        yield f"{SCOPES[question.scope][0]}. {SCOPES[question.scope][1]}"
    yield f"Comparé à la même période, {brief.against(question)}. Jours et heures de Paris."
    if asking.is_cut:
        yield "La période demandée n’est pas finie : elle s’arrête à aujourd’hui, et celle d’avant au même jour."
    if question.to_on == asking.today:
        yield "La journée en cours n’est pas finie ; celle de l’année d’avant est entière."
