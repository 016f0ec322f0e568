"""Who may do what: one table, deny by default.

`RULES[act][role]` is the condition under which the role may; a role that is not named may not. `permits` is the only
reader. Objects are fetched through the `access` module of their room, which asks here and leaves a row in the audit
journal when the answer is no.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from permanence.accounts.models import Officer, Role


class Act(StrEnum):
    """What can be asked for. The value is what the audit journal says."""

    SIGN_IN = "sign in"
    SEE_QUEUE = "see queue"
    SET_PRESENCE = "set presence"
    CLAIM = "claim conversation"
    SEE = "see conversation"
    READ = "read conversation"
    WRITE = "write in conversation"
    CORRECT_FORCE = "correct force"
    CORRECT_LEVEL = "correct level"
    MARK = "mark conversation"
    END = "end conversation"
    TRANSFER = "transfer conversation"
    TAKE_OVER = "take over conversation"
    INVITE = "invite into conversation"
    PART = "part from conversation"
    SEE_WALLBOARD = "see wallboard"
    ACKNOWLEDGE_ALARM = "acknowledge alarm"
    SEE_REPLIES = "see replies"
    EDIT_REPLIES = "edit replies"
    KEEP_OWN_REPLIES = "keep own replies"
    NOTE = "note on conversation"
    KEEP_NOTEBOOK = "keep notebook"
    TRANSLATE = "translate message"
    DEBRIEF = "debrief conversation"
    SEE_DEBRIEFS = "see debriefs"
    SEE_ROSTER = "see roster"
    EDIT_ROSTER = "edit roster"
    SEE_OWN_ROSTER = "see own roster"
    TELL_ABSENCE = "tell absence"
    EXCHANGE_SHIFT = "exchange shift"
    SEE_OFFICERS = "see officers"
    EDIT_OFFICERS = "edit officers"
    SEE_TERRITORY = "see territory"
    EDIT_TERRITORY = "edit territory"
    EDIT_HELP_LINES = "edit help lines"
    SEE_AUDIT = "see audit journal"
    REQUEST_INTERVENTION = "request intervention"
    SEE_INTERVENTION = "see intervention"
    NOTE_INTERVENTION = "note on intervention"
    ADVANCE_INTERVENTION = "advance intervention"
    REOPEN_INTERVENTION = "reopen intervention"
    SEE_CENTRE = "see operations centre"
    ANSWER_WATCHDOG = "answer countdown"
    DOUBT_AUTHOR = "doubt author"


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


NOTHING = Scope()
Condition = Callable[[Officer, Scope], bool]


def always(_officer: Officer, _scope: Scope) -> bool:
    """Whatever the object."""
    return True


def own_force(officer: Officer, scope: Scope) -> bool:
    """The officer's force answers for it, or no force does yet, or they hold it for the other."""
    return not scope.force or not officer.force or scope.force == officer.force or holds(officer, scope)


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


_EVERY_ROLE: Mapping[Role, Condition] = dict.fromkeys(Role, always)

