"""The life of a referral as a table: which act leads from which state to which. Pure.

A unit accepts, refuses with a reason or forwards; it proposes an appointment, moves or cancels it; she confirms or
declines it; an outcome closes. What is refused comes back to the desk, which sends it elsewhere, or takes it back where
nothing is left to do. Anything else is out of order.
"""

from django.db import models

from permanence.lib.errors import Conflict


class State(models.TextChoices):
    """Where a referral stands."""

    SENT = "sent", "Transmise"
    ACCEPTED = "accepted", "Acceptée"
    PROPOSED = "proposed", "Rendez-vous proposé"
    CONFIRMED = "confirmed", "Rendez-vous confirmé"
    REFUSED = "refused", "Refusée"
    CLOSED = "closed", "Close"
    RECALLED = "recalled", "Retirée"


class Act(models.TextChoices):
    """What moves it. The value is what the timeline and the addresses say."""

    SEND = "send", "transmise"
    ACCEPT = "accept", "acceptée"
    REFUSE = "refuse", "refusée"
    FORWARD = "forward", "réorientée vers une autre unité"
    PROPOSE = "propose", "rendez-vous proposé"
    MOVE = "move", "rendez-vous déplacé"
    CONFIRM = "confirm", "rendez-vous confirmé"
    DECLINE = "decline", "rendez-vous qui ne convient pas"
    CANCEL = "cancel", "rendez-vous annulé"
    CLOSE = "close", "close"
    RECALL = "recall", "retirée par la brigade"
    REOPEN = "reopen", "rouverte"


OPEN = (State.SENT, State.ACCEPTED, State.PROPOSED, State.CONFIRMED)
OVER = (State.REFUSED, State.CLOSED, State.RECALLED)
WAYS: dict[Act, tuple[tuple[State, ...], State]] = {
    Act.ACCEPT: ((State.SENT,), State.ACCEPTED),
    Act.PROPOSE: ((State.ACCEPTED,), State.PROPOSED),
    Act.CONFIRM: ((State.PROPOSED,), State.CONFIRMED),
    Act.MOVE: ((State.PROPOSED, State.CONFIRMED), State.PROPOSED),
    Act.DECLINE: ((State.PROPOSED, State.CONFIRMED), State.ACCEPTED),
    Act.CANCEL: ((State.PROPOSED, State.CONFIRMED), State.ACCEPTED),
    Act.CLOSE: ((State.ACCEPTED, State.PROPOSED, State.CONFIRMED), State.CLOSED),
    Act.REFUSE: ((State.SENT,), State.REFUSED),
    Act.FORWARD: (OPEN, State.SENT),
    Act.RECALL: ((*OPEN, State.REFUSED), State.RECALLED),
    Act.REOPEN: ((State.CLOSED,), State.ACCEPTED),
}


DOING: dict[Act, str] = {
    Act.ACCEPT: "l’accepter",
    Act.REFUSE: "la refuser avec un motif",
    Act.FORWARD: "la transmettre à une autre unité",
    Act.PROPOSE: "proposer un rendez-vous",
    Act.MOVE: "déplacer le rendez-vous",
    Act.CONFIRM: "confirmer le rendez-vous",
    Act.DECLINE: "noter que ce moment ne convient pas",
    Act.CANCEL: "annuler le rendez-vous",
    Act.CLOSE: "dire la suite et clore",
    Act.RECALL: "la retirer (la brigade numérique)",
    Act.REOPEN: "la rouvrir",
}
"""As one says what may be done."""


class OutOfOrder(Conflict):
    """The referral does not stand where this step begins."""

    code = "out_of_order"


def after(state: State, act: Act) -> State:
    """The state that `act` leads to. Raises `OutOfOrder`, which says what can be done instead."""
    origins, target = WAYS[act]
    if state in origins:
        return target
    possible = ", ".join(DOING[one] for one in ways_from(state))
    left = f"On peut encore : {possible}." if possible else "Plus rien n’est à y faire."
    raise OutOfOrder(f"Cette orientation est maintenant « {state.label} ». {left}")


def ways_from(state: State) -> list[Act]:
    """What can be done in this state, the expected next step first."""
    return [act for act, (origins, _) in WAYS.items() if state in origins]
