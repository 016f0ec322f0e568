"""Evidence. Files and their names are sealed under the conversation's key, piece by piece; size, type and hash are
plain: the hash proves, after the key is gone, what was handed over."""

import uuid
from typing import ClassVar

from django.db import models

from permanence.accounts.models import Officer
from permanence.live.models import Conversation, Sender


class Attachment(models.Model):
    """One file that somebody sent: announced, received piece by piece, kept bit for bit once whole and accepted; then
    it is a message of the thread. A refused one keeps nothing but why."""

    class State(models.TextChoices):
        """Where it stands."""

        RECEIVING = "receiving"
        KEPT = "kept"
        REFUSED = "refused"

    class Scan(models.TextChoices):
        """What the malware scanner said."""

        NOT_SCANNED = "", "non analysé"
        CLEAN = "clean", "analysé, rien trouvé"
        INFECTED = "infected", "logiciel malveillant"

    class View(models.TextChoices):
        """Whether there is a copy that can be looked at."""

        WAITING = "waiting", "en préparation"
        READY = "ready", "prête"
        NONE = "none", "impossible"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    """The client's for an upload in pieces: announced again, it is the same."""
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="attachments")
    seq = models.PositiveIntegerField(null=True)
    """Its message in the conversation, once kept."""
    sender = models.CharField(max_length=7, choices=Sender, default=Sender.VISITOR)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=9, choices=State, default=State.RECEIVING)
    media_type = models.CharField(max_length=80, blank=True)
    """What its bytes say it is; until it is whole, what was announced."""
    size = models.PositiveBigIntegerField()
    """Bytes, as announced; as received once whole."""
    received = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    body = models.BinaryField()
    """Sealed JSON: `name`, and what was found out: `width`, `height`, `seconds`; of the copy, `view_type`, the lengths
    of its `parts`, whether it is `cut`; `why` there is none, or why the file was refused."""
    scan = models.CharField(max_length=8, choices=Scan, blank=True, default=Scan.NOT_SCANNED)
    view = models.CharField(max_length=7, choices=View, default=View.WAITING)
    created_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    """When the machine looks at it again: to scan it, to make its copy. Whoever takes it moves this on first."""
    tries = models.PositiveSmallIntegerField(default=0)
    """How often a copy was begun."""

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["created_at"], condition=models.Q(state="receiving"), name="uploads_under_way"),
            models.Index(fields=["due_at"], condition=models.Q(due_at__isnull=False), name="files_to_look_at"),
            models.Index(fields=["kept_at"], condition=models.Q(state="kept", scan=""), name="files_not_scanned"),
        ]

    def __str__(self) -> str:
        return f"attachment {self.pk} ({self.state})"


class Piece(models.Model):
    """A part of a file, or of the copy that is looked at, sealed by itself and bound to its place."""

    class Of(models.TextChoices):
        """The file itself, or the copy that is looked at."""

        FILE = "file"
        VIEW = "view"

    attachment = models.ForeignKey(Attachment, on_delete=models.CASCADE, related_name="pieces")
    of = models.CharField(max_length=4, choices=Of, default=Of.FILE)
    number = models.PositiveIntegerField()
    body = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["attachment", "of", "number"], name="a_piece_has_its_place"),
        ]

    def __str__(self) -> str:
        return f"piece {self.number} of the {self.of} of {self.attachment_id}"


class Custody(models.Model):
    """What happened to a piece of evidence: received, viewed, exported, by whom; never changed."""

    class Act(models.TextChoices):
        """What was done."""

        RECEIVED = "received", "reçue"
        SCANNED = "scanned", "analysée"
        VIEWED = "viewed", "regardée"
        DOWNLOADED = "downloaded", "téléchargée"
        EXPORTED = "exported", "jointe à une archive"
        WITHHELD = "withheld", "retenue : logiciel malveillant"

    attachment = models.ForeignKey(Attachment, on_delete=models.CASCADE, related_name="custody")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    act = models.CharField(max_length=10, choices=Act)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    """Nobody: the visitor, or the machine."""

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["attachment", "number"], name="custody_has_no_gap"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.attachment_id}"
