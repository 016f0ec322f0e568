"""What an officer is told of themselves whenever it changes: the part of what the desk's `me` says. Pure."""

from permanence.live.ports import View

PROPOSED = ("transfers", "invitations", "offers")
CALLING = ("emergencies", "referrals")
CHANGING = ("presence", "capacity", "load", *PROPOSED, "away", "debriefs", *CALLING)
"""Invitations are there only where there is one, emergencies only for supervisors."""


def of(me: View) -> View:
    """The part of `me` that changes under an officer's eyes."""
    return {name: me[name] for name in CHANGING if name in me}


def proposed(situation: View) -> set[str]:
    """Each proposal under way that it tells of, with its end, and whatever calls them since its beginning."""
    told = [one for name in PROPOSED for one in situation.get(name, ())]
    calls = [one for name in CALLING for one in situation.get(name, ())]
    return {f"{one['id']} {one['expires_at']}" for one in told} | {f"{one['id']} {one['since']}" for one in calls}
