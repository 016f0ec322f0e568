"""Exchanges: asked from one's own calendar, answered by the colleague, settled by a supervisor if a rest is broken."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from permanence.accounts.policy import Act
from permanence.accounts.web import officer_of, require
from permanence.lib.errors import NotFound
from permanence.roster import access, actions, words
from permanence.roster.forms.mine import SwapForm
from permanence.roster.models import Swap
from permanence.roster.pages.shared import attempt, page, submitted, to, told

SECTION = "mine"
ANSWERS = {
    "accepter": actions.accept_swap,
    "refuser": actions.refuse_swap,
    "retirer": actions.withdraw_swap,
}
SETTLED = {"valider": actions.confirm_swap, "ecarter": actions.decline_swap}
"""By a supervisor."""


@require_http_methods(["GET", "HEAD", "POST"])
@require(Act.EXCHANGE_SHIFT)
@told(SECTION)
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """To whom a shift of one's own is offered."""
    by = officer_of(request)
    shift = access.own_shift(by, pk)
    form = SwapForm(submitted(request), shift=shift)

    def asked() -> Swap:
        typed = form.cleaned_data
        in_return = int(typed["in_return"]) if typed["in_return"] else None
        return actions.ask_swap(by=by, shift=pk, to=typed["to"], in_return=in_return)

    if request.method == "POST" and attempt(form, asked):
        return to("roster:mine", said="echange-demande")
    context = {"form": form, "hours": words.span(shift.starts_at, shift.ends_at, shift.team.time_zone)}
    return page(request, SECTION, "swap", context, status=422 if form.is_bound else 200)


@require_POST
@require(Act.EXCHANGE_SHIFT)
@told(SECTION)
def answer(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """The colleague accepts or refuses; whoever asked takes it back."""
    if verb not in ANSWERS:
        raise NotFound("Cette réponse n’existe pas.")
    done = ANSWERS[verb](by=officer_of(request), swap=pk)
    return to("roster:mine", said=f"echange-{done.state}")


@require_POST
@require(Act.EDIT_ROSTER)
@told("coverage")
def settle(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """A supervisor lets a rest be broken, or does not."""
    if verb not in SETTLED:
        raise NotFound("Cette décision n’existe pas.")
    done = SETTLED[verb](by=officer_of(request), swap=pk)
    return to("roster:coverage", said=f"echange-{done.state}")
