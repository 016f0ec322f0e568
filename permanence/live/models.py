"""Conversations, the officers who sat in them, and messages."""

import uuid

from django.db import models

from permanence.accounts.models import Officer
from permanence.vault.models import DataKey


class State(models.TextChoices):
    """Where a conversation stands."""

    WAITING = "waiting"
    ACTIVE = "active"
    ENDED = "ended"


class Conversation(models.Model):
    """One exchange between a visitor and the desk.

    Born `waiting` with its key, a secret and a return code; `active` while an officer sits in it; `ended` by an
    officer or the visitor; `waiting` again, same thread, when the visitor comes back with the return code or the
    force is corrected. Leaving a page never ends it. `last_seq` is the number of its last message; `revision` grows
    with every change that listeners must hear of and that is not a message.
    """

    class Left(models.TextChoices):
        """How the visitor last went away, by their own act."""

        NOT = ""
        QUICK_EXIT = "quick_exit"
        CLOSED = "closed"

    class EndedBy(models.TextChoices):
        """Who last ended it: the desk knows what an officer ends, and has to ask about what a person in danger ends."""

        NOBODY = ""
        OFFICER = "officer"
        VISITOR = "visitor"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    last_seq = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)
    key = models.OneToOneField(DataKey, on_delete=models.PROTECT, related_name="+")
    secret_hash = models.BinaryField(editable=False)
    return_code_index = models.BinaryField(unique=True, editable=False)
    return_code = models.BinaryField(editable=False)
    """Sealed: the visitor may ask for it again."""
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=7, choices=EndedBy, blank=True, default=EndedBy.NOBODY)
    read_visitor = models.PositiveIntegerField(default=0)
    read_officer = models.PositiveIntegerField(default=0)
    visitor_seen_at = models.DateTimeField()
    left_how = models.CharField(max_length=10, choices=Left, blank=True, default=Left.NOT)
    left_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state"], condition=~models.Q(state="ended"), name="conversations_under_way"),
            models.Index(fields=["-created_at"], name="conversations_by_age"),
        ]

    def __str__(self) -> str:
        return f"conversation {self.pk} ({self.state})"


class Seat(models.Model):
    """An officer's time in a conversation: taken by a claim, left by an end, a correction of force or a transfer."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="seats")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="seats")
    taken_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"], condition=models.Q(left_at=None), name="one_officer_holds_a_conversation"
            ),
        ]
        indexes = [models.Index(fields=["officer", "taken_at"], name="seats_of_an_officer")]

    def __str__(self) -> str:
        return f"{self.officer_id} in {self.conversation_id}"


class Guest(models.Model):
    """An officer's time beside the one who holds a conversation: begun by an invitation they accepted, over when they
    leave, are thanked, or the conversation ends or changes hands. Both speak; only the seat answers for it."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="guests")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "officer"],
                condition=models.Q(left_at=None),
                name="an_officer_is_a_guest_once_in_a_conversation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} beside the officer of {self.conversation_id}"


class Sender(models.TextChoices):
    """Who says it."""

    VISITOR = "visitor"
    OFFICER = "officer"
    SYSTEM = "system"


class Message(models.Model):
    """One thing said: numbered, sealed, never changed. Written and read by `journal.py` alone."""

    pk = models.CompositePrimaryKey("conversation_id", "seq")
    # Without constraints of the database: the writer holds the conversation's lock, and each would cost a look a row.
    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    seq = models.PositiveIntegerField()
    client_id = models.UUIDField()
    sender = models.CharField(max_length=7, choices=Sender)
    officer = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    at = models.DateTimeField()
    event = models.CharField(max_length=12, blank=True)
    body = models.BinaryField()
    """Sealed JSON: `text`, and `name` or `data` where there is one."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "client_id"], name="a_retry_is_not_a_second_message"),
        ]

    def __str__(self) -> str:
        return f"message {self.seq} of {self.conversation_id}"
