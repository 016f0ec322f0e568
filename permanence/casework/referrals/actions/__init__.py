"""What may be done to a referral. Each act is one transaction with its step in the timeline and its audit row."""

from permanence.casework.referrals.actions.appointments import cancel_appointment, confirm, decline, move, propose
from permanence.casework.referrals.actions.attempts import attempt
from permanence.casework.referrals.actions.following import note, notice, recall, reopen, tell
from permanence.casework.referrals.actions.progress import accept, close, forward, refuse
from permanence.casework.referrals.actions.sending import Sending, send

__all__ = [
    "Sending",
    "accept",
    "attempt",
    "cancel_appointment",
    "close",
    "confirm",
    "decline",
    "forward",
    "move",
    "note",
    "notice",
    "propose",
    "recall",
    "refuse",
    "reopen",
    "send",
    "tell",
]
