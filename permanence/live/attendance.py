"""Who is there, told to the other side: what `presence.py` knows, said through the hub.

Answers for: an officer hears at once that a visitor is here, by the live channel or without it, and a visitor that
their officer is. Refuses to keep anything: what was not heard is told again by the next look at the conversation.
"""

from uuid import UUID

from permanence.live import actions, hub, presence
from permanence.live.models import Conversation, State
from permanence.live.protocol import moment


def tell_visitor(conversation: Conversation) -> None:
    """Tells the officers who listen how the visitor is there, those who look at the queue included."""
    how, since = presence.visitor(conversation)
    told = {"type": "presence", "conversation": str(conversation.pk), "visitor": how, "since": moment(since)}
    hub.passed(conversation.pk, told)
    if conversation.state == State.WAITING:
        hub.changed(hub.QUEUE)


def visitor_asked(conversation: Conversation) -> None:
    """A visitor without an open channel asked for something: they are here, and officers hear of it at once."""
    arrived = presence.visitor_polled(conversation.pk)
    actions.seen(conversation)
    if arrived:
        tell_visitor(conversation)


def tell_officer(conversations: set[UUID], how: str) -> None:
    """Tells the visitors of these conversations whether their officer is there (`here` or `away`)."""
    for conversation in conversations:
        told = {"type": "presence", "conversation": str(conversation), "officer": how}
        hub.passed(conversation, told)
