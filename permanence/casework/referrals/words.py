"""What the person is told of a referral in the thread: that something changed, never the unit, the day or the place.

Those stand on a card of her page, which is taken away with one gesture; a thread stays. Where the author may be reading
it, nothing is said and no card is shown: it is an officer, or the unit inside her windows, who tells her.
"""

from permanence.casework.referrals.models import Referral
from permanence.casework.referrals.steps import Act as Way
from permanence.live import actions as live

EVENT = "referral"
TOLD = {
    Way.SEND: "Ce qui a été écrit avec vous est transmis, pour que l’on puisse vous recevoir. "
    "La suite est dite en haut de cette page.",
    Way.ACCEPT: "Votre situation est prise en charge. Un rendez-vous va vous être proposé.",
    Way.FORWARD: "Une autre unité va vous recevoir. La suite est dite en haut de cette page.",
    Way.PROPOSE: "Un rendez-vous vous est proposé, en haut de cette page.",
    Way.MOVE: "Le rendez-vous a changé : le nouveau est en haut de cette page.",
    Way.CONFIRM: "Le rendez-vous est confirmé.",
    Way.DECLINE: "Ce rendez-vous ne convient pas : un autre va vous être proposé.",
    Way.CANCEL: "Le rendez-vous est annulé. La suite est dite en haut de cette page.",
}


def say(referral: Referral, act: Way) -> None:
    """Says a step in the thread, where she knows of the referral and nobody else reads. Call it with the conversation
    locked."""
    if act in TOLD and referral.told_at and not referral.report.conversation.intake.author_may_read:
        live.say(referral.report.conversation, EVENT, TOLD[act], step=str(act))
