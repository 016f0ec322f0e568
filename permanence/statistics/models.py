"""Aggregates. No word, no name, no address: counts by day, force, department and scope, and for each conversation what
it adds to them, so that a change takes away exactly what it had added."""

from typing import ClassVar

from django.db import models

from permanence.accounts.models import Force
from permanence.live.models import Conversation


class Counts(models.Model):
    """The counts of one day or month, for one force, one department and one scope."""

    class Grain(models.TextChoices):
        """How long it lasts."""

        DAY = "day"
        MONTH = "month"

    grain = models.CharField(max_length=5, choices=Grain)
    start = models.DateField()
    """The day, or the first of the month, in Paris."""
    force = models.CharField(max_length=2, choices=Force, blank=True)
    """Empty: of conversations whose force is not settled."""
    department = models.CharField(max_length=3, blank=True)
    """Empty: all of them together. A day has no cell for each department: see `Share`."""
    scope = models.CharField(max_length=16)
    counts = models.TextField()
    """JSON `{key: count}`, without zeros; text, for it is read whole and written whole."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.grain} {self.start} {self.force} {self.department} {self.scope}"


class Cell(Counts):
    """What is read as a figure: raised and lowered by `keeping`, made anew by `recount.rebuild`, never edited. Always
    the sum of the shares and of what was forgotten."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["grain", "scope", "department", "start", "force"], name="a_cell_is_counted_once"
            ),
        ]


class Forgotten(Counts):
    """What conversations that retention destroyed had added to a cell: raised when their shares go, never lowered."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["grain", "scope", "department", "start", "force"], name="what_was_forgotten_is_one_row_a_cell"
            ),
        ]


class Counted(models.Model):
    """A conversation that has been counted, as it stood then; its shares are what it added.

    Born when the figures first meet it, counted again whenever something of it changed; when retention destroys a
    conversation of closed years, its shares become part of `Forgotten` and leave no cell.
    """

    conversation = models.OneToOneField(
        Conversation, on_delete=models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="counted"
    )
    last_seq = models.PositiveIntegerField()
    revision = models.PositiveIntegerField()
    """As the conversation's own when it was counted: what differs is counted again."""
    is_open = models.BooleanField()
    """It was under way when it was counted."""
    wrote_at = models.DateTimeField(null=True)
    """The visitor's first message; null: none yet. Once known these three never change."""
    answered_at = models.DateTimeField(null=True)
    """The first message of an officer."""
    taken_at = models.DateTimeField(null=True)
    """The first claim."""

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["conversation"], condition=models.Q(is_open=True), name="counted_while_open"),
        ]

    def __str__(self) -> str:
        return f"counted {self.conversation_id}"


class Share(models.Model):
    """What one conversation adds to the figures of one day, force and department; in all its scopes alike."""

    # Neither a constraint of the database nor an index: `keeping` alone writes it, and the first of its constraints'
    # columns is its index.
    counted = models.ForeignKey(
        Counted, on_delete=models.CASCADE, related_name="shares", db_constraint=False, db_index=False
    )
    day = models.DateField()
    force = models.CharField(max_length=2, choices=Force, blank=True)
    department = models.CharField(max_length=3, blank=True)
    """Empty: not known; it is then in no department's figures, only in those of all."""
    scopes = models.CharField(max_length=120)
    """Codes, parted by spaces."""
    counts = models.TextField()
    """JSON: the parts of a `counting.Contribution`."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["counted", "day", "force", "department"], name="a_conversation_adds_once_to_a_day"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["day", "department"], name="shares_of_a_day"),
        ]

    def __str__(self) -> str:
        return f"share of {self.counted_id} on {self.day}"


class Cursor(models.Model):
    """How far the figures have followed the audit journal, and what the last check found: one row, locked by whoever
    changes a cell."""

    position = models.BigIntegerField(default=0)
    checked_at = models.DateTimeField(null=True)
    differences = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"figures at {self.position}"


class Visits(models.Model):
    """How often a page of the visitors' door was reached in one hour of one day: a number, of nobody in particular."""

    day = models.DateField()
    hour = models.PositiveSmallIntegerField()
    """0 to 23, in Paris."""
    name = models.CharField(max_length=20)
    """`arrived`, `located`, `wrote`, …"""
    language = models.CharField(max_length=12, blank=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["day", "hour", "name", "language"], name="an_hour_of_visits_is_one_row"),
        ]

    def __str__(self) -> str:
        return f"{self.count} {self.name} on {self.day} at {self.hour} h"
