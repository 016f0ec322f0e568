"""Which force answers: the decision alone, from what is known of the communes. No database, no clock.

Refuses to guess: a commune shared by both forces, or unknown to the source, has no force of its own here. The
visitor is asked for the commune only where the answer could settle something; otherwise both desks see the
conversation and an officer asks.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

Ask = Literal["commune", "officer"]


@dataclass(frozen=True)
class Decision:
    """`force` is `PN`, `GN` or None; when None, `ask` says who can settle it."""

    force: str | None
    ask: Ask | None


def force_of(forces: Collection[str], settled: str = "") -> str | None:
    """The one force of a commune: what an operator settled, else the only one the edition names, else None."""
    if settled:
        return settled
    known = set(forces)
    return known.pop() if len(known) == 1 else None


def decide(forces: Sequence[str | None]) -> Decision:
    """From the force of each commune a visitor may mean (`force_of`), the force that answers."""
    different = set(forces)
    if len(different) > 1:
        return Decision(None, "commune")
    force = different.pop() if different else None
    return Decision(force, None if force else "officer")
