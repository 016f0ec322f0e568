"""What she sees of the unit that receives her: on her page, on the end page, after coming back with her code.

Nothing where the author may be reading (`words`), nothing of what she has not been told of yet. Address, telephone and
hours only where they are known for real.
"""

from typing import Any

from permanence.casework.referrals import access, timeline
from permanence.casework.referrals.models import Appointment, Referral
from permanence.casework.referrals.steps import OPEN, State
from permanence.desk.models import Intake
from permanence.interventions import sealed
from permanence.live.models import Conversation
from permanence.live.protocol import moment

View = dict[str, Any]
SENTENCES = {
    State.SENT: "Votre signalement lui a été transmis. Sa réponse s’affichera ici.",
    State.ACCEPTED: "On vous y attend. Un rendez-vous va vous être proposé ici.",
    State.PROPOSED: "Un rendez-vous vous est proposé.",
    State.CONFIRMED: "Votre rendez-vous est confirmé.",
}
"""By state, said of whoever receives her."""
SHOWN = (Appointment.State.PROPOSED, Appointment.State.CONFIRMED)


def of_visitor(conversation: Conversation) -> list[View]:
    """A card for each referral that is under way and that she knows of, the newest first.

    `{"referral", "to": {"name", "neutral", "address", "telephone", "opening_hours"}, "state", "words", "appointment"}`;
    the appointment: `{"id", "revision", "state", "starts_at", "minutes", "when", "clock", "place", "contact", "bring",
    "note", "can"}`, or null.
    """
    if Intake.objects.filter(pk=conversation.pk, author_may_read=True).exists():
        return []
    found = access.rows().filter(report=conversation.pk, state__in=OPEN, told_at__isnull=False)
    return [_card(one) for one in found.order_by("-sent_at")]


def _card(referral: Referral) -> View:
    appointment = referral.appointments.filter(state__in=SHOWN).first()
    return {
        "referral": str(referral.pk),
        "to": _receiver(referral),
        "state": referral.state,
        "words": SENTENCES[State(referral.state)],
        "appointment": _appointment(referral, appointment) if appointment else None,
    }


def _receiver(referral: Referral) -> View:
    there: Any = referral.unit or referral.partner
    return {
        "name": there.name,
        "neutral": bool(referral.unit and referral.unit.is_neutral),
        "address": there.address,
        "telephone": there.telephone,
        "opening_hours": there.opening_hours,
    }


def _appointment(referral: Referral, one: Appointment) -> View:
    said = sealed.open_words(timeline.key(referral), one.body, "appointment", one.pk)
    return {
        "id": str(one.pk),
        "revision": one.revision,
        "state": one.state,
        "starts_at": moment(one.starts_at),
        "minutes": one.minutes,
        "when": timeline.hour_words(referral, one).replace(" h ", "\u00a0h\u00a0"),
        "clock": timeline.clock(referral),
        **{name: said.get(name, "") for name in ("place", "contact", "bring", "note")},
        "can": ["confirm", "decline"] if one.state == Appointment.State.PROPOSED else ["decline"],
    }
