"""What a front desk reads of a deadline, an hour or a danger: short, exact, in French. Pure."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from permanence.casework.referrals.steps import State
from permanence.roster.words import day, hour

TO_DO = {
    State.SENT: "accepter ou refuser",
    State.ACCEPTED: "proposer un rendez-vous",
    State.PROPOSED: "obtenir sa réponse au rendez-vous",
    State.CONFIRMED: "recevoir la personne, puis dire la suite",
}
OVER = "dire ce qu’il en est du rendez-vous"
"""Once the hour of a confirmed appointment has passed."""


def to_do(state: State, ends_at: datetime | None, now: datetime) -> str:
    """The unit's next step; `ends_at`: of the appointment under way."""
    if state == State.CONFIRMED and ends_at is not None and ends_at <= now:
        return OVER
    return TO_DO.get(state, "")


def headline(step: str, due_at: datetime | None, now: datetime, zone: ZoneInfo) -> str:
    """ "En retard de 3 h : accepter ou refuser", "Accepter ou refuser avant demain à 14 h"."""
    if due_at is None:
        return step[:1].upper() + step[1:]
    if due_at <= now:
        return f"En retard de {lapse(now - due_at)} : {step}"
    return f"{step[:1].upper()}{step[1:]} avant {near(due_at, now, zone)}"


def lapse(duration: timedelta) -> str:
    """ "20 min", "3 h", "4 jours": the largest unit that says it well."""
    minutes = max(1, int(duration.total_seconds() // 60))
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h"
    return f"{minutes // (24 * 60)} jours"


def near(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """ "14 h", "demain à 9 h", "mardi 1er décembre à 9 h": as the clock of `zone` shows it."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    if local.date() == today:
        return hour(local)
    if local.date() == today + timedelta(days=1):
        return f"demain à {hour(local)}"
    return f"{day(local.date())} à {hour(local)}"


def span(starts_at: datetime, minutes: int, zone: ZoneInfo) -> str:
    """ "de 14 h 30 à 15 h 30"."""
    start = starts_at.astimezone(zone)
    end = (starts_at + timedelta(minutes=minutes)).astimezone(zone)
    return f"de {hour(start)} à {hour(end)}"
