"""Where wrapped keys live."""

from django.db import models


class DataKey(models.Model):
    """A 256-bit key that seals everything about one thing (a conversation, an officer).

    Born with the thing, wrapped by the master key; lives as long as the words it seals may be read; destroyed by
    overwriting `wrapped`, after which nobody can ever read them again, backups of other tables included.
    """

    wrapped = models.BinaryField(editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    destroyed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"key {self.pk}"
