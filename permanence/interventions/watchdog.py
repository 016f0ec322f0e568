"""Silence is a signal: when a person in danger goes quiet, from when on somebody must look after her. Pure.

She left by quick exit, closed the page, lost the connection, or was asked something and does not answer: each has its
patience. Silence counts from the first thing the desk said after her last word, however often it asks again; while it
is the desk's turn to answer, she is not silent, she waits.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models


class Cause(models.TextChoices):
    """What began the countdown."""

    SILENT = "silent", "ne répond plus"
    DROPPED = "dropped", "connexion perdue"
    CLOSED = "closed", "page fermée"
    QUICK_EXIT = "quick_exit", "sortie rapide"


@dataclass(frozen=True)
class Patience:
    """How long each is waited for."""

    silent: timedelta
    dropped: timedelta
    quick_exit: timedelta

    def of(self, cause: Cause) -> timedelta:
        """Until the alarm."""
        if cause is Cause.SILENT:
            return self.silent
        return self.quick_exit if cause is Cause.QUICK_EXIT else self.dropped


@dataclass(frozen=True)
class Look:
    """A dangerous conversation at one moment: how its visitor is there (`presence.visitor`) and since when; when the
    desk first spoke after her last word, if it did."""

    visitor: str
    since: datetime
    asked_at: datetime | None


@dataclass(frozen=True)
class Countdown:
    """Why, since when, and until when a sign of her stops it."""

    cause: Cause
    since: datetime
    deadline: datetime


GONE = {
    "quick_exit": Cause.QUICK_EXIT,
    "closed": Cause.CLOSED,
    "dropped": Cause.DROPPED,
    "away": Cause.DROPPED,
}


def countdown(look: Look, patience: Patience) -> Countdown | None:
    """What runs now; None: she is there, and has answered or is being answered."""
    cause = GONE.get(look.visitor)
    since = look.since
    if cause is None:
        if look.asked_at is None:
            return None
        cause, since = Cause.SILENT, look.asked_at
    return Countdown(cause, since, since + patience.of(cause))


def is_another(cause: str, since: datetime, found: Countdown) -> bool:
    """Whether what runs now is not what was running: she came back between, answered and was asked anew, or went in
    another way. Processes do not know to the second when she went; when she was asked, the store says."""
    loosely = timedelta(0) if found.cause is Cause.SILENT else timedelta(minutes=1)
    return found.cause != cause or found.since > since + loosely


@dataclass(frozen=True)
class Running:
    """A countdown as it stood: whether it sounds, whether somebody looks after it."""

    cause: str
    since: datetime
    deadline: datetime
    sounds: bool
    is_handled: bool


def goes_on(running: Running, found: Countdown, now: datetime) -> bool:
    """Whether an alarm that nobody looks after yet still sounds: she went in another way too, or her page came back
    and she has not answered what she was asked too long ago."""
    if not running.sounds or running.is_handled:
        return False
    return found.cause is not Cause.SILENT or found.deadline <= now


def next_deadline(running: Running, found: Countdown, patience: Patience, now: datetime) -> datetime:
    """When what was `found` instead of `running` sounds, where that does not `goes_on` sounding.

    Never later than what runs, unless that ended between. A silence that was overdue when her page came back was
    looked after before it went: it is given its time once more.
    """
    deadline = found.deadline
    if found.cause is Cause.SILENT and deadline <= now:
        deadline = now + patience.silent
    if running.sounds or running.is_handled or found.cause == running.cause:
        return deadline
    return min(deadline, running.deadline) if running.deadline > now else deadline


def put_off(running: Running, patience: Patience, soon: datetime, now: datetime) -> bool:
    """Whether a start of the server moves a deadline to `soon`: nobody was there to sound it, or it is to sound before
    people could come back. One moved already stands: starts that follow each other do not put an alarm off for ever."""
    is_natural = running.deadline <= running.since + patience.of(Cause(running.cause))
    return running.deadline < soon and (is_natural or running.deadline <= now)
