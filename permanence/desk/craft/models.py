"""Prepared replies, and the notebook of a conversation."""

import uuid
from typing import ClassVar

from django.db import models

from permanence.accounts.models import Force, Officer
from permanence.desk.craft.vocabulary import LONGEST_SHORTCUT, Language, Step, Theme
from permanence.live.models import Conversation


class Reply(models.Model):
    """Words of the house that an officer may begin from: the same for all of a force, or of both.

    Loaded from the reviewed set of the repository or written by a supervisor; edited, each edition a version; withdrawn
    when they no longer serve, never deleted, since conversations were held with them.
    """

    key = models.CharField(max_length=40, blank=True)
    """Its name in the reviewed set; empty for what a supervisor wrote."""
    language = models.CharField("langue", max_length=5, choices=Language, default=Language.FR)
    shortcut = models.CharField("raccourci", max_length=LONGEST_SHORTCUT)
    theme = models.CharField("thème", max_length=12, choices=Theme)
    step = models.CharField("étape", max_length=8, choices=Step, default=Step.DURING)
    force = models.CharField(max_length=2, choices=Force, blank=True)
    """Empty: both forces."""
    text = models.TextField("texte")
    position = models.PositiveIntegerField(default=1000)
    version = models.PositiveIntegerField(default=1)
    edited_at = models.DateTimeField()
    edited_by = models.CharField(max_length=40)
    """The plain id of the audit journal: `officer:12`, or `operator` for the reviewed set."""
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["language", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["language", "force", "shortcut"],
                condition=models.Q(withdrawn_at=None),
                name="a_shortcut_in_use_names_one_reply",
            ),
        ]

    def __str__(self) -> str:
        return f"/{self.shortcut} ({self.language})"


class ReplyVersion(models.Model):
    """What a reply said, from one edition to the next."""

    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    text = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reply", "version"], name="a_version_of_a_reply_is_written_once"),
        ]

    def __str__(self) -> str:
        return f"version {self.version} of {self.reply_id}"


class OwnReply(models.Model):
    """An officer's own words for themselves. Sealed: an officer may well have left a name in them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="own_replies")
    shortcut = models.CharField(max_length=LONGEST_SHORTCUT)
    language = models.CharField(max_length=5, choices=Language, default=Language.FR)
    body = models.BinaryField()
    """Sealed under the deployment's own key."""
    edited_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "language", "shortcut"], name="a_shortcut_names_one_reply_of_an_officer"
            ),
        ]

    def __str__(self) -> str:
        return f"reply of {self.officer_id}"


class Note(models.Model):
    """One thing said between officers beside a conversation: numbered on its own, never among the visitor's messages.

    Written by whoever holds the conversation, or by a supervisor who does not (a whisper); never changed; follows the
    conversation from hand to hand.
    """

    class Kind(models.TextChoices):
        """Who speaks to whom."""

        NOTE = "note", "Note"
        WHISPER = "whisper", "Conseil du superviseur"

    id = models.UUIDField(primary_key=True, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="notes")
    seq = models.PositiveIntegerField()
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=7, choices=Kind, default=Kind.NOTE)
    at = models.DateTimeField()
    body = models.BinaryField()
    """Sealed under the conversation's key."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "seq"], name="a_number_names_one_note_of_a_conversation"),
        ]

    def __str__(self) -> str:
        return f"note {self.seq} of {self.conversation_id}"


class Fact(models.Model):
    """Something to keep in sight in a conversation: a sentence of a message, or what an officer typed.

    Pinned by whoever holds the conversation, it goes with it from officer to officer; taken off, it is deleted.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="facts")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    seq = models.PositiveIntegerField(null=True)
    """The message it was taken from."""
    body = models.BinaryField()
    """Sealed under the conversation's key."""

    def __str__(self) -> str:
        return f"fact of {self.conversation_id}"


class Reminder(models.Model):
    """At `due_at` whoever holds the conversation is told to come back to it: a row, so that no crash forgets it.

    Rings until somebody says that it is done; goes with the conversation when it changes hands; silent once it ended.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="reminders")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    body = models.BinaryField()
    """Sealed under the conversation's key: why, in a few words or none."""
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["conversation"], condition=models.Q(done_at=None), name="reminders_to_come")]

    def __str__(self) -> str:
        return f"reminder of {self.conversation_id}"


class Checklist(models.Model):
    """Which of the questions to ask were asked in a conversation: sealed, for what was asked tells what happened."""

    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, primary_key=True, related_name="+")
    body = models.BinaryField()
    """Sealed JSON: by the question's code, when and by whom."""

    def __str__(self) -> str:
        return f"questions of {self.conversation_id}"


class Debrief(models.Model):
    """What a grave conversation leaves its officer with: a note, a wish to talk about it, or both.

    Written by the officer after the end, changed by them until a supervisor has talked with them; read by the
    supervisors of the force alone.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="debriefs")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    wants_to_talk = models.BooleanField(default=False)
    note = models.BinaryField(default=bytes)
    """Sealed under the conversation's key; empty when nothing was written."""
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "officer"], name="an_officer_is_debriefed_once"),
        ]
        indexes = [
            models.Index(
                fields=["at"], condition=models.Q(wants_to_talk=True, done_at=None), name="debriefs_asked_for"
            ),
        ]

    def __str__(self) -> str:
        return f"debrief of {self.officer_id}"
