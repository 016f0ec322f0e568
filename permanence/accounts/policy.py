"""Who may do what: one table, deny by default.

`RULES[act][role]` is the condition under which the role may; a role that is not named may not. `permits` is the only
reader. Objects are fetched through the `access` module of their room, which asks here and leaves a row in the audit
journal when the answer is no.
"""

from collections.abc import Mapping
from enum import StrEnum

from permanence.accounts.conditions import (
    NOTHING,
    Condition,
    Scope,
    always,
    among_their_own,
    both_forces,
    claimable,
    holds,
    holds_or_waiting,
    is_guest,
    may_read,
    may_see,
    own_force,
    received,
    speaks,
    speaks_or_filed,
    speaks_or_own_force,
    their_own,
    their_own_or_their_force,
    told,
)
from permanence.accounts.models import Officer, Role

__all__ = ["RULES", "Act", "Scope", "permits"]


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
    EDIT_PARTNERS = "edit partners"
    SEE_AUDIT = "see audit journal"
    REQUEST_INTERVENTION = "request intervention"
    SEE_INTERVENTION = "see intervention"
    NOTE_INTERVENTION = "note on intervention"
    ADVANCE_INTERVENTION = "advance intervention"
    REOPEN_INTERVENTION = "reopen intervention"
    SEE_CENTRE = "see operations centre"
    SEE_UNIT = "see unit console"
    ANSWER_WATCHDOG = "answer countdown"
    DOUBT_AUTHOR = "doubt author"
    ISSUE_DOCUMENT = "issue document"
    SEE_DANGER = "see danger assessment"
    ASSESS_DANGER = "assess danger"
    SEARCH_CASES = "search cases"
    SEE_CASE = "see case"
    SEND_REFERRAL = "send referral"
    SEE_REFERRAL = "see referral"
    NOTE_REFERRAL = "note on referral"
    FOLLOW_REFERRAL = "follow referral up"
    """What the desk does with it afterwards: takes it back, tells her, writes down what a partner answers."""
    ADVANCE_REFERRAL = "advance referral"
    REOPEN_REFERRAL = "reopen referral"
    NOTICE_REFERRAL = "notice referral"
    SEARCH_DIRECTORY = "search directory"
    SEE_REPORT = "see report"
    KEEP_REPORT = "keep report"
    FILE_REPORT = "file report"
    LINK_REPORT = "link report"
    SEE_EVIDENCE = "see evidence"
    DOWNLOAD_EVIDENCE = "download evidence"
    SEE_STATISTICS = "see statistics"
    EXPORT_STATISTICS = "export statistics"
    PUBLISH_STATISTICS = "publish statistics"
    """An edition that leaves the house, a year that is closed: for both forces together."""
    CORRECT_STATISTICS = "correct statistics"


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
    Act.EDIT_PARTNERS: {Role.ADMINISTRATOR: always},
    Act.SEE_AUDIT: {Role.ADMINISTRATOR: always, Role.COMMANDER: always},
    Act.REQUEST_INTERVENTION: {Role.OFFICER: speaks, Role.SUPERVISOR: speaks_or_own_force},
    Act.SEE_INTERVENTION: {Role.OFFICER: may_read, Role.SUPERVISOR: own_force, Role.CENTRE: told},
    Act.NOTE_INTERVENTION: {Role.OFFICER: speaks, Role.SUPERVISOR: speaks_or_own_force, Role.CENTRE: told},
    Act.ADVANCE_INTERVENTION: {Role.CENTRE: told},
    Act.REOPEN_INTERVENTION: {Role.OFFICER: speaks, Role.SUPERVISOR: speaks_or_own_force, Role.CENTRE: told},
    Act.SEE_CENTRE: {Role.CENTRE: always},
    Act.SEE_UNIT: {Role.UNIT: always},
    Act.DOUBT_AUTHOR: {Role.OFFICER: holds, Role.SUPERVISOR: own_force},
    Act.ANSWER_WATCHDOG: {Role.OFFICER: holds_or_waiting, Role.SUPERVISOR: own_force},
    Act.ISSUE_DOCUMENT: {Role.OFFICER: speaks, Role.SUPERVISOR: speaks_or_own_force, Role.UNIT: received},
    Act.SEE_DANGER: {Role.OFFICER: may_read, Role.SUPERVISOR: speaks_or_own_force},
    Act.SEARCH_CASES: {Role.OFFICER: always, Role.SUPERVISOR: always},
    Act.SEE_CASE: {Role.OFFICER: speaks_or_filed, Role.SUPERVISOR: speaks_or_own_force},
    Act.ASSESS_DANGER: {Role.OFFICER: speaks, Role.SUPERVISOR: speaks_or_own_force},
    Act.SEND_REFERRAL: {Role.OFFICER: speaks, Role.SUPERVISOR: speaks_or_own_force},
    Act.SEE_REFERRAL: {Role.OFFICER: speaks, Role.SUPERVISOR: own_force, Role.UNIT: received},
    Act.NOTE_REFERRAL: {Role.OFFICER: speaks, Role.SUPERVISOR: speaks_or_own_force, Role.UNIT: received},
    Act.FOLLOW_REFERRAL: {Role.OFFICER: speaks, Role.SUPERVISOR: speaks_or_own_force},
    Act.ADVANCE_REFERRAL: {Role.UNIT: received},
    Act.REOPEN_REFERRAL: {Role.OFFICER: speaks, Role.SUPERVISOR: speaks_or_own_force, Role.UNIT: received},
    Act.NOTICE_REFERRAL: {Role.SUPERVISOR: own_force},
    Act.SEARCH_DIRECTORY: {Role.OFFICER: always, Role.SUPERVISOR: always, Role.UNIT: always},
    Act.SEE_REPORT: {Role.OFFICER: speaks, Role.SUPERVISOR: speaks_or_own_force},
    Act.KEEP_REPORT: {Role.OFFICER: speaks, Role.SUPERVISOR: speaks_or_own_force},
    Act.FILE_REPORT: {Role.OFFICER: speaks, Role.SUPERVISOR: speaks_or_own_force},
    Act.LINK_REPORT: {Role.OFFICER: speaks, Role.SUPERVISOR: speaks_or_own_force},
    Act.SEE_EVIDENCE: {Role.OFFICER: speaks, Role.SUPERVISOR: speaks_or_own_force},
    Act.DOWNLOAD_EVIDENCE: {Role.OFFICER: speaks, Role.SUPERVISOR: speaks_or_own_force},
    Act.EXPORT_STATISTICS: {Role.ANALYST: always, Role.SUPERVISOR: own_force, Role.COMMANDER: own_force},
    Act.SEE_STATISTICS: {Role.ANALYST: always, Role.SUPERVISOR: own_force, Role.COMMANDER: own_force},
    Act.PUBLISH_STATISTICS: {Role.ANALYST: always, Role.COMMANDER: both_forces},
    Act.CORRECT_STATISTICS: {Role.ANALYST: always, Role.COMMANDER: both_forces},
}


def permits(officer: Officer, act: Act, scope: Scope = NOTHING) -> bool:
    """Whether `officer` may do `act` on an object of this `scope`. Anything not written in `RULES` is refused."""
    if not officer.is_active or not among_their_own(officer, scope):
        return False
    condition = RULES.get(act, {}).get(Role(officer.role))
    return condition is not None and condition(officer, scope)
