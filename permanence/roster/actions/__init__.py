"""What may be done to a roster. Each act is one transaction with its audit row."""

from permanence.roster.actions.cycles import Started, extend_cycles, start_cycle, stop_cycle
from permanence.roster.actions.shifts import (
    SHORT_REST,
    AlreadyBegun,
    Entered,
    Overlapping,
    create_team,
    enter_shift,
    move_shift,
    remove_shift,
)

__all__ = [
    "SHORT_REST",
    "AlreadyBegun",
    "Entered",
    "Overlapping",
    "Started",
    "create_team",
    "enter_shift",
    "extend_cycles",
    "move_shift",
    "remove_shift",
    "start_cycle",
    "stop_cycle",
]
