"""Every change of the territory: loading editions, settling communes, editing units, centres and help lines.

Each is one transaction, audited, and changes the revision so that every process forgets what it knew. Whoever calls
has asked `accounts.policy` first, or is the operator of the machine.
"""

from permanence.territory.actions.change import changing
from permanence.territory.actions.editions import import_file, load_embedded
from permanence.territory.actions.numbers import add_help_line, edit_help_line, restore_help_line, withdraw_help_line
from permanence.territory.actions.places import edit_centre, edit_unit, settle_commune

__all__ = [
    "add_help_line",
    "changing",
    "edit_centre",
    "edit_help_line",
    "edit_unit",
    "import_file",
    "load_embedded",
    "restore_help_line",
    "settle_commune",
    "withdraw_help_line",
]
