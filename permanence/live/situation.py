"""What an officer is told of themselves whenever it changes: the part of what the desk's `me` says. Pure."""

from permanence.live.ports import View

CHANGING = ("presence", "capacity", "load", "transfers", "invitations", "offers", "away", "debriefs")
"""Invitations are there only where there is one."""
PROPOSED = ("transfers", "invitations", "offers")


def of(me: View) -> View:
    """The part of `me` that changes under an officer's eyes."""
    return {name: me[name] for name in CHANGING if name in me}


def proposed(situation: View) -> set[str]:
    """Each proposal under way that it tells of, with its end."""
    told = [one for name in PROPOSED for one in situation.get(name, ())]
    return {f"{one['id']} {one['expires_at']}" for one in told}
