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
    """Whether what runs now is not what was running: she came back between, or went in another way."""
    return found.cause != cause or found.since > since + timedelta(minutes=1)
