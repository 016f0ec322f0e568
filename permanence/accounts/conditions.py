"""What a policy may ask of an officer and of the scope of an object; each condition is one sentence. `policy` has
the table that names them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from permanence.accounts.models import Officer, Role


@dataclass(frozen=True)
class Scope:
    """What a condition may know of the object: nothing of its content."""

    force: str = ""
    """`PN`, `GN`, or empty: no force yet."""
    held_by: int | None = None
    """The officer who holds the conversation."""
    guests: frozenset[int] = frozenset()
    """Officers who speak in it beside the one who holds it."""
    waiting: bool = False
    overflow: bool = False
    """It waits for a force of which nobody is free, long enough for the other to take it."""
    helped_by: str = ""
    """The force of whoever holds it, where that is not its own."""
    of: int | None = None
    """The officer whose own it is: their shift, their absence. None: about nobody in particular."""
    exercise: bool | None = None
    """Of a conversation: an exercise kept apart from the real queue. None: not about a conversation."""
    centres: frozenset[int] = frozenset()
    """Of an intervention: the operations centres that were told of it."""
    filed_by: int | None = None
    """Of a case: the officer who filed its report."""
    units: frozenset[int] = frozenset()
    """Of a case: the units that it was passed to, and that have it now."""


NOTHING = Scope()
Condition = Callable[[Officer, Scope], bool]


def always(_officer: Officer, _scope: Scope) -> bool:
    """Whatever the object."""
    return True


def own_force(officer: Officer, scope: Scope) -> bool:
    """The officer's force answers for it, or no force does yet, or they hold it for the other."""
    return not scope.force or not officer.force or scope.force == officer.force or holds(officer, scope)


def both_forces(officer: Officer, _scope: Scope) -> bool:
    """The officer serves neither force alone."""
    return not officer.force


def among_their_own(officer: Officer, scope: Scope) -> bool:
    """Officers in training meet exercises alone, the others never meet one kept apart; supervisors see both."""
    if scope.exercise is None or officer.role == Role.SUPERVISOR:
        return True
    return scope.exercise == officer.in_training


def holds(officer: Officer, scope: Scope) -> bool:
    """The officer is the one who speaks with the visitor."""
    return scope.held_by == officer.pk


def is_guest(officer: Officer, scope: Scope) -> bool:
    """The officer was invited into it by whoever holds it."""
    return officer.pk in scope.guests


def speaks(officer: Officer, scope: Scope) -> bool:
    """The officer holds it, or is a guest there."""
    return holds(officer, scope) or is_guest(officer, scope)


def speaks_or_own_force(officer: Officer, scope: Scope) -> bool:
    """They speak there, or answer for those who do."""
    return is_guest(officer, scope) or own_force(officer, scope)


def speaks_or_filed(officer: Officer, scope: Scope) -> bool:
    """They speak there, or filed what it came to."""
    return speaks(officer, scope) or scope.filed_by == officer.pk


def their_own(officer: Officer, scope: Scope) -> bool:
    """It is about themselves, or about nobody in particular yet."""
    return scope.of in (None, officer.pk)


def their_own_or_their_force(officer: Officer, scope: Scope) -> bool:
    """It is about themselves, or about somebody of a force they answer for."""
    return their_own(officer, scope) or own_force(officer, scope)


def holds_or_waiting(officer: Officer, scope: Scope) -> bool:
    """Their own conversation, or one that waits for their force."""
    return holds(officer, scope) or (scope.waiting and own_force(officer, scope))


def own_force_or_overflow(officer: Officer, scope: Scope) -> bool:
    """It belongs to their force, or waits for their help."""
    return own_force(officer, scope) or scope.overflow


def may_see(officer: Officer, scope: Scope) -> bool:
    """It belongs to their force, waits for their help, or they are a guest there."""
    return own_force_or_overflow(officer, scope) or is_guest(officer, scope)


def may_read(officer: Officer, scope: Scope) -> bool:
    """They speak there, or it waits for them."""
    return holds_or_waiting(officer, scope) or scope.overflow or is_guest(officer, scope)


def claimable(officer: Officer, scope: Scope) -> bool:
    """Of their force or of none yet, overflowing to them, or helped by a colleague of theirs; whether it is free is
    settled by the claim itself."""
    return own_force_or_overflow(officer, scope) or (bool(scope.helped_by) and scope.helped_by == officer.force)


def told(officer: Officer, scope: Scope) -> bool:
    """It was handed to the officer's operations centre."""
    return officer.centre in scope.centres


def received(officer: Officer, scope: Scope) -> bool:
    """It was passed to the officer's unit, which has it now."""
    return officer.unit in scope.units
