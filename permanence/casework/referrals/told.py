"""What the live channel tells of referrals besides the rest: to officers in a conversation's frames, and in what calls
them now. Facts alone: whoever may read the words asks for them."""

from typing import Any

from django.db.models import Count

from permanence.accounts.models import Officer, Role
from permanence.accounts.policy import Act, permits
from permanence.casework.referrals import access, lateness, queries, route, rules
from permanence.casework.referrals.models import Referral
from permanence.casework.referrals.steps import State
from permanence.interventions import emergencies
from permanence.live.models import Conversation
from permanence.live.protocol import moment

View = dict[str, Any]
LOOKED_AT = 20


def frames(officer: Officer, conversation: Conversation) -> list[View]:
    """Where each referral of a conversation stands, to whoever may see it: `id`, `state`, `steps` (how many),
    whether she took her agreement back and what is late."""
    found = (
        Referral.objects.filter(report=conversation.pk)
        .select_related("report")
        .annotate(told=Count("steps"))
        .order_by("sent_at")
    )
    rows = [one for one in found if permits(officer, Act.SEE_REFERRAL, access.scope(one))]
    return [_frame(one, conversation) for one in rows]


def me(officer: Officer) -> View:
    """The officer as their console sees them, with the referrals that call them."""
    return emergencies.me(officer) | {"referrals": of_officer(officer)}


def under_way(officers: set[int]) -> dict[int, set[str]]:
    """By officer, what they have to be told of, the referrals that call them included."""
    found = emergencies.under_way(officers)
    if not lateness.calls_anybody():
        return found
    for officer in Officer.objects.filter(pk__in=officers, role__in=[Role.OFFICER, Role.SUPERVISOR]):
        keys = {f"{one['id']} {one['since']}" for one in of_officer(officer)}
        if keys:
            found.setdefault(officer.pk, set()).update(keys)
    return found


def of_officer(officer: Officer) -> list[View]:
    """`id`, `referral`, `conversation`, `reference`, `to`, `cause` (`refused`, `agreement`: she took it back, `late`,
    `without`: it left without her agreement), `since`, `awaits`, `urgent`; the oldest first."""
    if officer.role not in (Role.OFFICER, Role.SUPERVISOR):
        return []
    calling = list(lateness.needs(officer).values_list("pk", flat=True)[:LOOKED_AT])
    if not calling:  # as nearly always, and this is asked at every change of what they follow
        return []
    return [_need(one) for one in lateness.rows(calling)]


def _need(one: Referral) -> View:
    cause = _cause(one)
    since = one.due_at if cause == "late" and one.due_at else one.changed_at
    to = one.unit or one.partner
    return {
        "id": f"referral {one.pk} {cause}",
        "referral": str(one.pk),
        "conversation": str(one.report_id),
        "reference": one.report.reference,
        "to": to.name if to else "",
        "cause": cause,
        "since": moment(since),
        "awaits": rules.DELAYS[State(one.state)].awaits if State(one.state) in rules.DELAYS else "",
        "urgent": one.is_urgent,
    }


def _cause(one: Referral) -> str:
    if one.state == State.REFUSED:
        return "refused"
    if route.is_agreement_lost(one):
        return "agreement"
    return "late" if one.lateness >= rules.Told.OFFICER else "without"


def _frame(one: Any, conversation: Conversation) -> View:
    lost = route.is_agreement_lost(one)
    shown = {"id": str(one.pk), "state": one.state, "steps": one.told, "agreement_lost": lost, **queries.lateness(one)}
    return {"type": "referral", "conversation": str(conversation.pk), **shown}
