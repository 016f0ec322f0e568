"""Assessments of danger. Answers are sealed; what they come to is plain: it orders lists and makes figures."""

from typing import ClassVar

from django.db import models

from permanence.accounts.models import Officer
from permanence.live.models import Conversation


class Edition(models.Model):
    """A grid that was answered at least once, as it was then; never changed: what was begun keeps its questions."""

    key = models.CharField(max_length=20, primary_key=True)
    body = models.JSONField()

    def __str__(self) -> str:
        return f"grid {self.key}"


class Assessment(models.Model):
    """What was answered to the grid about one conversation, and what it comes to now. Unknown is not no."""

    conversation = models.OneToOneField(
        Conversation, on_delete=models.CASCADE, primary_key=True, related_name="assessment"
    )
    grid = models.CharField(max_length=20)
    """The key of the `Edition` that was answered: one that was begun is finished with its own questions."""
    version = models.PositiveIntegerField(default=0)
    body = models.BinaryField()
    """Sealed JSON: `{criterion: {"answer": "yes"|"no"|"unknown", "seq"?: message, "note"?: internal note}}`."""
    yes = models.PositiveSmallIntegerField(default=0)
    red = models.PositiveSmallIntegerField(default=0)
    """How many of the red rows are a yes."""
    unknown = models.PositiveSmallIntegerField(default=0)
    is_danger = models.BooleanField(default=False)
    assessed_at = models.DateTimeField()
    assessed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["conversation"], condition=models.Q(is_danger=True), name="people_in_danger"),
        ]

    def __str__(self) -> str:
        return f"assessment of {self.conversation_id}: {self.yes} yes, {self.red} red"


class Score(models.Model):
    """What an assessment came to at one moment, and the answers that made it so; never changed."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="scores")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    yes = models.PositiveSmallIntegerField()
    red = models.PositiveSmallIntegerField()
    unknown = models.PositiveSmallIntegerField()
    is_danger = models.BooleanField()
    body = models.BinaryField()
    """Sealed JSON: `{criterion: [before, after]}`; null where nothing was answered."""
    grid = models.CharField(max_length=20)

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["assessment", "number"], name="scores_have_no_gap"),
        ]

    def __str__(self) -> str:
        return f"score {self.number} of {self.assessment_id}"
