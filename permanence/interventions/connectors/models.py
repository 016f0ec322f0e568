"""What leaves for a system outside, and what came from it. Nothing sealed: what is told is read when it is sent."""

import uuid
from typing import ClassVar

from django.db import models

from permanence.interventions.models import Intervention, Step


class Sending(models.Model):
    """One step of an intervention on its way to one connector, from the act until it arrived."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    """The key that travels with every attempt: the peer knows by it what it has already."""
    connector = models.CharField(max_length=40)
    intervention = models.ForeignKey(Intervention, on_delete=models.CASCADE, related_name="sendings")
    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    """The step's: the order in which they leave."""
    written_at = models.DateTimeField()
    due_at = models.DateTimeField()
    taken_until = models.DateTimeField(null=True)
    """A process is sending it; after that it died, and another may."""
    tried_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    is_refused = models.BooleanField(default=False)
    """The peer read it and will not have it: what follows does not wait for it."""
    fault = models.CharField(max_length=80, blank=True)
    """Why the last attempt failed: a status or the name of an error."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["step", "connector"], name="a_step_leaves_once_by_a_connector"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["connector", "due_at"], condition=models.Q(arrived_at__isnull=True), name="sendings_to_make"
            ),
            models.Index(fields=["connector", "tried_at"], name="sendings_tried"),
        ]

    def __str__(self) -> str:
        return f"{self.number} of {self.intervention_id} to {self.connector}"


class Pulse(models.Model):
    """Whether a connector answers when nothing is told: the last sign of life, the next time that it is asked."""

    connector = models.CharField(max_length=40, unique=True)
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    silent_since = models.DateTimeField(null=True)
    """The first of those that were not answered in a row; null: it answers."""
    fault = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return f"pulse of {self.connector}"


class Event(models.Model):
    """Something that a connector told us: kept so that the same one again does nothing and is answered alike."""

    connector = models.CharField(max_length=40)
    event = models.CharField(max_length=80)
    """The peer's own id of it."""
    mark = models.BinaryField()
    """A keyed fingerprint of what it said: the same id cannot say two things."""
    intervention = models.ForeignKey(Intervention, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    answer = models.JSONField(default=dict)
    """What was answered: a state and a number."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["connector", "event"], name="an_event_counts_once"),
        ]

    def __str__(self) -> str:
        return f"{self.event} of {self.connector}"
