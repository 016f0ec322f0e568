"""Debriefs: who wishes to talk after a grave conversation, and what officers wrote, for the supervisors of a force."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from permanence.accounts.policy import Act
from permanence.accounts.web import officer_of, require
from permanence.audit import journal as audit
from permanence.desk.administration.pages import done, missing, page
from permanence.desk.craft import actions, debriefs
from permanence.lib.errors import NotFound

SECTION = "debriefs"


@require_safe
@require(Act.SEE_DEBRIEFS)
def listing(request: HttpRequest) -> HttpResponse:
    """Who waits to talk, then the others; their notes are read here: one row in the audit journal."""
    officer = officer_of(request)
    told = debriefs.listed(officer)
    read = [str(one.debrief.conversation_id) for one in told if one.note]
    audit.record_reading(by=officer.actor, act=Act.SEE_DEBRIEFS, on=("page", request.path), conversations=read)
    waiting = [one for one in told if one.debrief.wants_to_talk and one.debrief.done_at is None]
    return page(request, SECTION, "debriefs", {"waiting": waiting, "others": told[len(waiting) :]})


@require_POST
@require(Act.SEE_DEBRIEFS)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """They have talked."""
    try:
        actions.close_debrief(by=officer_of(request), debrief=pk)
    except NotFound as refusal:
        return missing(request, SECTION, refusal)
    return done("administration:debriefs", "debriefing-clos")
