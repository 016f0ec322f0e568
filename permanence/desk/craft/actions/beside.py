"""What every act beside a conversation begins with: the lock, the policy asked under it, a key that still seals."""

from typing import TypeVar
from uuid import UUID

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act, permits
from permanence.desk import access as desk
from permanence.desk.actions import ChangedHands
from permanence.desk.craft.models import Fact, Note, Reminder
from permanence.desk.models import Intake
from permanence.lib.errors import Conflict, Invalid
from permanence.live import actions as live
from permanence.live.models import Conversation
from permanence.live.text import UNTRANSMITTABLE

Kept = TypeVar("Kept", Fact, Note, Reminder)


class WordsDestroyed(Conflict):
    """The conversation's key was destroyed at the end of its retention: nothing can be written beside it."""


def locked(by: Officer, conversation: UUID, act: Act, *, needs_key: bool = True) -> Conversation:
    """The conversation, locked as the journal locks it. Raises `ChangedHands`, `WordsDestroyed`."""
    found = live.lock(conversation)
    intake = Intake.objects.get(pk=conversation)
    intake.conversation = found
    if not permits(by, act, desk.scope(intake)):
        raise ChangedHands("Cette conversation vient de changer de mains : elle n’est plus à vous.")
    if needs_key and not found.key.wrapped:
        raise WordsDestroyed("Le contenu de cette conversation a été détruit : rien ne peut plus y être ajouté.")
    return found


def same(known: Kept, conversation: Conversation) -> Kept:
    """What is already kept under an id, if it belongs here. Raises `Invalid`."""
    if known.conversation_id != conversation.pk:
        raise Invalid("Cet identifiant est déjà pris.", errors={"id": "Donnez-en un autre."})
    return known


def words(given: str, longest: int, *, needed: str = "") -> str:
    """What was typed, trimmed; `needed` says what to do where there is nothing. Raises `Invalid`."""
    text = given.strip()
    errors = {}
    if needed and not text:
        errors["text"] = needed
    elif len(text) > longest:
        errors["text"] = f"{len(text) - longest} caractères de trop : {longest} au plus."
    elif UNTRANSMITTABLE.search(text):
        errors["text"] = "Ce texte contient un caractère qui ne peut pas être gardé."
    if errors:
        raise Invalid("Ce texte ne peut pas être gardé.", errors=errors)
    return text
