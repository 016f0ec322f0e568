"""What may be done to an emergency. Each act is one transaction with its audit row."""

from permanence.interventions.actions.doubt import doubt_author, keep_check_word
from permanence.interventions.actions.positions import share_position, withdraw_position
from permanence.interventions.actions.progress import advance, note
from permanence.interventions.actions.requesting import keep_sheet, request
from permanence.interventions.actions.watch import answer_watch

__all__ = [
    "advance",
    "answer_watch",
    "doubt_author",
    "keep_check_word",
    "keep_sheet",
    "note",
    "request",
    "share_position",
    "withdraw_position",
]
