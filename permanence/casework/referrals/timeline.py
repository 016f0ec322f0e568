"""What every act on a referral does besides its own: a step in the timeline, the deadlines anew, and whoever watches
hears of it after the commit. Call all of it with the conversation locked."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act
from permanence.audit import journal as audit
from permanence.casework.referrals import route, rules
from permanence.casework.referrals.models import Appointment, Referral, Step
from permanence.casework.referrals.steps import State
from permanence.interventions import sealed
from permanence.interventions.watching import tell_supervisors
from permanence.live import actions as live
from permanence.live import hub
from permanence.live.models import Conversation
from permanence.roster.words import PLACES, day, hour
from permanence.territory import queries as territory
from permanence.vault.models import DataKey

PARIS = "Europe/Paris"
UNDER_WAY = (Appointment.State.PROPOSED, Appointment.State.CONFIRMED)


def key(referral: Referral) -> DataKey:
    """What its words are sealed under."""
    return referral.report.conversation.key


def add(
    referral: Referral, kind: str, *, by: Officer | None = None, words: Mapping[str, Any] = {}, unit: int | None = None
) -> Step:
    """One step more; `unit`: the one it is told of, where it is not the one that has it."""
    last = referral.steps.aggregate(Max("number"))["number__max"] or 0
    said = {name: word for name, word in words.items() if word}
    return Step.objects.create(
        referral=referral,
        number=last + 1,
        kind=kind,
        at=timezone.now(),
        officer=by,
        unit_id=unit or referral.unit_id,
        body=sealed.close(key(referral), said, "referral step", referral.pk, last + 1) if said else b"",
    )


def ends_with(referral: Referral, kind: str, *, by: Officer, words: Mapping[str, Any]) -> bool:
    """Whether the last step is this very one, by the same officer."""
    last = referral.steps.last()
    if last is None or (last.kind, last.officer_id) != (kind, by.pk):
        return False
    return sealed.open_words(key(referral), last.body, "referral step", referral.pk, last.number) == words


def stand(referral: Referral, state: State, *fields: str) -> None:
    """It stands in `state` from now on: its delays begin anew. Saves it, and `fields` besides."""
    referral.state, referral.changed_at = state, timezone.now()
    referral.is_urgent = route.is_urgent(referral.report, referral.ground)
    referral.awaits_since, referral.lateness = referral.changed_at, rules.Told.NOBODY
    told = deadlines(referral)
    referral.due_at = referral.tells_at = told[0][1] if told else None
    standing = ("state", "changed_at", "is_urgent", "awaits_since", "lateness", "due_at", "tells_at")
    referral.save(update_fields=[*standing, *fields])


def deadlines(referral: Referral) -> list[tuple[rules.Told, datetime]]:
    """Whom to tell that it is late, and when; an exercise is never late."""
    if referral.is_exercise or referral.awaits_since is None:
        return []
    appointment = under_way(referral)
    standing = rules.Standing(
        State(referral.state),
        referral.awaits_since,
        referral.is_urgent,
        zone(referral),
        is_partner=referral.unit_id is None,
        appointment_ends=ends_at(appointment) if appointment else None,
    )
    return rules.deadlines(standing, settings.PERMANENCE.referral_rules)


def under_way(referral: Referral) -> Appointment | None:
    """The appointment that is proposed or confirmed."""
    return referral.appointments.filter(state__in=UNDER_WAY).first()


def ends_at(appointment: Appointment) -> datetime:
    """When it is over."""
    return appointment.starts_at + timedelta(minutes=appointment.minutes)


def hour_words(referral: Referral, appointment: Appointment) -> str:
    """ "mardi 24 novembre à 14 h 30", by the clock of the unit's department."""
    local = appointment.starts_at.astimezone(zone(referral))
    return f"{day(local)} à {hour(local)}"


def clock(referral: Referral) -> str:
    """Whose clock that is, where it is not Paris's; else empty."""
    there = zone(referral).key
    return "" if there == PARIS else PLACES.get(there, "heure locale")


def zone(referral: Referral) -> ZoneInfo:
    """The clock of the unit's department; of the person's for a partner."""
    department = referral.unit.department_id if referral.unit else referral.report.department
    return ZoneInfo(territory.time_zone(department))


def record(by: Officer | Conversation | str, act: Act | str, referral: Referral, **detail: Any) -> None:
    """The audit row of an act."""
    actor = by if isinstance(by, str) else by.actor if isinstance(by, Officer) else live.visitor_actor(by.pk)
    audit.record(by=actor, act=act, on=("referral", referral.pk), conversation=str(referral.report_id), **detail)


def tell(referral: Referral) -> None:
    """Whoever has the conversation in sight looks it up after the commit, as do the officer who sent it, whoever holds
    it, and the supervisors."""
    live.touch(referral.report.conversation)
    officer = referral.sent_by_id
    transaction.on_commit(lambda: hub.changed(officer))
    if not referral.is_exercise:
        tell_supervisors(referral.report_id)
