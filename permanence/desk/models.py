"""What the desk knows of a conversation besides its words."""

from uuid import UUID

from django.db import models

from permanence.accounts.models import Force, Officer
from permanence.desk.vocabulary import Age, Exercise, Level, Mark, Reporter
from permanence.live.models import Conversation


class Intake(models.Model):
    """A conversation's place at the desk: where from, who writes, how urgent, which force, whose.

    Born with its conversation; `force` empty until one is known, settled by the first claim or corrected with a
    reason; `officer` whoever holds it or held it last (a returning person finds them again). Plain facts only: they
    order the queue and make the figures.
    """

    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, primary_key=True, related_name="intake")
    force = models.CharField(max_length=2, choices=Force, blank=True)
    postal_code = models.CharField(max_length=5, blank=True)
    insee = models.CharField(max_length=5, blank=True)
    department = models.CharField(max_length=3, blank=True)
    reporter = models.CharField(max_length=12, choices=Reporter, blank=True)
    age = models.CharField(max_length=5, choices=Age, blank=True)
    categories = models.JSONField(default=list)
    language = models.CharField(max_length=12, default="fr")
    in_danger = models.BooleanField(default=False)
    level = models.CharField(max_length=9, choices=Level, default=Level.STANDARD)
    level_by = models.CharField(max_length=8, default="system")
    """Who set it: `system`, `visitor` or `officer`."""
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="intakes")
    waiting_since = models.DateTimeField()
    """The right to a place in the queue: who was given back keeps that of their beginning."""
    queued_at = models.DateTimeField()
    """Since when it waits now, or waited last."""
    claimed_at = models.DateTimeField(null=True)
    """The last claim; the first is in the audit journal."""
    mark = models.CharField(max_length=9, choices=Mark, default=Mark.GENUINE)
    exercise = models.CharField(max_length=5, choices=Exercise, blank=True, default=Exercise.NO)
    author_may_read = models.BooleanField(default=False)
    """An officer doubts who is typing, or who looks over her shoulder: what the desk may say is limited."""
    closes_at = models.DateTimeField(null=True)
    """Until when a word of the visitor keeps it open, where its officer proposed to close it (`closing.py`)."""
    closes_after = models.PositiveIntegerField(default=0)
    """The number after which they have to write for that."""
    closes_itself = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["force", "claimed_at"], name="claims_of_a_force"),
            models.Index(fields=["closes_at"], condition=models.Q(closes_at__isnull=False), name="about_to_close"),
        ]

    def __str__(self) -> str:
        return f"intake of {self.conversation_id}"


class Opening(models.Model):
    """A key a client gave when it opened a conversation: the same key within ten minutes is the same conversation."""

    key = models.UUIDField(primary_key=True)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"opening {self.key}"


class Proposal(models.Model):
    """A conversation that one officer is asked to take: open until it is answered, withdrawn or out of time."""

    class State(models.TextChoices):
        """What became of it."""

        OFFERED = "offered"
        ACCEPTED = "accepted"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"
        TIMED_OUT = "timed_out"

    id = models.UUIDField(primary_key=True)
    offered_to = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=State, default=State.OFFERED)
    offered_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    conversation_id: UUID

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.model_name} of {self.conversation_id} ({self.state})"

    def parties(self) -> dict[str, int]:
        """The officers it concerns, by their part in it."""
        return {"offered_to": self.offered_to_id}


class Asking(Proposal):
    """One that a colleague makes, with a word about it."""

    offered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    summary = models.BinaryField(default=bytes)
    """Sealed; empty when nothing was said."""

    class Meta:
        abstract = True

    def parties(self) -> dict[str, int]:
        """See `Proposal`."""
        return {"offered_by": self.offered_by_id} | super().parties()


class Transfer(Asking):
    """A conversation offered by its officer to a colleague; until they accept, whoever offered it keeps it."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="transfers")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"], condition=models.Q(state="offered"), name="one_open_offer_a_conversation"
            ),
        ]
        indexes = [models.Index(fields=["expires_at"], condition=models.Q(state="offered"), name="open_transfers")]


class Invitation(Asking):
    """A colleague asked to speak in a conversation beside its officer, who keeps it whatever they answer."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="invitations")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"], condition=models.Q(state="offered"), name="one_is_invited_to_it_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["expires_at"], condition=models.Q(state="offered"), name="open_invitations")]


class Offer(Proposal):
    """A conversation of the queue offered by the desk itself to whoever should take it; it waits in its place until
    somebody does."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="offers")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"], condition=models.Q(state="offered"), name="one_is_asked_for_a_conversation"
            ),
            models.UniqueConstraint(
                fields=["offered_to"], condition=models.Q(state="offered"), name="an_officer_is_asked_for_one_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["offered_to", "offered_at"], name="offers_of_an_officer")]
