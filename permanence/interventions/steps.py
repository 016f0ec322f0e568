"""The life of an intervention as a table: which act leads from which state to which. Pure.

A centre acknowledges, dispatches, arrives, closes, in that order; it may cancel with a reason as long as it is not
over; what is over may be reopened. Anything else is out of order and refused.
"""

from django.db import models

from permanence.lib.errors import Conflict


class State(models.TextChoices):
    """Where an intervention stands."""

    REQUESTED = "requested", "Demandée"
    ACKNOWLEDGED = "acknowledged", "Prise en compte"
    DISPATCHED = "dispatched", "Patrouille en route"
    ON_SCENE = "on_scene", "Sur place"
    CLOSED = "closed", "Close"
    CANCELLED = "cancelled", "Annulée"


class Act(models.TextChoices):
    """What moves it. The value is what the timeline and the addresses of the API say."""

    REQUEST = "request", "demandée"
    ACKNOWLEDGE = "acknowledge", "prise en compte"
    DISPATCH = "dispatch", "patrouille envoyée"
    ARRIVE = "arrive", "patrouille sur place"
    CLOSE = "close", "close"
    CANCEL = "cancel", "annulée"
    REOPEN = "reopen", "rouverte"


OPEN = (State.REQUESTED, State.ACKNOWLEDGED, State.DISPATCHED, State.ON_SCENE)
OVER = (State.CLOSED, State.CANCELLED)
WAYS: dict[Act, tuple[tuple[State, ...], State]] = {
    Act.ACKNOWLEDGE: ((State.REQUESTED,), State.ACKNOWLEDGED),
    Act.DISPATCH: ((State.ACKNOWLEDGED,), State.DISPATCHED),
    Act.ARRIVE: ((State.DISPATCHED,), State.ON_SCENE),
    Act.CLOSE: ((State.ON_SCENE,), State.CLOSED),
    Act.CANCEL: (OPEN, State.CANCELLED),
    Act.REOPEN: (OVER, State.REQUESTED),
}


class OutOfOrder(Conflict):
    """The intervention does not stand where this step begins."""

    code = "out_of_order"


def after(state: State, act: Act) -> State:
    """The state that `act` leads to. Raises `OutOfOrder`, which says what can be done instead."""
    origins, target = WAYS[act]
    if state in origins:
        return target
    possible = " ou ".join(f"« {one.label} »" for one in ways_from(state))
    raise OutOfOrder(f"L’intervention est « {state.label} » : l’étape suivante peut être {possible}.")


def ways_from(state: State) -> list[Act]:
    """What can be done in this state, the expected next step first."""
    return [act for act, (origins, _) in WAYS.items() if state in origins]
