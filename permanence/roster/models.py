"""Teams and their shifts.

Moments are kept in UTC; a team's own time zone says how they are written and read. Times and ids only: nothing of a
visitor is here.
"""

from django.db import models
from django.db.models import F, Q

from permanence.accounts.models import Force, Officer, Role

ANSWERING = (Role.OFFICER, Role.SUPERVISOR)
"""Who may stand at a desk."""


class Team(models.Model):
    """Officers of one force who share a roster, where they work; created by a supervisor, kept while it has shifts."""

    force = models.CharField(max_length=2, choices=Force)
    name = models.CharField("nom", max_length=80)
    time_zone = models.CharField("fuseau horaire", max_length=40, default="Europe/Paris")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["force", "name"], name="a_force_names_a_team_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Kind(models.TextChoices):
    """What an officer does during a shift: only the desk answers visitors."""

    DESK = "desk", "À la brigade numérique"
    ON_CALL = "on_call", "Astreinte"


class Shift(models.Model):
    """One officer's presence, entered ahead; changed or removed until it begins, then kept as what was planned."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="shifts")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="shifts")
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")
    kind = models.CharField("nature", max_length=7, choices=Kind, default=Kind.DESK)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_shift_ends_after_it_begins"),
        ]
        indexes = [
            models.Index(fields=["ends_at", "starts_at"], name="shift_by_time"),
            models.Index(fields=["officer", "starts_at"], name="shift_by_officer"),
        ]

    def __str__(self) -> str:
        return f"shift {self.pk} of {self.officer_id}"
