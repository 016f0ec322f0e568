"""What is wrong at the desk, and who was told outside. Kinds, counts and moments only: nothing of a visitor."""

import uuid
from typing import ClassVar

from django.db import models

from permanence.accounts.models import Force, Officer


class Kind(models.TextChoices):
    """What can be wrong badly enough to wake somebody."""

    CENTRE = "centre", "Intervention sans réponse d’un centre"
    SILENT = "silent", "Personne en danger sans signe de vie"
    CONNECTOR = "connector", "Système d’un centre injoignable"
    DANGER = "danger", "Danger immédiat sans réponse"
    UNSTAFFED = "unstaffed", "Personne n’est connecté"
    WAIT = "wait", "Attente sans réponse"
    WORK = "work", "Tâches de fond en retard"
    HOLE_SOON = "hole_soon", "Personne au planning dans l’heure"
    HOLE_AHEAD = "hole_ahead", "Personne au planning dans les 24 heures"


class Channel(models.TextChoices):
    """A way outside."""

    WEBHOOK = "webhook", "Webhook"
    MAIL = "mail", "Courriel"


class Alarm(models.Model):
    """Something wrong, from its first sight until it is over.

    Opened by the sweep, renewed where a roster's hole is another one or one more person is in danger than somebody
    looks after, acknowledged by somebody, closed by the sweep. Kept afterwards: what happened in the night is read in
    the morning.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    force = models.CharField(max_length=2, choices=Force, blank=True)
    """Empty: both, or none in particular."""
    since = models.DateTimeField()
    """Since when it is wrong: the longest wait, not the moment it was noticed."""
    people = models.PositiveIntegerField(default=0)
    """How many wait; of a hole, how many are planned all the same."""
    hole_at = models.DateTimeField(null=True)
    hole_until = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    """When it was last found still wrong."""
    over_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kind", "force"], condition=models.Q(over_at=None), name="an_alarm_is_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.force}".strip()


class Page(models.Model):
    """What one channel is told of an alarm: that it began, as often as it must be said, or that it is over."""

    alarm = models.ForeignKey(Alarm, on_delete=models.CASCADE, related_name="pages")
    channel = models.CharField(max_length=7, choices=Channel)
    is_end = models.BooleanField(default=False)
    due_at = models.DateTimeField(null=True)
    """When it is to be sent (again); null: not any more."""
    tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    times = models.PositiveIntegerField(default=0)
    """How often it was sent."""
    failures = models.PositiveIntegerField(default=0)
    """In a row; 0 as soon as one goes out."""
    fault = models.CharField(max_length=80, blank=True)
    """Why the last one did not go out: a status or the name of an error."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["alarm", "channel", "is_end"], name="a_channel_is_told_of_an_alarm_by_one_row"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_at"], condition=models.Q(due_at__isnull=False), name="pages_to_send"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} of {self.alarm_id}"
