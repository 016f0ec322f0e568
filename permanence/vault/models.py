"""Where wrapped keys live, and which key files this database relies on."""

from django.db import models


class KeyFile(models.Model):
    """A file of the keys directory that something in this database needs: the root, or a key-encryption key.

    Born with the file; `destroyed_at` when an epoch is ended or a rotation has emptied it. It tells a file that was
    destroyed on purpose from one that was lost, and another deployment's file from ours.
    """

    name = models.CharField(max_length=24, primary_key=True)
    epoch = models.PositiveIntegerField(null=True)
    """Of a key-encryption key: see `epochs`. None: the root."""
    generation = models.PositiveIntegerField()
    mark = models.BinaryField(editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    destroyed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class DataKey(models.Model):
    """A 256-bit key that seals everything about one thing (a conversation, an officer).

    Born with the thing, wrapped by the key-encryption key of its quarter; wrapped anew by each rotation; lives as long
    as the words it seals may be read. Destroyed by overwriting `wrapped`, or with its whole epoch by destroying the
    file of its key-encryption key, after which nobody can ever read them again, backups of the database included.
    """

    wrapped = models.BinaryField(editable=False)
    """Says under which version it is wrapped: see `sealing`."""
    under = models.ForeignKey(KeyFile, on_delete=models.PROTECT, related_name="data_keys", editable=False)
    """The same version, for questions about many keys."""
    created_at = models.DateTimeField(auto_now_add=True)
    destroyed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"key {self.pk}"
