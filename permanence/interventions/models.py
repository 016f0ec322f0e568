"""Emergencies. Addresses, positions, notes and every word are sealed under the conversation's key; states, times,
force, commune and department are plain: they choose the centre and make the figures."""

import uuid
from typing import ClassVar

from django.db import models

from permanence.accounts.models import Force, Officer
from permanence.desk.vocabulary import Level
from permanence.interventions.steps import OPEN, State
from permanence.interventions.watchdog import Cause
from permanence.live.models import Conversation
from permanence.territory.models import OperationsCentre


class Draft(models.Model):
    """The sheet of a conversation while it is filled; what was typed last, whoever typed it."""

    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, primary_key=True, related_name="+")
    version = models.PositiveIntegerField(default=0)
    body = models.BinaryField()
    """Sealed JSON: `sheet.Sheet`."""
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"sheet {self.version} of {self.conversation_id}"


class Position(models.Model):
    """Where the visitor's device says that it is: the last place it gave, until it is withdrawn."""

    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, primary_key=True, related_name="+")
    body = models.BinaryField()
    """Sealed JSON: latitude, longitude (degrees, WGS 84), accuracy_m."""
    at = models.DateTimeField()
    """When the device measured it."""
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"position of {self.conversation_id}"


class Intervention(models.Model):
    """An emergency handed to operations centres, from request to closure, and again where it is reopened."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    """The client's: the same id again is the same intervention."""
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="interventions")
    state = models.CharField(max_length=12, choices=State, default=State.REQUESTED)
    force = models.CharField(max_length=2, choices=Force, blank=True)
    insee = models.CharField(max_length=5, blank=True)
    department = models.CharField(max_length=3, blank=True)
    """Of the place of danger; where none is known, of the conversation."""
    centre = models.ForeignKey(OperationsCentre, on_delete=models.PROTECT, null=True, related_name="+")
    """The one in charge: it acknowledged."""
    requested_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    body = models.BinaryField()
    """Sealed JSON: the sheet as it was last sent."""
    rung = models.PositiveSmallIntegerField(default=0)
    """How far it has escalated since it was (re)requested: see `clock`."""
    escalates_at = models.DateTimeField(null=True)
    """The deadline of the next rung, while nobody acknowledges."""
    is_exercise = models.BooleanField(default=False)
    """With a scripted visitor: never rings a real centre, never counted."""

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["requested_at"], condition=models.Q(state__in=OPEN), name="interventions_under_way"),
            models.Index(
                fields=["escalates_at"],
                condition=models.Q(escalates_at__isnull=False),
                name="interventions_to_escalate",
            ),
        ]

    def __str__(self) -> str:
        return f"intervention {self.pk} ({self.state})"


class Alert(models.Model):
    """A centre that was told of an intervention, and why that one."""

    class Why(models.TextChoices):
        """Why this centre."""

        COMPETENT = "competent", "compétent pour la commune"
        SHARED = "shared", "commune partagée"
        ENTRY = "entry", "département d’entrée, lieu inconnu"
        CHOSEN = "chosen", "choisi par l’agent"
        SECOND = "second", "sans réponse du premier"

    intervention = models.ForeignKey(Intervention, on_delete=models.CASCADE, related_name="alerts")
    centre = models.ForeignKey(OperationsCentre, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=9, choices=Why)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["intervention", "centre"], name="a_centre_is_told_once"),
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} told of {self.intervention_id}"


class Step(models.Model):
    """One thing that happened to an intervention: its timeline, never changed."""

    intervention = models.ForeignKey(Intervention, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    """An act of `steps.Act`, or `note`, `sheet`, `position`, `unlocated`, `louder`, `escalate`, `delivery`."""
    at = models.DateTimeField()
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    """Nobody: the clock, or a connector."""
    centre = models.ForeignKey(OperationsCentre, on_delete=models.PROTECT, null=True, related_name="+")
    """The centre that speaks, where one does."""
    body = models.BinaryField(default=bytes)
    """Sealed: a note, a result, a reason, the names of what changed in the sheet."""
    client_id = models.UUIDField(null=True)
    """Of a note, where its client gave one: sent again after a lost answer, it is the same note."""

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["intervention", "number"], name="a_timeline_has_no_gap"),
            models.UniqueConstraint(fields=["intervention", "client_id"], name="a_note_sent_again_is_not_a_second"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.intervention_id}"


class Watch(models.Model):
    """A countdown that runs because a person in danger went quiet: a row while it runs, sounds, or is looked after."""

    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, primary_key=True, related_name="watch")
    cause = models.CharField(max_length=10, choices=Cause)
    since = models.DateTimeField()
    deadline = models.DateTimeField()
    alarmed_at = models.DateTimeField(null=True)
    handled_at = models.DateTimeField(null=True)
    """When somebody said that they look after it: it sounds no more, until she is back and goes again."""
    handled_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"countdown of {self.conversation_id} ({self.cause})"


class CheckWord(models.Model):
    """A word that she and the desk agreed on: who cannot say it is not she, or does not write freely."""

    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, primary_key=True, related_name="+")
    body = models.BinaryField()
    """Sealed."""
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"check word of {self.conversation_id}"


class Signals(models.Model):
    """What a visitor's words have shown so far; positions and names of signals, never the words."""

    conversation = models.OneToOneField(
        Conversation, on_delete=models.CASCADE, primary_key=True, related_name="signals"
    )
    seq = models.PositiveIntegerField(default=0)
    """The last number of the conversation when it was judged."""
    level = models.CharField(max_length=9, choices=Level, default=Level.STANDARD)
    score = models.FloatField(default=0)
    spans = models.JSONField(default=list)
    """`{"seq", "start", "end", "name"}`, in code points of the message as typed."""

    def __str__(self) -> str:
        return f"signals of {self.conversation_id} ({self.level})"
