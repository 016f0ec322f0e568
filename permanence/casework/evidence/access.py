"""Reaching a piece of evidence: whoever speaks in its conversation, those who answer for them, and its sender."""

from uuid import UUID

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act
from permanence.casework.evidence.models import Attachment
from permanence.desk import access as desk
from permanence.lib.errors import NotFound
from permanence.live.models import Conversation

UNKNOWN = "Fichier introuvable."


def attachment(officer: Officer, conversation: UUID, pk: UUID, act: Act) -> Attachment:
    """The piece, if the policy permits `act` on its conversation.

    Raises `NotFound` for one that does not exist, that is not whole, or that they may not see; `Forbidden` where they
    see the conversation but may not `act`. Call it outside a transaction: the refusal must remain.
    """
    return of_visitor(desk.intake(officer, conversation, act).conversation, pk)


def of_visitor(conversation: Conversation, pk: UUID | None) -> Attachment:
    """The piece of a conversation that was reached. Raises `NotFound`."""
    kept = Attachment.objects.filter(conversation=conversation, state=Attachment.State.KEPT)
    found = kept.select_related("conversation__key").filter(pk=pk).first() if pk else None
    if found is None:
        raise NotFound(UNKNOWN)
    return found
