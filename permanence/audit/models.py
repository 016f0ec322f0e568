"""The entries of the audit journal, its chain and its checkpoints."""

from django.db import models


class Entry(models.Model):
    """One act, reading or refusal.

    Written in the transaction of the act (refusals and readings in their own), with no position; the sealer then
    gives it the next position and a MAC over the one before. From then on nothing of it may change.
    Plain facts only: who, what, on which object, with what outcome and which reason given. Never the words of a
    visitor.
    """

    class Outcome(models.TextChoices):
        DONE = "done"
        READ = "read"
        REFUSED = "refused"

    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    """A plain id: `officer:12`, `visitor:<conversation>`, `operator`, `system`."""
    act = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=40)
    object_id = models.CharField(max_length=80)
    outcome = models.CharField(max_length=8, choices=Outcome)
    reason = models.TextField(blank=True)
    detail = models.JSONField(default=dict)
    position = models.BigIntegerField(null=True, unique=True)
    """1, 2, 3 … in the chain; null until sealed."""
    mac = models.BinaryField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["object_kind", "object_id"], name="entries_of_an_object"),
            models.Index(fields=["actor", "at"], name="entries_of_an_actor"),
            models.Index(fields=["id"], condition=models.Q(position=None), name="entries_to_seal"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.actor} {self.act} {self.object_kind} {self.object_id}"


class Head(models.Model):
    """The end of the chain: one row, locked by whoever seals."""

    position = models.BigIntegerField(default=0)
    mac = models.BinaryField()

    def __str__(self) -> str:
        return f"head at {self.position}"


class Checkpoint(models.Model):
    """The chain's end at one moment; the same line goes to a file beside the database."""

    position = models.BigIntegerField(unique=True)
    mac = models.BinaryField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"checkpoint at {self.position}"
