"""What the program remembers of itself."""

from django.db import models


class Heartbeat(models.Model):
    """Who does the periodic work, and when they last said so.

    One row. A process takes it when nobody has it or whoever had it fell silent, says again every few seconds that it
    is there, and gives it back when it stops (`jobs.Turn`).
    """

    name = models.CharField(primary_key=True, max_length=20)
    by = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} by {self.by or 'nobody'}"
