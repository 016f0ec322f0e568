"""What the visitor is told of an intervention, in the thread; nothing where the author may be reading it."""

from permanence.interventions.models import Intervention
from permanence.interventions.steps import Act
from permanence.live import actions as live

TOLD = {
    Act.REQUEST: ("alerted", "La personne qui vous répond prévient le centre qui envoie les patrouilles."),
    Act.ACKNOWLEDGE: ("received", "Le centre qui envoie les patrouilles a reçu l’alerte."),
    Act.DISPATCH: ("dispatched", "Une patrouille est en route."),
    Act.ARRIVE: ("on_scene", "La patrouille est sur place."),
    Act.REOPEN: ("alerted", "La personne qui vous répond prévient de nouveau le centre qui envoie les patrouilles."),
}
"""By act: the event of the message, and its words."""


def say(intervention: Intervention, act: Act) -> None:
    """Says a step in the thread, where she should read it. Call it with the conversation locked."""
    if act in TOLD and not intervention.conversation.intake.author_may_read:
        live.say(intervention.conversation, *TOLD[act])
