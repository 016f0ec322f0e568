"""One case as one readable page: what must be known first, the account, the evidence, what happened, what is next."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from permanence.accounts.forms import KindForm
from permanence.accounts.policy import Act
from permanence.accounts.web import officer_of
from permanence.casework import passing
from permanence.casework.assessment import queries as assessment
from permanence.casework.console import agenda, forms, lines, reading
from permanence.casework.console.pages import of_a_unit, page, zone_of
from permanence.casework.evidence.quota import weight
from permanence.casework.referrals import access, directory, queries, route
from permanence.casework.referrals.models import Referral
from permanence.casework.referrals.steps import Act as Way
from permanence.casework.reports import queries as reports
from permanence.casework.reports import windows
from permanence.desk.models import Intake
from permanence.territory.models import Unit

View = dict[str, Any]
TIMED = ("at", "starts_at", "sent_at", "answered_at")
TYPED = ("day", "hour", "place", "contact", "bring", "reason", "note", "text")
NEEDS = {
    "accepter": Way.ACCEPT,
    "refuser": Way.REFUSE,
    "transmettre": Way.FORWARD,
    "rendez-vous": Way.PROPOSE,
    "deplacer": Way.MOVE,
    "annuler": Way.CANCEL,
    "confirmer": Way.CONFIRM,
    "decliner": Way.DECLINE,
    "suite": Way.CLOSE,
    "tentative": Way.FORWARD,
    "rouvrir": Way.REOPEN,
}
"""The way that must be open for a form to stand on the page."""


@require_safe
@of_a_unit
def dossier(request: HttpRequest, unit: Unit, pk: UUID) -> HttpResponse:
    """The case, if the unit has it now."""
    referral = access.referral(officer_of(request), pk, Act.SEE_REFERRAL)
    reading.record(request, referral)
    return shown(request, unit, referral, {})


def shown(
    request: HttpRequest,
    unit: Unit,
    referral: Referral,
    tried: Mapping[str, KindForm],
    *,
    status: int = 200,
    found: list[View] | None = None,
) -> HttpResponse:
    """The page; `tried`: the forms that were sent and not taken, by act, with what was typed; `found`: what a search
    of the directory gave."""
    zone, view = zone_of(unit), dated(queries.view(referral))
    content = reports.content(referral.report)
    context = {
        "case": view,
        "line": lines.one(referral, queries.view(referral), zone),
        "windows": _windows(content, zone),
        "reach": lines.reach(content, timezone.now(), zone),
        "minor_route": route.ROUTE_OF_A_MINOR if view["minor"] else (),
        "author_may_read": Intake.objects.filter(pk=referral.report_id, author_may_read=True).exists(),
        "sections": reports.sections(referral.report_id),
        "danger": (danger := assessment.sections(referral.report_id)),
        "result": danger[0].rows[0][1].partition(" : ")[2] if danger else "",
        "pieces": [_piece(one) for one in passing.pieces(referral.report)],
        "found": found,
        "tried": set(tried),
        "astray": _astray(tried, view),
        "forms": _forms(unit, view, zone) | {verb.replace("-", "_"): form for verb, form in tried.items()},
        "agenda": agenda.coming(officer_of(request), zone, beside=str(referral.pk)),
        "clashes": agenda.clashes(officer_of(request), view["appointment"]),
        "past": _is_past(view["appointment"]),
    }
    for form in tried.values():
        form.mark_errors()
    return page(request, unit, "inbox", "dossier", context, status=status)


def _astray(tried: Mapping[str, KindForm], view: View) -> list[tuple[str, str]]:
    """Why, and what was typed, of deeds that the page offers no more: somebody else was faster."""
    return [
        (" ".join(map(str, form.non_field_errors())), typed(form.data))
        for verb, form in tried.items()
        if NEEDS.get(verb, "") not in ("", *view["next"])
    ]


def typed(given: Mapping[str, Any]) -> str:
    """The words and the hour that were sent with a form, to be given back where its place is gone."""
    words = {name: str(given.get(name, "")).strip() for name in TYPED}
    words["day"] = "/".join(reversed(words["day"].split("-")))
    return " ; ".join(filter(None, words.values()))


def search(text: str) -> list[View]:
    """Units by name or commune, for a case that another one should have; nothing where nothing is looked for."""
    return directory.search(directory.Search(text=text)) if text.strip() else []


def dated(view: Any) -> Any:
    """The same with its times as moments, for the page to show on its own clock."""
    if isinstance(view, list):
        return [dated(one) for one in view]
    if not isinstance(view, dict):
        return view
    return {
        name: datetime.fromisoformat(value) if name in TIMED and value else dated(value) for name, value in view.items()
    }


def _forms(unit: Unit, view: View, zone: ZoneInfo) -> dict[str, KindForm]:
    """Every form of the page, fresh, by act."""
    coming = view["appointment"]
    answer = {"appointment": coming["id"], "revision": coming["revision"]} if coming else {}
    return {
        "accepter": forms.NothingForm(),
        "refuser": forms.RefuseForm(auto_id="refuser-%s"),
        "transmettre": forms.ForwardForm(auto_id="transmettre-%s"),
        "rendez_vous": forms.AppointmentForm(initial=_hour(unit), auto_id="rdv-%s"),
        "deplacer": forms.AppointmentForm(initial=_moved(coming, zone), auto_id="deplacer-%s"),
        "annuler": forms.CancelForm(initial=answer, auto_id="annuler-%s"),
        "confirmer": forms.AnswerForm(initial=answer, auto_id="confirmer-%s"),
        "decliner": forms.DeclineForm(initial=answer, auto_id="decliner-%s"),
        "note": forms.NoteForm(auto_id="note-%s"),
        "tentative": forms.AttemptForm(initial={"pk": forms.new_key()}, auto_id="tentative-%s"),
        "suite": forms.OutcomeForm(auto_id="suite-%s"),
        "rouvrir": forms.ReasonForm(auto_id="rouvrir-%s"),
    }


def _hour(unit: Unit) -> View:
    """What a new appointment begins with: the place only where the unit's address is known."""
    return {"pk": forms.new_key(), "place": ", ".join(filter(None, [unit.name, unit.address])) if unit.address else ""}


def _moved(coming: View | None, zone: ZoneInfo) -> View:
    """What a move begins with: the appointment as it stands."""
    if coming is None:
        return {}
    local = coming["starts_at"].astimezone(zone)
    kept = {name: coming[name] for name in ("minutes", "place", "contact", "bring", "note")}
    return {"pk": coming["id"], "day": local.date(), "hour": local.time(), **kept}


def _windows(content: View, zone: ZoneInfo) -> list[tuple[windows.Window, bool]]:
    """Each window of hers, and whether it is open now."""
    now = timezone.now()
    return [(one, one.holds(now, zone)) for one in windows.windows(content)]


def _piece(one: View) -> View:
    """A piece of evidence; `copies`: the pages of its copy."""
    return {**dated(one), "weight": weight(one["size"]), "copies": range(1, one["pages"] + 1)}


def _is_past(coming: View | None) -> bool:
    return coming is not None and coming["starts_at"] + timedelta(minutes=coming["minutes"]) <= timezone.now()
