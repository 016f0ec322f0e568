"""Prepared replies: what the house's officers may begin from, edited by supervisors and administrators."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act, Scope, permits
from permanence.accounts.web import officer_of, require
from permanence.audit.models import Entry
from permanence.desk.administration import entries
from permanence.desk.administration.pages import attempt, done, missing, page, submitted
from permanence.desk.craft import actions
from permanence.desk.craft.forms import ReplyFilter, ReplyForm
from permanence.desk.craft.models import Reply
from permanence.desk.craft.vocabulary import Language, Theme
from permanence.lib.errors import Forbidden, NotFound, Refused

SECTION = "replies"


@require_safe
@require(Act.EDIT_REPLIES)
def listing(request: HttpRequest) -> HttpResponse:
    """One language at a time, by theme, and what was withdrawn."""
    chosen = ReplyFilter(request.GET or {"langue": Language.FR})
    language = chosen.cleaned_data["langue"] if chosen.is_valid() else Language.FR
    of_language = Reply.objects.filter(language=language)
    shown = of_language.filter(withdrawn_at=None).order_by("theme", "position", "pk")
    context = {"filter": chosen, "shown": _by_theme(shown), "count": shown.count()}
    return page(request, SECTION, "replies", {**context, "withdrawn": of_language.exclude(withdrawn_at=None)})


@require_http_methods(["GET", "HEAD", "POST"])
@require(Act.EDIT_REPLIES)
def new(request: HttpRequest) -> HttpResponse:
    """A reply that officers will be offered at once."""
    officer = officer_of(request)
    form = ReplyForm(submitted(request), initial={"force": officer.force})
    if request.method == "POST" and attempt(form, lambda: actions.add_reply(by=officer, **form.cleaned_data)):
        return done("administration:replies", "reponse-ajoutee")
    return page(request, SECTION, "reply", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@require(Act.EDIT_REPLIES)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One reply, what it said before, and who changed it."""
    officer, reply = officer_of(request), Reply.objects.filter(pk=pk).first()
    if reply is None:
        return missing(request, SECTION, NotFound("Cette réponse n’existe pas."))
    form = ReplyForm(submitted(request), initial={name: getattr(reply, name) for name in ReplyForm.base_fields})
    if request.method == "POST" and attempt(
        form, lambda: actions.edit_reply(by=officer, reply=pk, **form.cleaned_data)
    ):
        return done("administration:reply", "enregistre", pk)
    return page(request, SECTION, "reply", _about(officer, reply, form), status=422 if form.is_bound else 200)


@require_POST
@require(Act.EDIT_REPLIES)
def offered_or_not(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Withdraws a reply, or offers it again."""
    officer = officer_of(request)
    try:
        if verb == "retirer":
            actions.withdraw_reply(by=officer, reply=pk, reason=request.POST.get("reason", ""))
        elif verb == "remettre":
            actions.restore_reply(by=officer, reply=pk)
        else:
            raise NotFound("Cette action n’existe pas.")
    except NotFound as refusal:
        return missing(request, SECTION, refusal)
    except Refused as refusal:
        return _refused(request, officer, Reply.objects.get(pk=pk), refusal)
    return done("administration:replies", "reponse-retiree" if verb == "retirer" else "reponse-remise")


def _refused(request: HttpRequest, officer: Officer, reply: Reply, refusal: Refused) -> HttpResponse:
    form = ReplyForm(initial={name: getattr(reply, name) for name in ReplyForm.base_fields})
    told = " ".join([refusal.detail, *refusal.errors.values()])
    status = 403 if isinstance(refusal, Forbidden) else 422
    return page(request, SECTION, "reply", {**_about(officer, reply, form), "refused": told}, status=status)


def _about(officer: Officer, reply: Reply, form: ReplyForm) -> dict[str, Any]:
    about = Entry.objects.filter(object_kind="reply", object_id=str(reply.pk)).order_by("-pk")[:12]
    return {
        "form": form,
        "reply": reply,
        "editable": permits(officer, Act.EDIT_REPLIES, Scope(force=reply.force)),
        "versions": reply.versions.exclude(version=reply.version).order_by("-version")[:8],
        "history": entries.told(about),
    }


def _by_theme(shown: QuerySet[Reply]) -> list[tuple[Any, list[Reply]]]:
    replies = list(shown)
    grouped = [(theme.label, [one for one in replies if one.theme == theme]) for theme in Theme]
    return [(label, of_theme) for label, of_theme in grouped if of_theme]
