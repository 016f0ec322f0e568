"""`permanence check`: is this deployment fit to open? Everything is looked at in one run, nothing is changed or made.

A check is a name and a function that yields what it found. A fault says what is wrong and what to do, in one line that
never holds a secret; a note is worth knowing and keeps nothing shut. What cannot be looked at because something before
it failed says so, and why: the fault is told once, where it is.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.db import DatabaseError


class Kind(StrEnum):
    """How a finding stands."""

    OK = "ok"
    NOTE = "note"
    FAULT = "FAULT"
    SKIPPED = "-"


@dataclass(frozen=True)
class Finding:
    """One line of the answer."""

    kind: Kind
    text: str


class NotLookedAt(Exception):
    """Something that this check stands on has failed; the message says what."""


@dataclass(frozen=True)
class Check:
    """Something looked at: `look` yields findings, an `OK` among them where all is well."""

    name: str
    look: Callable[[], Iterable[Finding]]


def ok(text: str) -> Finding:
    """All is well, and this is what was seen."""
    return Finding(Kind.OK, text)


def note(text: str) -> Finding:
    """Worth knowing."""
    return Finding(Kind.NOTE, text)


def fault(text: str) -> Finding:
    """What is wrong, and what to do."""
    return Finding(Kind.FAULT, text)


def every_check() -> list[Check]:
    """What is looked at, in the order in which one thing stands on another."""
    from config.check import desk, evidence, figures, settings, store

    return [*settings.CHECKS, *store.CHECKS, *desk.CHECKS, *evidence.CHECKS, *figures.CHECKS]


def run(checks: Iterable[Check]) -> Iterator[tuple[str, Finding]]:
    """Every check's name with each of its findings. A check that fails itself is a fault, not a trace."""
    for check in checks:
        try:
            for finding in check.look():
                yield check.name, finding
        except NotLookedAt as why:
            yield check.name, Finding(Kind.SKIPPED, f"not looked at: {why}")
        except DatabaseError as error:
            yield check.name, fault(f"the database does not answer this question ({first_line(error)})")
        except OSError as error:
            yield check.name, fault(f"the system refuses ({error.strerror or type(error).__name__})")


def first_line(error: Exception) -> str:
    """An error in one line; what it is called where it says nothing."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
