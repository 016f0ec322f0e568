"""The audit journal, read: filtered by who, what and when. Reading it leaves a row in it."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act
from permanence.accounts.web import officer_of, require
from permanence.audit import chain
from permanence.audit import journal as audit
from permanence.audit.models import Entry
from permanence.desk.administration import entries, words
from permanence.desk.administration.forms import JournalForm
from permanence.desk.administration.pages import kept_query, number, page

ROWS = 100


@require_safe
@require(Act.SEE_AUDIT)
def journal(request: HttpRequest) -> HttpResponse:
    """The last entries first; `?avant=` goes further back."""
    form = _form(request)
    given = {name: value for name, value in form.cleaned_data.items() if value} if form.is_valid() else {}
    audit.record_reading(
        by=officer_of(request).actor, act=Act.SEE_AUDIT, on=("journal", "pages"), filters=sorted(given)
    )
    rows = _filtered(given)
    before = number(request.GET.get("avant", ""))
    found = list((rows.filter(pk__lt=before) if before else rows).order_by("-pk")[: ROWS + 1])
    context = {
        "form": form,
        "rows": entries.told(found[:ROWS]),
        "older": found[ROWS - 1].pk if len(found) > ROWS else None,
        "later": before is not None,
        "total": rows.count(),
        "filtered": bool(given),
        "unsealed": chain.unsealed(),
        "query": kept_query(request),
    }
    return page(request, "journal", "journal", context, status=200 if form.is_valid() else 422)


def _form(request: HttpRequest) -> JournalForm:
    form = JournalForm(request.GET)
    form.fields["issue"].choices = [("", "Toutes"), *words.OUTCOMES.items()]  # type: ignore[attr-defined]
    return form


def _filtered(given: Mapping[str, Any]) -> "QuerySet[Entry]":
    rows = Entry.objects.all()
    if "acteur" in given:
        rows = rows.filter(actor=_plain_id(given["acteur"]))
    if "objet" in given:
        rows = rows.filter(object_kind=_code(given["objet"]))
    if "cle" in given:
        rows = rows.filter(object_id=given["cle"])
    if "issue" in given:
        rows = rows.filter(outcome=given["issue"])
    zone = timezone.get_current_timezone()
    if "du" in given:
        rows = rows.filter(at__gte=datetime.combine(given["du"], time(), zone))
    if "au" in given:
        rows = rows.filter(at__lt=datetime.combine(given["au"] + timedelta(days=1), time(), zone))
    return rows


def _plain_id(who: str) -> str:
    """An account's name becomes its plain id; a plain id stays."""
    account = Officer.objects.filter(username=who.strip()).values_list("pk", flat=True).first()
    return f"officer:{account}" if account else who.strip()


def _code(kind: str) -> str:
    """The French word for a kind of object becomes its code; a code stays."""
    codes = {word: code for code, word in words.OBJECTS.items()}
    return codes.get(kind.strip().lower(), kind.strip())
