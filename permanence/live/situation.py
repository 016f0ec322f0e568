"""What an officer is told of themselves whenever it changes: the part of what the desk's `me` says. Pure."""

from permanence.live.ports import View

CHANGING = ("presence", "capacity", "load", "transfers", "invitations", "offers", "away", "debriefs", "emergencies")
"""Invitations are there only where there is one, emergencies only for supervisors."""
PROPOSED = ("transfers", "invitations", "offers")


def of(me: View) -> View:
    """The part of `me` that changes under an officer's eyes."""
    return {name: me[name] for name in CHANGING if name in me}


def proposed(situation: View) -> set[str]:
    """Each proposal under way that it tells of, with its end, and each emergency since its beginning."""
    told = [one for name in PROPOSED for one in situation.get(name, ())]
    alarms = situation.get("emergencies", ())
    return {f"{one['id']} {one['expires_at']}" for one in told} | {f"{one['id']} {one['since']}" for one in alarms}
