"""What a unit does with a case: one address a deed, each a form that works without a script.

Every refusal brings back the page with what was typed and says why beside the form that was sent.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from permanence.accounts.forms import KindForm
from permanence.accounts.models import Officer
from permanence.accounts.policy import Act
from permanence.accounts.web import officer_of
from permanence.casework.console import dossier, forms
from permanence.casework.console.pages import done, of_a_unit, page
from permanence.casework.referrals import access, actions
from permanence.casework.referrals.actions.appointments import Hour
from permanence.casework.referrals.models import Step
from permanence.desk.administration.pages import attempt
from permanence.lib.errors import NotFound
from permanence.territory.models import Unit

Given = Mapping[str, Any]
SEARCH = "chercher"
LEAVES = ("refuser", "transmettre")
"""After these the unit has the case no more: back to the inbox."""
ONCE = ("accepter", "refuser", "transmettre", "annuler", "suite", "rouvrir")
AT_ONCE = timedelta(seconds=10)
"""The same deed of the same officer within this time is one button pressed twice."""


@dataclass(frozen=True)
class Deed:
    """One address: what is typed, and what it does."""

    form: type[KindForm]
    do: Callable[[Officer, UUID, Given], object]


DEEDS: Mapping[str, Deed] = {
    "accepter": Deed(forms.NothingForm, lambda by, pk, given: actions.accept(by=by, referral=pk)),
    "refuser": Deed(forms.RefuseForm, lambda by, pk, given: actions.refuse(by=by, referral=pk, reason=given["reason"])),
    "transmettre": Deed(
        forms.ForwardForm,
        lambda by, pk, given: actions.forward(by=by, referral=pk, unit=given["unit"].pk, reason=given["reason"]),
    ),
    "rendez-vous": Deed(
        forms.AppointmentForm,
        lambda by, pk, given: actions.propose(by=by, referral=pk, pk=given["pk"], hour=_hour(given)),
    ),
    "deplacer": Deed(
        forms.AppointmentForm,
        lambda by, pk, given: actions.move(by=by, appointment=_of(pk, given["pk"]), hour=_hour(given)),
    ),
    "annuler": Deed(
        forms.CancelForm,
        lambda by, pk, given: actions.cancel_appointment(
            by=by, appointment=_of(pk, given["appointment"]), reason=given["reason"]
        ),
    ),
    "confirmer": Deed(
        forms.AnswerForm,
        lambda by, pk, given: actions.confirm(
            by=by, appointment=_of(pk, given["appointment"]), revision=given["revision"]
        ),
    ),
    "decliner": Deed(
        forms.DeclineForm,
        lambda by, pk, given: actions.decline(
            by=by, appointment=_of(pk, given["appointment"]), revision=given["revision"], reason=given["reason"]
        ),
    ),
    "note": Deed(forms.NoteForm, lambda by, pk, given: actions.note(by=by, referral=pk, text=given["text"])),
    "tentative": Deed(
        forms.AttemptForm,
        lambda by, pk, given: actions.attempt(
            by=by, referral=pk, pk=given["pk"], result=given["result"], note=given["note"]
        ),
    ),
    "suite": Deed(
        forms.OutcomeForm,
        lambda by, pk, given: actions.close(by=by, referral=pk, outcome=given["outcome"], note=given["note"]),
    ),
    "rouvrir": Deed(forms.ReasonForm, lambda by, pk, given: actions.reopen(by=by, referral=pk, reason=given["reason"])),
}


@require_POST
@of_a_unit
def act(request: HttpRequest, unit: Unit, pk: UUID, verb: str) -> HttpResponse:
    """One deed on a case that the unit has now. Where another hand was faster, what was typed is given back."""
    try:
        return _act(request, unit, pk, verb)
    except NotFound:
        if _is_done(officer_of(request), pk, verb):
            return done("unit:inbox", verb)
        return page(request, unit, "", "missing", {"typed": dossier.typed(request.POST)}, status=404)


def _act(request: HttpRequest, unit: Unit, pk: UUID, verb: str) -> HttpResponse:
    by, deed = officer_of(request), DEEDS.get(verb)
    referral = access.referral(by, pk, Act.SEE_REFERRAL)
    if deed is None:
        raise NotFound("Cette action n’existe pas.")
    form = deed.form(request.POST, auto_id=f"{verb}-%s")
    if verb == "transmettre" and SEARCH in request.POST:
        typed = deed.form(initial=request.POST.dict(), auto_id=f"{verb}-%s")
        return dossier.shown(request, unit, referral, {verb: typed}, found=_search(request))
    if attempt(form, lambda: deed.do(by, pk, form.cleaned_data)) or _is_done(by, pk, verb):
        return done("unit:inbox", verb) if verb in LEAVES else done("unit:dossier", verb, pk)
    again = access.referral(by, pk, Act.SEE_REFERRAL)
    found = _search(request) if verb == "transmettre" else None
    return dossier.shown(request, unit, again, {verb: form}, status=form.status, found=found)


def _is_done(by: Officer, referral: UUID, verb: str) -> bool:
    """Whether this is the second press of a button whose first one did it."""
    last = Step.objects.filter(referral=referral).order_by("number").last() if verb in ONCE else None
    since = timezone.now() - AT_ONCE
    return last is not None and (last.kind, last.officer_id) == (dossier.NEEDS[verb], by.pk) and last.at >= since


def _search(request: HttpRequest) -> list[dict[str, Any]]:
    return dossier.search(request.POST.get("search", ""))


def _hour(given: Given) -> Hour:
    said = {name: str(given[name]) for name in ("place", "contact", "bring", "note")}
    return Hour(given["starts_at"], given["minutes"], said)


def _of(referral: UUID, appointment: UUID) -> UUID:
    """The appointment, where it is of this very case. Raises `NotFound`."""
    if access.of_appointment(appointment) != referral:
        raise NotFound("Rendez-vous introuvable.")
    return appointment
