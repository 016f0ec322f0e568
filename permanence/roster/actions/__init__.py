"""What may be done to a roster. Each act is one transaction with its audit row."""

from permanence.roster.actions.absences import end_absence, tell_absence
from permanence.roster.actions.cycles import Started, extend_cycles, start_cycle, stop_cycle
from permanence.roster.actions.imports import Imported, import_shifts
from permanence.roster.actions.needs import set_need, take_forecast
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
from permanence.roster.actions.swaps import (
    AlreadyAsked,
    Lapsed,
    accept_swap,
    ask_swap,
    confirm_swap,
    decline_swap,
    lapse_swaps,
    refuse_swap,
    withdraw_swap,
)

__all__ = [
    "SHORT_REST",
    "AlreadyAsked",
    "AlreadyBegun",
    "Entered",
    "Imported",
    "Lapsed",
    "Overlapping",
    "Started",
    "accept_swap",
    "ask_swap",
    "confirm_swap",
    "create_team",
    "decline_swap",
    "end_absence",
    "enter_shift",
    "extend_cycles",
    "import_shifts",
    "lapse_swaps",
    "move_shift",
    "refuse_swap",
    "remove_shift",
    "set_need",
    "start_cycle",
    "stop_cycle",
    "take_forecast",
    "tell_absence",
    "withdraw_swap",
]
