"""Every change of the craft: replies, of the house and of one officer; what is kept beside a conversation."""

from permanence.desk.craft.actions.debriefs import close_debrief, write_debrief
from permanence.desk.craft.actions.notebook import (
    end_reminder,
    pin,
    set_reminder,
    tick,
    unpin,
)
from permanence.desk.craft.actions.notes import add_note
from permanence.desk.craft.actions.own import delete_own_reply, save_own_reply
from permanence.desk.craft.actions.replies import (
    add_reply,
    edit_reply,
    load_replies,
    restore_reply,
    withdraw_reply,
)

__all__ = [
    "add_note",
    "add_reply",
    "close_debrief",
    "delete_own_reply",
    "edit_reply",
    "end_reminder",
    "load_replies",
    "pin",
    "restore_reply",
    "save_own_reply",
    "set_reminder",
    "tick",
    "unpin",
    "withdraw_reply",
    "write_debrief",
]