RULES: Mapping[Act, Mapping[Role, Condition]] = {
    Act.SIGN_IN: _EVERY_ROLE,
    Act.SEE_QUEUE: {Role.OFFICER: always, Role.SUPERVISOR: always},
    Act.SET_PRESENCE: {Role.OFFICER: always, Role.SUPERVISOR: always},
    Act.CLAIM: {Role.OFFICER: claimable, Role.SUPERVISOR: claimable},
    Act.SEE: {Role.OFFICER: may_see, Role.SUPERVISOR: may_see},
    Act.READ: {Role.OFFICER: may_read, Role.SUPERVISOR: may_see},
    Act.WRITE: {Role.OFFICER: speaks, Role.SUPERVISOR: speaks},
    Act.CORRECT_FORCE: {Role.OFFICER: holds_or_waiting, Role.SUPERVISOR: own_force},
    Act.CORRECT_LEVEL: {Role.OFFICER: holds_or_waiting, Role.SUPERVISOR: own_force},
    Act.MARK: {Role.OFFICER: holds, Role.SUPERVISOR: own_force},
    Act.END: {Role.OFFICER: holds, Role.SUPERVISOR: own_force},
    Act.TRANSFER: {Role.OFFICER: holds, Role.SUPERVISOR: own_force},
    Act.TAKE_OVER: {Role.SUPERVISOR: own_force},
    Act.INVITE: {Role.OFFICER: holds, Role.SUPERVISOR: holds},
    Act.PART: {Role.OFFICER: is_guest, Role.SUPERVISOR: is_guest},
    Act.SEE_WALLBOARD: {Role.SUPERVISOR: always, Role.COMMANDER: always},
    Act.ACKNOWLEDGE_ALARM: {Role.SUPERVISOR: own_force, Role.COMMANDER: always},
    Act.SEE_REPLIES: {Role.OFFICER: always, Role.SUPERVISOR: always, Role.ADMINISTRATOR: always},
    Act.EDIT_REPLIES: {Role.SUPERVISOR: own_force, Role.ADMINISTRATOR: always},
    Act.KEEP_OWN_REPLIES: {Role.OFFICER: always, Role.SUPERVISOR: always},
    Act.NOTE: {Role.OFFICER: speaks, Role.SUPERVISOR: speaks_or_own_force},
    Act.KEEP_NOTEBOOK: {Role.OFFICER: speaks, Role.SUPERVISOR: speaks_or_own_force},
    Act.TRANSLATE: {Role.OFFICER: speaks, Role.SUPERVISOR: speaks_or_own_force},
    Act.DEBRIEF: {Role.OFFICER: holds, Role.SUPERVISOR: holds},
    Act.SEE_DEBRIEFS: {Role.SUPERVISOR: own_force},
    Act.SEE_ROSTER: {Role.SUPERVISOR: own_force, Role.COMMANDER: own_force, Role.ADMINISTRATOR: always},
    Act.EDIT_ROSTER: {Role.SUPERVISOR: own_force, Role.ADMINISTRATOR: always},
    Act.SEE_OWN_ROSTER: {Role.OFFICER: always, Role.SUPERVISOR: always},
    Act.TELL_ABSENCE: {
        Role.OFFICER: their_own,
        Role.SUPERVISOR: their_own_or_their_force,
        Role.ADMINISTRATOR: always,
    },
    Act.EXCHANGE_SHIFT: {Role.OFFICER: their_own, Role.SUPERVISOR: their_own},
    Act.SEE_OFFICERS: {Role.ADMINISTRATOR: always},
    Act.EDIT_OFFICERS: {Role.ADMINISTRATOR: always},
    Act.SEE_TERRITORY: {Role.OFFICER: always, Role.SUPERVISOR: always, Role.ADMINISTRATOR: always},
    Act.EDIT_TERRITORY: {Role.ADMINISTRATOR: always},
    Act.EDIT_HELP_LINES: {Role.ADMINISTRATOR: always},
    Act.SEE_AUDIT: {Role.ADMINISTRATOR: always, Role.COMMANDER: always},
    Act.REQUEST_INTERVENTION: {Role.OFFICER: speaks, Role.SUPERVISOR: speaks_or_own_force},
    Act.SEE_INTERVENTION: {Role.OFFICER: may_read, Role.SUPERVISOR: own_force, Role.CENTRE: told},
    Act.NOTE_INTERVENTION: {Role.OFFICER: speaks, Role.SUPERVISOR: speaks_or_own_force, Role.CENTRE: told},
    Act.ADVANCE_INTERVENTION: {Role.CENTRE: told},
    Act.REOPEN_INTERVENTION: {Role.OFFICER: speaks, Role.SUPERVISOR: speaks_or_own_force, Role.CENTRE: told},
    Act.SEE_CENTRE: {Role.CENTRE: always},
    Act.DOUBT_AUTHOR: {Role.OFFICER: holds, Role.SUPERVISOR: own_force},
    Act.ANSWER_WATCHDOG: {Role.OFFICER: holds_or_waiting, Role.SUPERVISOR: own_force},
}


def permits(officer: Officer, act: Act, scope: Scope = NOTHING) -> bool:
    """Whether `officer` may do `act` on an object of this `scope`. Anything not written in `RULES` is refused."""
    if not officer.is_active or not among_their_own(officer, scope):
        return False
    condition = RULES.get(act, {}).get(Role(officer.role))
    return condition is not None and condition(officer, scope)
